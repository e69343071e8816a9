import PolicyGenerator

/// How large the inputs are. All ratios of a run are of one set of sizes.
struct Sizes: Sendable {
  let name: String
  /// Tenants of the large policies, over how many files, and of the small ones.
  let tenants: Int
  let files: Int
  let manyFiles: Int
  let fewTenants: Int
  /// Files of the policies that are checked again after an edit of one.
  let cachedFiles: Int
  /// Tenants of the bundles in which tenants are looked up; the last is the largest.
  let lookUps: [Int]
  /// Tenants of the bundles that are opened where they lie.
  let opened: (few: Int, many: Int)
  /// Of whose tenants runs are admitted.
  let admitted: GeneratedWorld
  /// Whose policies are loaded from Python.
  let loaded: GeneratedWorld
  let decidedTenants: Int
  let decisions: Int
  let verified: GeneratedWorld
  /// Cases of policy tests.
  let testCases: Int
  /// States of the machines that are imported.
  let importedStates: (few: Int, many: Int)
  /// Turns of what takes seconds, and of what takes less.
  let slowTurns: Int
  let quickTurns: Int

  static let full = Sizes(
    name: "full", tenants: 100_000, files: 100, manyFiles: 10_000, fewTenants: 1_000,
    cachedFiles: 1_000, lookUps: [1_000, 10_000, 100_000, 1_000_000],
    opened: (few: 100_000, many: 4_000_000),
    admitted: GeneratedWorld(
      classes: 1_000, tenants: 1_000_000, plans: 4, steps: 8, endpoints: 120),
    loaded: GeneratedWorld(
      classes: 1_000, tenants: 100_000, plans: 4, steps: 8, endpoints: 120),
    decidedTenants: 1_000, decisions: 10_000,
    verified: GeneratedWorld(
      classes: 5_000, tenants: 1_000_000, plans: 1_000, steps: 20, endpoints: 500),
    testCases: 10_000, importedStates: (few: 7_000, many: 70_000),
    slowTurns: 5, quickTurns: 101)

  /// For tests: every line runs, and none of its numbers means anything.
  static let small = Sizes(
    name: "small", tenants: 60, files: 4, manyFiles: 20, fewTenants: 20, cachedFiles: 10,
    lookUps: [100, 1_000], opened: (few: 100, many: 1_000),
    admitted: GeneratedWorld(classes: 10, tenants: 200, plans: 2, steps: 6, endpoints: 120),
    loaded: GeneratedWorld(classes: 10, tenants: 200, plans: 2, steps: 6, endpoints: 120),
    decidedTenants: 10, decisions: 40,
    verified: GeneratedWorld(classes: 20, tenants: 100, plans: 10, steps: 8, endpoints: 120),
    testCases: 40, importedStates: (few: 30, many: 90),
    slowTurns: 1, quickTurns: 3)
}
