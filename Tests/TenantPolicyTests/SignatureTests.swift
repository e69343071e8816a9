import PolicySigning
import Testing

@testable import TenantPolicy

/// Who signed a bundle. What minisign itself says is asked in `Tests/trust.sh`.
@Suite struct SignatureTests {
  private let samples = TrustSamples()
  private let bytes: [UInt8]

  init() throws {
    bytes = try samples.bundle(epoch: 3)
  }

  @Test(arguments: [MinisignSignature.Algorithm.legacy, .prehashed])
  func bothFormsHold(_ algorithm: MinisignSignature.Algorithm) throws {
    let signature = samples.signature(of: bytes, algorithm)
    #expect(samples.refusal(of: bytes, signature: signature) == nil)
    #expect(signature == samples.signature(of: bytes, algorithm), "signing is a function")
    let trusted = try TrustedBundle(
      copying: bytes, signature: signature,
      demanding: Demands(signature: .byOne(of: [samples.other.publicKey, samples.key.publicKey])))
    #expect(trusted.signer == samples.key.publicKey)
    #expect(trusted.comment == Array("a comment".utf8))
  }

  @Test func whoElseSignedIsRefused() {
    let signature = samples.signature(of: bytes)
    func reason(_ keys: [PublicKey]) -> String? {
      samples.refusal(of: bytes, signature: signature, Demands(signature: .byOne(of: keys)))
    }
    #expect(reason([samples.other.publicKey]) == "unknown-signer")
    #expect(reason([]) == "unknown-signer", "no key is not every key")
    let pretender = PublicKey(id: samples.key.publicKey.id, bytes: samples.other.publicKey.bytes)
    #expect(reason([pretender]) == "signature")
    #expect(reason([pretender, samples.key.publicKey]) == nil)
    #expect(samples.refusal(of: bytes, signature: nil) == "unsigned")
    #expect(samples.refusal(of: bytes, signature: []) == "signature-form")
    #expect(samples.refusal(of: bytes, signature: nil, Demands(signature: .notDemanded)) == nil)
  }

  @Test func anotherBundleIsRefused() throws {
    let other = try samples.bundle(epoch: 4)
    for algorithm in [MinisignSignature.Algorithm.legacy, .prehashed] {
      let signature = samples.signature(of: other, algorithm)
      #expect(samples.refusal(of: bytes, signature: signature) == "signature")
    }
  }

  @Test func algorithmsAreNotTakenForEachOther() {
    for (algorithm, letter) in [(MinisignSignature.Algorithm.legacy, "D"), (.prehashed, "d")] {
      let text = String(decoding: samples.signature(of: bytes, algorithm), as: UTF8.self)
      let lines = text.split(separator: "\n").map(String.init)
      var signed = Base64.decoded(lines[1].utf8) ?? []
      signed[1] = Array(letter.utf8)[0]
      func refusal() -> String? {
        let file = [lines[0], Base64.encoded(signed), lines[2], lines[3], ""].joined(
          separator: "\n")
        return samples.refusal(of: bytes, signature: Array(file.utf8))
      }
      #expect(refusal() == "signature")
      signed[0] = UInt8(ascii: "R")
      #expect(refusal() == "signature-algorithm")
    }
  }

  /// 100 % of the bits of a signature and of the bundle, but for those of the comment that nobody vouches
  /// for and of the ends of lines.
  @Test func everyBitFlippedIsRefused() {
    let signature = samples.signature(of: bytes)
    let free = signature.firstIndex(of: 0x0A) ?? 0
    var refused = 0
    for position in signature.indices.dropFirst(free) {
      for bit in 0..<8 {
        var changed = signature
        changed[position] ^= 1 << UInt8(bit)
        #expect(samples.refusal(of: bytes, signature: changed) != nil, "\(position), bit \(bit)")
        refused += 1
      }
    }
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 1 << UInt8(position % 8)
      #expect(samples.refusal(of: changed, signature: signature) != nil, "byte \(position)")
    }
    print("\(refused) flipped bits of a signature and \(bytes.count) of a bundle refused")
  }

  @Test func everyTruncationAndExtensionIsRefused() {
    let signature = samples.signature(of: bytes)
    for length in 0..<(signature.count - 1) {
      #expect(samples.refusal(of: bytes, signature: Array(signature.prefix(length))) != nil)
    }
    for tail in ["x", "\n", "\nx\n", "untrusted comment: x\n"] {
      #expect(samples.refusal(of: bytes, signature: signature + Array(tail.utf8)) != nil)
    }
    #expect(
      samples.refusal(of: bytes, signature: [UInt8](repeating: 0x61, count: 1 << 20)) != nil)
  }

  @Test func theTrustedCommentIsSigned() {
    let mine = samples.signature(of: bytes, comment: "mine")
    let text = String(decoding: mine, as: UTF8.self).replacing("mine", with: "thine")
    #expect(samples.refusal(of: bytes, signature: Array(text.utf8)) == "trusted-comment")
  }

  @Test func keysAreReadAsTheyAreWritten() throws {
    let (one, two) = (samples.key.publicKey, samples.other.publicKey)
    #expect(PublicKey(one.description) == one)
    #expect(PublicKey.keys(inFile: one.file) == [one])
    #expect(PublicKey.keys(inFile: one.file + two.file) == [one, two])
    #expect(one.description.hasPrefix("RW") && one.description.utf8.count == 56)
    for text in [
      "", "\n", "\(one)\n", "untrusted comment: x\n", one.file + "x\n",
      one.file + one.file.prefix(30),
      one.file.replacing("RW", with: "RX"),
    ] {
      #expect(PublicKey.keys(inFile: text) == nil, "\(text)")
    }
  }

  @Test func base64IsStrict() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      #expect(Base64.decoded(Base64.encoded(bytes).utf8) == bytes)
    }
    #expect(Base64.encoded(Array("foob".utf8)) == "Zm9vYg==")
    for text in ["Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm-_"] {
      #expect(Base64.decoded(text.utf8) == nil, "\(text)")
    }
  }
}
