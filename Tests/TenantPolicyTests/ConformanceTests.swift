import TenantPolicy
import TestSupport
import Testing

/// The vectors of `Tests/Conformance`, whose answers are those of a reader that shares nothing with this one:
/// docs/reader.md.
@Suite struct ConformanceTests {
  @Test(arguments: ["gated", "open", "pair"])
  func questionsHaveTheirAnswers(name: String) throws {
    let vectors = try vectors("\(name).json")
    let path = vectorsFolder + "\(name).bundle"
    for bundle in [try PolicyBundle(path: path), try PolicyBundle(inPlace: path)] {
      #expect(facts(of: bundle) == vectors["facts"])
      let questions = vectors["questions"]?.elements ?? []
      #expect(questions.count > 100)
      for question in questions {
        let answer = ConformanceAnswers(bundle, question).answer
        #expect(answer == question["answer"], "\(question)")
      }
    }
  }

  @Test func reasonsAreThoseOfThePage() throws {
    let codes = DecisionCode.allCases.map { code in
      JSONValue.object([
        "code": .string("\(code.name)"), "number": .integer(Int(code.rawValue)),
        "retry": .bool(code.canRetry),
      ])
    }
    #expect(try vectors("gated.json")["codes"] == .array(codes))
  }

  @Test func badBundlesAreRefusedForTheReason() throws {
    let refused = try vectors("refused.json")["refused"]?.elements ?? []
    #expect(refused.count > 300)
    for vector in refused {
      let bytes = try #require(changedBundle(vector))
      let error = #expect(throws: BundleError.self) { try PolicyBundle(copying: bytes) }
      #expect(error?.reason == vector["reason"]?.text, "\(vector)")
    }
  }

  @Test func demandsAreMetOrNot() throws {
    let file = try vectors("trust.json")
    let trust = file["trust"]?.elements ?? []
    #expect(trust.count > 50)
    for vector in trust {
      let bytes = try #require(readFile(vectorsFolder + (vector["bundle"]?.text ?? "")))
      let signature = vector["signature"]?.text.map { Array($0.utf8) }
      let (demands, last) = try demands(vector["demands"])
      var reason = JSONValue.null
      do throws(BundleError) {
        _ = try TrustedBundle(
          copying: bytes, signature: signature, demanding: demands, after: last)
      } catch {
        reason = .string(error.reason)
      }
      #expect(reason == vector["reason"], "\(vector["what"]?.text ?? "")")
    }
  }

  private func facts(of bundle: PolicyBundle) -> JSONValue {
    let sources = (0..<bundle.sourceCount).compactMap { bundle.source(at: $0)?.name }
    return .object([
      "digest": .string(hexadecimal(bundle.digest)), "tenants": .integer(bundle.tenantCount),
      "verified": .bool(bundle.isVerified), "epoch": .integer(Int(bundle.release.epoch)),
      "not_before": .integer(Int(bundle.release.notBefore ?? 0)),
      "not_after": .integer(Int(bundle.release.notAfter ?? 0)),
      "platforms": .array(bundle.platformNames.map { .string($0) }),
      "sources": .array(sources.map { .string($0) }),
    ])
  }

  private func demands(_ stated: JSONValue?) throws -> (Demands, Activation?) {
    var demands = Demands(signature: .notDemanded)
    if let keys = stated?["keys"]?.elements {
      demands.signature = .byOne(of: try keys.map { try #require(PublicKey($0.text ?? "")) })
    }
    switch stated?["proof"]?.text {
    case nil: break
    case "verified": demands.proof = .verified
    case "certified": demands.proof = .certified
    case let digest?: demands.proof = .certificate(try #require(bytes(ofHexadecimal: digest)))
    }
    demands.minimumEpoch = UInt64(stated?["minimum_epoch"]?.integer ?? 0)
    if let second = stated?["at"]?.integer { demands.time = .at(Int64(second)) }
    demands.platforms = stated?["platforms"]?.elements.compactMap(\.text)
    let last = try stated?["after"].map { active in
      Activation(
        epoch: UInt64(try #require(active["epoch"]?.integer)),
        digest: try #require(bytes(ofHexadecimal: active["digest"]?.text ?? "")))
    }
    return (demands, last)
  }

  private func vectors(_ name: String) throws -> JSONValue {
    let bytes = try #require(readFile(vectorsFolder + name))
    return try parseStrictJSON(String(decoding: bytes, as: UTF8.self))
  }
}

private let vectorsFolder = testsFolder + "/Conformance/vectors/"

/// The bytes that a vector is about: cut or filled up, edited, and with the digest made anew.
private func changedBundle(_ vector: JSONValue) -> [UInt8]? {
  guard let good = readFile(vectorsFolder + (vector["bundle"]?.text ?? "")) else { return nil }
  let length = vector["length"]?.integer ?? good.count
  var changed = good.prefix(length) + [UInt8](repeating: 0, count: max(0, length - good.count))
  for edit in vector["edits"]?.elements ?? [] {
    guard let offset = edit[0]?.integer, let edited = bytes(ofHexadecimal: edit[1]?.text ?? "")
    else { return nil }
    changed.replaceSubrange(offset..<(offset + edited.count), with: edited)
  }
  guard vector["seal"] == .bool(true) else { return Array(changed) }
  let sealed = Array(changed.dropLast(TableLayout.digestSize))
  return sealed + BundleDigest.of(sealed)
}

/// The bytes that hexadecimal digits stand for.
func bytes(ofHexadecimal text: String) -> [UInt8]? {
  let digits = text.compactMap(\.hexDigitValue).map { UInt8($0) }
  guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

extension JSONValue {
  static func integer(_ number: some BinaryInteger) -> JSONValue { .number("\(number)") }

  /// Text, or null.
  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
