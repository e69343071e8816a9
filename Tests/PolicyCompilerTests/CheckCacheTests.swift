import PolicyDiagnostics
import PolicyGenerator
import PolicyModel
import TestSupport
import Testing

@testable import PolicyCompiler

/// That a cache saves work and changes nothing.
@Suite struct CheckCacheTests {
  @Test(arguments: Edit.all)
  func whatIsFoundDoesNotDependOnTheCache(_ edit: Edit) {
    var texts = generatedTexts()
    let kept = KeptEntries()
    _ = compile(texts, kept.cache())
    edit.change(&texts)
    let without = compile(texts, nil)
    let first = compile(texts, kept.cache())
    let second = compile(texts, kept.cache())
    for compilation in [first, second] {
      #expect(compilation.findings.sorted() == without.findings.sorted())
      #expect(compilation.isClean == without.isClean)
      #expect(compilation.tenantCount == without.tenantCount)
    }
    #expect(without.findings.sorted().contains { $0.rule.code == edit.code } == (edit.code != nil))
  }

  @Test func whatIsKnownIsNotReadAgainAndMakesNoBundle() {
    let texts = generatedTexts()
    let kept = KeptEntries()
    #expect(compile(texts, kept.cache()).policies != nil)
    #expect(kept.entries.count == 6)
    let known = compile(texts, kept.cache())
    #expect(known.isClean)
    #expect(known.policies == nil)
  }

  @Test func anotherVersionOfTheProgramKnowsNothing() {
    let texts = generatedTexts()
    let kept = KeptEntries()
    _ = compile(texts, kept.cache())
    #expect(compile(texts, kept.cache(version: "2")).policies != nil)
  }

  @Test func aChangedCatalogueMakesAllUnknown() {
    var texts = generatedTexts()
    let kept = KeptEntries()
    _ = compile(texts, kept.cache())
    texts["platform.yaml"]? += "# a comment\n"
    #expect(compile(texts, kept.cache()).policies != nil)
    #expect(compile(texts, kept.cache()).policies == nil)
  }

  @Test func anEntryUnderAnotherKeyIsNothing() throws {
    let kept = KeptEntries()
    _ = compile(generatedTexts(), kept.cache())
    let entries = kept.entries
    let keys = entries.keys.sorted()
    let other = KeptEntries(
      Dictionary(
        uniqueKeysWithValues: zip(keys, keys.dropFirst() + [keys[0]])
          .map { ($0, entries[$1] ?? []) }))
    #expect(compile(generatedTexts(), other.cache()).policies != nil)
  }

  @Test func aDamagedEntryIsNothing() throws {
    let texts = generatedTexts()
    let kept = KeptEntries()
    _ = compile(texts, kept.cache())
    let entry = try #require(kept.entries.first)
    let key = try #require(keyBytes(entry.key))
    #expect(CleanSource(from: entry.value, under: key, source: SourceID(0)) != nil)
    for length in 0..<entry.value.count {
      let cut = Array(entry.value.prefix(length))
      #expect(CleanSource(from: cut, under: key, source: SourceID(0)) == nil)
    }
    for position in entry.value.indices {
      var changed = entry.value
      changed[position] ^= 1 << UInt8(position % 8)
      #expect(CleanSource(from: changed, under: key, source: SourceID(0)) == nil)
    }
  }

  /// Bytes that somebody made up, with a digest to match: nothing traps or hangs.
  @Test func aMadeUpEntryIsReadOrIsNothing() throws {
    let texts = generatedTexts()
    let kept = KeptEntries()
    _ = compile(texts, kept.cache())
    let entry = try #require(kept.entries.min { $0.key < $1.key })
    let contents = Array(entry.value.dropLast(32))
    var readable = 0
    for position in stride(from: 64, to: contents.count, by: 7) {
      for byte in [0xFF, contents[position] ^ 0x80] {
        var changed = contents
        changed[position] = byte
        let made = KeptEntries(kept.entries)
        made.put(entry.key, changed + digest(of: changed))
        if compile(texts, made.cache()).tenantCount > 0 { readable += 1 }
      }
    }
    #expect(readable > 0)
  }
}

/// A change of generated policies, and what is then found.
struct Edit: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let code: String?
  let change: @Sendable (inout [String: String]) -> Void

  static let all = [
    Edit(testDescription: "none", code: nil) { _ in },
    Edit(testDescription: "a comment", code: nil) { $0["tenants/2.yaml"]? += "# edited\n" },
    Edit(testDescription: "an unknown key", code: "TP0201") {
      $0["tenants/2.yaml"]? += "wieght: 2\n"
    },
    Edit(testDescription: "more slots than there are", code: "TP0517") {
      $0["tenants/4.yaml"]? += "guaranteed_slots: 1000000\n"
    },
    Edit(testDescription: "a tenant twice", code: "TP0302") { texts in
      texts["tenants/again.yaml"] = texts["tenants/1.yaml"]
    },
    Edit(testDescription: "an org that nobody uses", code: "TP0511") {
      $0["orgs.yaml"]? += "---\norg_id: nobody-in-it\n"
    },
    Edit(testDescription: "a broken file", code: "TP0110") {
      $0["tenants/3.yaml"]? += "weight: [1\n"
    },
    Edit(testDescription: "no platform", code: "TP0305") { $0["platform.yaml"] = nil },
  ]
}

/// A cache in memory.
private final class KeptEntries: Sendable {
  private let guarded: Guarded

  init(_ entries: [String: [UInt8]] = [:]) { guarded = Guarded(entries) }

  var entries: [String: [UInt8]] { guarded.entries }

  func put(_ key: String, _ bytes: [UInt8]) { guarded.put(key, bytes) }

  func cache(version: String = "1") -> CheckCache {
    let guarded = guarded
    return CheckCache(version: version) {
      guarded.entries[$0]
    } store: {
      guarded.put($0, $1)
    }
  }

  /// Each call is made by the one thread of the compilations here.
  private final class Guarded: @unchecked Sendable {
    private(set) var entries: [String: [UInt8]]

    init(_ entries: [String: [UInt8]]) { self.entries = entries }

    func put(_ key: String, _ bytes: [UInt8]) { entries[key] = bytes }
  }
}

private func generatedTexts() -> [String: String] {
  let generated = GeneratedPolicies(tenants: 30, tenantFiles: 6, seed: 3)
  return Dictionary(
    uniqueKeysWithValues: generated.files.map {
      ($0.name, String(decoding: $0.bytes, as: UTF8.self))
    })
}

private func compile(_ texts: [String: String], _ cache: CheckCache?) -> Compilation {
  compile(
    SourceMap(texts: texts), threads: 1, now: CalendarDate(secondsSince1970: 1_800_000_000),
    cache: cache)
}

private func keyBytes(_ text: String) -> [UInt8]? {
  let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
  guard digits.count == 64 else { return nil }
  return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
