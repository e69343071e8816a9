import PolicySigning
import Testing

@testable import TenantPolicy

/// Files of secret keys. That minisign reads them is looked at in `Tests/trust.sh`.
@Suite struct SecretKeyTests {
  private let key = SecretKey()

  private func secret(_ text: String) -> SecretBytes {
    var bytes = Array(text.utf8)
    return SecretBytes(erasing: &bytes)
  }

  private func text(_ file: SecretBytes) -> String {
    unsafe file.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  private func read(_ file: SecretBytes, _ password: String? = nil) -> Result<
    PublicKey, SecretKeyError
  > {
    Result { () throws(SecretKeyError) in
      try SecretKey(file: file) { () throws(SecretKeyError) in
        guard let password else { throw .passwordNeeded }
        return secret(password)
      }.publicKey
    }
  }

  @Test func aKeyWithoutPasswordIsRead() throws {
    let file = try key.file(password: nil)
    #expect(try SecretKey.isEncrypted(file) == false)
    #expect(read(file) == .success(key.publicKey))
    #expect(text(file).hasPrefix("untrusted comment: minisign encrypted secret key\nRWQAAEIy"))
  }

  @Test func aKeyWithPasswordNeedsIt() throws {
    let file = try key.file(password: secret("tell nobody"), cost: .least)
    #expect(try SecretKey.isEncrypted(file))
    #expect(read(file, "tell nobody") == .success(key.publicKey))
    #expect(read(file, "tell nobodY") == .failure(.wrongPassword))
    #expect(read(file, "") == .failure(.wrongPassword))
    #expect(read(file) == .failure(.passwordNeeded))
    let again = try key.file(password: secret("tell nobody"), cost: .least)
    #expect(text(again) != text(file), "the salt is another one")
  }

  /// Every bit of a key that is not encrypted. The salt and the costs mean nothing then, nor does a
  /// checksum that minisign leaves zero, if it still is the right one.
  @Test func aDamagedKeyIsNotAnotherKey() throws {
    let lines = text(try key.file(password: nil)).split(separator: "\n")
    let bytes = try #require(Base64.decoded(lines[1].utf8))
    for position in bytes.indices
    where !(6..<54).contains(position) && !(54..<62).contains(position) {
      var changed = bytes
      changed[position] ^= 1
      let file = secret("\(lines[0])\n\(Base64.encoded(changed))\n")
      if case .success(let key) = read(file) { Issue.record("byte \(position) gives \(key)") }
    }
  }

  @Test func whatCostsTooMuchIsNotTried() throws {
    let lines = text(try key.file(password: secret("x"), cost: .least)).split(separator: "\n")
    var bytes = try #require(Base64.decoded(lines[1].utf8))
    bytes[53] = 1
    #expect(read(secret("\(lines[0])\n\(Base64.encoded(bytes))\n"), "x") == .failure(.tooCostly))
  }

  @Test(arguments: ["", "\n\n", "untrusted comment: x\n", "untrusted comment: x\nRWQ=\n"])
  func whatIsNoKeyIsRefused(_ text: String) {
    #expect(read(secret(text)) == .failure(.notAKey))
  }

  @Test func aKeyShowsItsIDAlone() {
    #expect("\(key)" == "secret key \(key.publicKey.shownID)")
  }
}
