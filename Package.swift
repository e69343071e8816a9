// swift-tools-version: 6.3
import PackageDescription

/// What every target is held to: Swift 6, no implicit re-exports, `unsafe` said out loud, no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Debug information that the valgrind of Debian 12 can read.
let readable: [CSetting] = [.unsafeFlags(["-gdwarf-4"])]

/// A phase of the compiler. The targets stand in the order in which text flows through them.
func phase(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// - Parameter files: what the tests read where it lies, such as goldens.
func tests(
  of name: String, _ dependencies: [Target.Dependency], files: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, exclude: files, swiftSettings: strict)
}

let package = Package(
  name: "tenantpolicy",
  products: [
    .library(name: "TenantPolicy", targets: ["TenantPolicy"]),
    .executable(name: "tenantpolicy", targets: ["tenantpolicy"]),
    // `make library` makes libtenantpolicy.so of it.
    .library(name: "TenantPolicyC", type: .dynamic, targets: ["TenantPolicyC"]),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),

    phase("Threads"),
    phase("PolicyDiagnostics"),
    phase("PolicySyntax", ["PolicyDiagnostics", "CLibYAML"]),
    phase("PolicyModel", ["PolicyDiagnostics"]),
    phase("PolicyCheck", ["PolicyDiagnostics", "PolicySyntax", "PolicyModel"]),
    phase("TenantPolicy", ["CSodium"]),
    phase("PolicySigning", ["TenantPolicy", "CSodium"]),
    phase("BundleDistribution", ["PolicyDiagnostics", "PolicySyntax", "CSodium"]),
    // The reader for C: a header that is written by hand, and what it declares.
    .target(name: "CTenantPolicy", exclude: ["exports.map", "tenantpolicy.pc.in"]),
    phase("TenantPolicyC", ["CTenantPolicy", "TenantPolicy"]),
    phase("BundleTables", ["PolicyDiagnostics", "PolicyModel", "TenantPolicy"]),
    phase(
      "PolicyVerifier",
      ["Threads", "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables"]),
    phase(
      "BundleWriter",
      [
        "Threads", "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables",
        "PolicyVerifier",
      ]),
    // Shares nothing with the verifier but the bundle, the language, and how threads are started.
    phase(
      "CertificateChecker",
      ["PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables", "Threads"]),
    // A second opinion on what the verifier says: what it shows has been replayed here first.
    phase("ReferenceInterpreter", ["PolicyModel"]),
    phase(
      "VerificationFindings",
      [
        "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables", "PolicyVerifier",
        "ReferenceInterpreter",
      ]),
    phase(
      "PolicyReview",
      [
        "Threads", "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables",
        "PolicyVerifier",
        "VerificationFindings",
      ]),
    phase(
      "PolicyTesting",
      [
        "Threads", "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables",
        "PolicyVerifier", "VerificationFindings",
      ]),
    phase(
      "PolicyExplanation",
      [
        "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables", "PolicyVerifier",
        "VerificationFindings",
      ]),
    phase("PolicyFormatter", ["PolicyDiagnostics", "PolicySyntax"]),
    phase("PolicyImport", ["PolicyDiagnostics", "PolicySyntax", "PolicyModel"]),
    // What is known of the regions and endpoints of cloud providers, as policy documents.
    phase("PolicyCatalogue", ["PolicyDiagnostics", "PolicySyntax", "PolicyImport"]),
    phase(
      "PolicyCompiler",
      [
        "Threads", "PolicyDiagnostics", "PolicySyntax", "PolicyModel", "PolicyCheck",
        "TenantPolicy", "BundleWriter", "PolicyImport", "PolicyCatalogue", "CSodium",
      ]),
    phase(
      "PolicyReference",
      [
        "PolicyDiagnostics", "PolicySyntax", "PolicyModel", "PolicyCheck", "TenantPolicy",
        "BundleTables",
      ]),
    .executableTarget(
      name: "tenantpolicy",
      dependencies: [
        "PolicyDiagnostics", "PolicySyntax", "PolicyModel", "PolicyCheck", "TenantPolicy",
        "BundleWriter", "PolicyFormatter", "PolicyCompiler", "PolicyReference", "PolicyVerifier",
        "VerificationFindings", "CertificateChecker", "BundleTables", "PolicySigning",
        "BundleDistribution", "PolicyReview", "PolicyTesting", "PolicyExplanation", "PolicyImport",
        "PolicyCatalogue", "Threads",
      ],
      swiftSettings: strict),

    // Not part of the product: bare C baselines and the benchmarks that are measured against them,
    // a generator of policies at scale, and what the tests share.
    .target(name: "CBaselines", dependencies: ["CLibYAML"], cSettings: readable),
    .target(name: "CAllocationCounter", cSettings: readable),
    phase("PolicyGenerator", ["PolicyDiagnostics", "PolicyModel", "PolicyVerifier"]),
    .executableTarget(
      name: "tenantpolicy-bench",
      dependencies: [
        "CBaselines", "CAllocationCounter", "PolicyGenerator", "PolicyDiagnostics", "PolicyModel",
        "BundleTables", "PolicyReview", "ReferenceInterpreter", "SafetyQuestions",
        "PolicyVerifier", "VerificationFindings", "CertificateChecker",
        "BundleWriter", "TenantPolicy", "CTenantPolicy", "TenantPolicyC", "Threads",
      ],
      swiftSettings: strict,
      // A static C library brings heap functions of its own; those that count are linked first.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--allow-multiple-definition"])]),
    // Random worlds to ask the verifier and the interpreter about, and what they say differently: asked by
    // tests and, at length, by a program of its own.
    phase("RandomNumbers"),
    phase(
      "RandomWorlds",
      [
        "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleWriter", "ReferenceInterpreter",
        "RandomNumbers",
      ]),
    phase(
      "VerifierComparison",
      [
        "Threads", "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleWriter",
        "PolicyVerifier", "VerificationFindings", "CertificateChecker", "ReferenceInterpreter",
        "RandomNumbers", "RandomWorlds",
      ]),
    // A third opinion: the question of safety in the language of SMT solvers.
    phase("SafetyQuestions", ["PolicyModel", "ReferenceInterpreter"]),
    .executableTarget(
      name: "verifier-trials",
      dependencies: [
        "Threads", "PolicyModel", "PolicyVerifier", "ReferenceInterpreter", "RandomWorlds",
        "SafetyQuestions",
        "VerifierComparison",
      ],
      swiftSettings: strict),
    // What holds whatever the input is: asked by tests and, at length, by the fuzzers.
    phase("HostileBundles", ["TenantPolicy"]),
    phase(
      "HostileInput",
      ["PolicyDiagnostics", "PolicyModel", "PolicyCompiler", "BundleWriter", "TenantPolicy"]),
    // Readers of a bundle that is replaced all the time: asked by tests and, at length, by `stress-swap`.
    phase("SwapStress", ["Threads", "TenantPolicy", "PolicySigning"]),
    phase(
      "TestSupport",
      [
        "PolicyDiagnostics", "PolicySyntax", "PolicyModel", "PolicyCheck", "PolicyCompiler",
        "TenantPolicy", "VerificationFindings", "PolicyTesting", "RandomNumbers",
      ]),

    tests(of: "PolicyDiagnostics", ["PolicyDiagnostics", "TestSupport"], files: ["Goldens"]),
    tests(of: "PolicySyntax", ["PolicyDiagnostics", "PolicySyntax", "TestSupport"]),
    tests(of: "PolicyModel", ["PolicyDiagnostics", "PolicyModel", "TestSupport"]),
    tests(
      of: "PolicyCheck",
      ["PolicyDiagnostics", "PolicySyntax", "PolicyModel", "PolicyCheck", "TestSupport"]),
    tests(
      of: "TenantPolicy",
      [
        "TenantPolicy", "PolicySigning", "SwapStress", "BundleTables", "BundleWriter",
        "CAllocationCounter", "TestSupport", "PolicyDiagnostics", "PolicyModel",
        "ReferenceInterpreter", "RandomNumbers", "RandomWorlds", "CTenantPolicy", "TenantPolicyC",
        "HostileBundles",
      ]),
    tests(
      of: "BundleWriter",
      [
        "PolicyDiagnostics", "PolicyModel", "BundleTables", "BundleWriter", "TenantPolicy",
        "TestSupport",
      ]),
    tests(
      of: "PolicyFormatter",
      ["PolicyDiagnostics", "PolicySyntax", "PolicyFormatter", "TestSupport"], files: ["Goldens"]),
    tests(
      of: "PolicyImport",
      ["PolicyDiagnostics", "PolicySyntax", "PolicyFormatter", "PolicyImport", "TestSupport"]),
    tests(
      of: "PolicyReference",
      ["PolicyDiagnostics", "PolicyModel", "PolicyReference", "TenantPolicy", "TestSupport"]),
    tests(
      of: "PolicyCompiler",
      [
        "PolicyDiagnostics", "PolicySyntax", "PolicyModel", "PolicyCheck", "PolicyCompiler",
        "BundleTables", "BundleWriter", "TenantPolicy", "PolicyGenerator", "PolicyVerifier",
        "HostileInput", "HostileBundles", "TestSupport", "PolicyImport", "PolicyCatalogue",
      ], files: ["Goldens"]),
    tests(
      of: "PolicyVerifier",
      [
        "PolicyDiagnostics", "PolicyModel", "PolicyCompiler", "BundleTables", "TenantPolicy",
        "PolicyVerifier", "TestSupport",
      ]),
    tests(
      of: "CertificateChecker",
      [
        "PolicyDiagnostics", "PolicyModel", "PolicyCompiler", "TenantPolicy",
        "VerificationFindings",
        "PolicyVerifier", "CertificateChecker", "ReferenceInterpreter", "RandomWorlds",
        "VerifierComparison", "TestSupport",
      ]),
    tests(
      of: "PolicyReview",
      [
        "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "PolicyCompiler", "PolicyReview",
        "PolicyTesting", "ReferenceInterpreter", "RandomWorlds", "TestSupport",
      ]),
    tests(
      of: "VerifierComparison",
      [
        "PolicyDiagnostics", "PolicyModel", "TenantPolicy", "BundleTables", "BundleWriter",
        "PolicyCompiler", "PolicyGenerator", "PolicyVerifier", "ReferenceInterpreter",
        "RandomWorlds", "VerifierComparison", "VerificationFindings", "CertificateChecker",
        "TestSupport",
      ]),
    tests(of: "BundleDistribution", ["BundleDistribution"]),
    tests(of: "Benchmark", ["tenantpolicy", "tenantpolicy-bench", "TestSupport"]),
    tests(
      of: "Command", ["PolicyDiagnostics", "TenantPolicy", "tenantpolicy", "TestSupport"],
      files: ["Goldens"]),
  ]
)

// Fuzzers have no `main` of their own, so that they link only where the sanitizer brings one:
// `Tests/fuzz.sh` builds them.
if Context.environment["TENANTPOLICY_FUZZ"] != nil {
  for (name, questions) in [
    ("fuzz-sources", ["HostileInput", "PolicyDiagnostics"]), ("fuzz-bundle", ["HostileBundles"]),
  ] {
    package.targets.append(
      .executableTarget(
        name: name, dependencies: questions.map { .init(stringLiteral: $0) },
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
  }
}

// Only `Tests/swap.sh` builds it, with ThreadSanitizer.
if Context.environment["TENANTPOLICY_STRESS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "stress-swap", dependencies: ["SwapStress", "TenantPolicy"], swiftSettings: strict))
}
