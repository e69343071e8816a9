import TestSupport
import Testing

/// Keys, signatures and what runtimes demand, as a user types it.
@Suite struct TrustTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "p")
    try folder.write("tell nobody\n", to: "password")
    try #require(
      tenantpolicy("build", "p", "--epoch", "5", "--not-after", "2027-06-30").status == 0)
    try #require(tenantpolicy("keygen", "-W").status == 0)
    try #require(tenantpolicy("sign", "policies.bundle").status == 0)
  }

  private func tenantpolicy(_ words: String...) throws -> CommandResult {
    try run([try commandPath()] + words, in: folder.path)
  }

  private func mode(_ name: String) throws -> String {
    try run(["stat", "-c", "%a", folder.path(of: name)]).output
  }

  // MARK: Keys

  @Test(arguments: ["0000", "0022", "0077", "0777"])
  func aSecretKeyIsForItsOwnerAlone(_ mask: String) throws {
    let line = "umask \(mask) && exec \"$0\" keygen -W -s k.key -p k.pub"
    let result = try run(["sh", "-c", line, try commandPath()], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try mode("k.key") == "600\n")
    let secret = String(decoding: try #require(folder.read("k.key")), as: UTF8.self)
    let line2 = secret.split(separator: "\n").last.map(String.init) ?? "?"
    #expect(!(result.output + result.errors).contains(line2.suffix(40)), "it is never shown")
    #expect(result.output.contains("(secret, not encrypted)"))
  }

  @Test func keysAreNeverWrittenOver() throws {
    let key = folder.read("policies.key")
    for words in [["-s", "new.key"], ["-p", "new.pub"], []] {
      let result = try run([try commandPath(), "keygen", "-W"] + words, in: folder.path)
      #expect(result.status == 1 && result.errors.contains("never written over"))
    }
    #expect(folder.read("policies.key") == key)
    #expect(try folder.names().filter { $0.hasPrefix("new") || $0.hasPrefix(".") }.isEmpty)
  }

  @Test func aPasswordIsNeeded() throws {
    let none = try run(
      ["setsid", try commandPath(), "keygen", "-s", "e.key", "-p", "e.pub"], in: folder.path)
    #expect(none.status == 1 && none.errors.contains("--password-file"), "\(none.errors)")
    try folder.write("\n", to: "empty")
    #expect(try tenantpolicy("keygen", "-s", "e.key", "--password-file", "empty").status == 2)
    #expect(try tenantpolicy("keygen", "-W", "--password-file", "password").status == 2)
    #expect(try folder.names().filter { $0.hasPrefix("e.") }.isEmpty)
  }

  // MARK: Signing and trusting

  private func trust(_ words: String...) throws -> CommandResult {
    try run([try commandPath(), "trust", "policies.bundle"] + words, in: folder.path)
  }

  @Test func whatIsSignedIsTrusted() throws {
    let result = try trust(
      "-p", "policies.pub", "--proof", "verified", "--min-epoch", "5", "--at", "2027-06-30")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for line in [
      "trusted: policies.bundle\n", "\nsignature  by key ",
      "\ncomment    tenantpolicy epoch:5 bundle:",
      "\nepoch      5\n", "\nholds      through 2027-06-30T23:59:59Z\n",
    ] {
      #expect(result.output.contains(line), "\(line)")
    }
    let key =
      String(decoding: folder.read("policies.pub") ?? [], as: UTF8.self)
      .split(separator: "\n").last.map(String.init) ?? ""
    #expect(try trust("--public-key", key).status == 0)
    let object = try parseStrictJSON(try trust("-p", key, "-f", "json").output)
    #expect(object["trusted"] == .bool(true) && object["epoch"]?.integer == 5)
  }

  @Test(arguments: [
    (["--at", "2027-07-01"], "it held until 2027-06-30T23:59:59Z"),
    (["--min-epoch", "6"], "its epoch is 5, at least 6 is demanded"),
    (["--proof", "certified"], "it names no certificate of its proofs"),
    (["--certificate", "password"], "it names no certificate of its proofs"),
    (["--platforms", "another"], "it is of other platforms"),
    (["--signature", "missing"], "there is no signature"),
    (["--signature", "password"], "the signature is not of the form of minisign"),
  ])
  func whatIsNotMetIsTold(_ demand: [String], _ reason: String) throws {
    let words = [try commandPath(), "trust", "policies.bundle", "-p", "policies.pub"] + demand
    let result = try run(words, in: folder.path)
    #expect(result.status == 8 && result.output == "refused: \(reason)\n", "\(result.output)")
    let object = try parseStrictJSON(run(words + ["-f", "json"], in: folder.path).output)
    #expect(object["trusted"] == .bool(false))
    #expect(object["refusals"]?.elements.first?["message"]?.text == reason)
  }

  @Test func theSignatureMustBeGood() throws {
    try #require(try tenantpolicy("keygen", "-W", "-s", "o.key", "-p", "o.pub").status == 0)
    let other = try trust("-p", "o.pub")
    #expect(other.status == 8 && other.output.contains("which is not trusted"))
    try #require(
      run(["sh", "-c", "cat o.pub policies.pub > both.pub"], in: folder.path).status == 0)
    #expect(try trust("-p", "both.pub").status == 0)
    try #require(try tenantpolicy("build", "p", "--epoch", "6").status == 0)
    #expect(
      try trust("-p", "policies.pub").output == "refused: the signature is not one of these bytes\n"
    )
    try folder.remove("policies.bundle.minisig")
    #expect(try trust("-p", "policies.pub").output == "refused: there is no signature\n")
    #expect(try trust("--no-signature").status == 0)
  }

  @Test func nothingIsTrustedWithoutSayingWhom() throws {
    let none = try trust()
    #expect(none.status == 2 && none.errors.contains("nothing says whose signature is good"))
    #expect(try trust("-p", "policies.pub", "--no-signature").status == 2)
    #expect(try trust("-p", "nowhere").status == 2)
    #expect(try trust("-p", "policies.bundle").status == 1)
    #expect(try trust("-p", "policies.pub", "--activate").status == 2)
    #expect(try trust("-p", "policies.pub", "--fresh", "--at", "2027-01-01").status == 2)
  }

  @Test func whatWasActiveIsRemembered() throws {
    let first = try trust("-p", "policies.pub", "--state", "state")
    #expect(first.status == 0 && first.output.contains("\nwarning: there is no state: "))
    #expect(folder.read("state") == nil, "only `--activate` writes")
    #expect(try trust("-p", "policies.pub", "--state", "state", "--activate").status == 0)
    #expect(
      try trust("-p", "policies.pub", "--state", "state").output.contains("\nbefore     epoch 5, "))
    try #require(try tenantpolicy("build", "p", "--epoch", "4").status == 0)
    try #require(try tenantpolicy("sign", "policies.bundle").status == 0)
    let older = try trust("-p", "policies.pub", "--state", "state", "--activate")
    #expect(older.status == 8)
    #expect(older.output.contains("its epoch is 4, and one of the epoch 5 was active before"))
    try folder.write("damage", to: "state")
    let lost = try trust("-p", "policies.pub", "--state", "state", "--min-epoch", "5")
    #expect(lost.status == 8 && lost.output.contains("warning: the state is lost"))
  }

  @Test func onlyBundlesAreSigned() throws {
    let result = try tenantpolicy("sign", "password")
    #expect(result.status == 8 && folder.read("password.minisig") == nil)
    #expect(try tenantpolicy("sign", "policies.bundle", "--comment", "a\nb").status == 2)
    let missing = try tenantpolicy("sign", "policies.bundle", "-s", "missing.key")
    #expect(missing.status == 1 && missing.errors.contains("`tenantpolicy keygen` makes"))
    let wrong = try tenantpolicy("sign", "policies.bundle", "-s", "policies.pub")
    #expect(wrong.status == 1 && wrong.errors.contains("not a secret key of minisign"))
  }

  @Test func signingAgainGivesTheSameBytes() throws {
    let first = folder.read("policies.bundle.minisig")
    try folder.remove("policies.bundle.minisig")
    #expect(try tenantpolicy("sign", "policies.bundle").status == 0)
    #expect(folder.read("policies.bundle.minisig") == first)
    #expect(
      try tenantpolicy("sign", "policies.bundle", "--legacy", "--comment", "of today").status == 0)
    let text = String(decoding: folder.read("policies.bundle.minisig") ?? [], as: UTF8.self)
    #expect(text.contains("\ntrusted comment: of today\n"))
    #expect(try trust("-p", "policies.pub").status == 0)
  }

  // MARK: OCI

  @Test func aLayoutGivesTheSameFilesBack() throws {
    let exported = try tenantpolicy("bundle", "export-oci", "layout")
    #expect(exported.status == 0 && exported.output == "wrote layout\n", "\(exported.errors)")
    #expect(try tenantpolicy("bundle", "export-oci", "layout").status == 1)
    #expect(try tenantpolicy("bundle", "export-oci", "again").status == 0)
    #expect(try run(["diff", "-r", "layout", "again"], in: folder.path).status == 0)
    let imported = try tenantpolicy("bundle", "import-oci", "layout", "-o", "back.bundle")
    #expect(
      imported.output == "wrote back.bundle.minisig\nwrote back.bundle\n", "\(imported.errors)")
    #expect(folder.read("back.bundle") == folder.read("policies.bundle"))
    #expect(folder.read("back.bundle.minisig") == folder.read("policies.bundle.minisig"))
  }

  @Test func aLayoutThatIsDamagedIsRefused() throws {
    try #require(try tenantpolicy("bundle", "export-oci", "layout").status == 0)
    let line = "for b in layout/blobs/sha256/*; do printf x >> $b; done"
    try #require(run(["sh", "-c", line], in: folder.path).status == 0)
    let result = try tenantpolicy("bundle", "import-oci", "layout", "-o", "back.bundle")
    #expect(result.status == 1 || result.status == 8, "\(result.errors)")
    #expect(folder.read("back.bundle") == nil)
    #expect(try tenantpolicy("bundle", "import-oci", "p", "-o", "back.bundle").status == 1)
    #expect(try tenantpolicy("bundle").status == 2)
  }
}
