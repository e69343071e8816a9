import BundleTables
import PolicyModel
import TenantPolicy
import Threads

/// The policies of a platform's classes, as far as they decide where data may go: each once.
struct LiftedClasses {
  let policies: [RoutingPolicy]
  /// By row of the table `classes`, the position in `policies`; `nil` for one of another platform.
  let policyOfClass: [Int?]

  /// Rows that a thread takes at a time.
  private static let rowsAtOnce = 64

  /// - Returns: `nil` if a class cannot be read, or has other rights than follow from its policy.
  init?(_ lifted: LiftedPlatform, number: Int, of bundle: PolicyBundle, threads: Int) {
    guard let table = bundle.table(named: "classes"),
      let column = table.columns.firstIndex(where: { $0.id == .platform }),
      let rights = RightsCheck(lifted)
    else { return nil }
    let rows = (0..<table.rowCount).filter {
      table.cell(row: $0, column: column) == .index(number)
    }
    let parts = parallelWork(
      count: (rows.count + Self.rowsAtOnce - 1) / Self.rowsAtOnce, threads: threads,
      from: Part(lifted, rights)
    ) { part, number in
      for row in rows[(number * Self.rowsAtOnce)...].prefix(Self.rowsAtOnce) { part.add(row) }
    }
    guard parts.allSatisfy(\.isWhole) else { return nil }
    var policyOfClass = [Int?](repeating: nil, count: table.rowCount)
    var policies = Numbered<RoutingPolicy>()
    for part in parts {
      let positions = part.policies.values.map { Int(policies.number(of: $0)) }
      for (row, number) in part.found { policyOfClass[row] = positions[Int(number)] }
    }
    self.policyOfClass = policyOfClass
    self.policies = policies.values
  }

  /// What one thread has read.
  private struct Part: Sendable {
    private let lifted: LiftedPlatform
    private var rights: RightsCheck
    private(set) var policies = Numbered<RoutingPolicy>()
    /// Rows with the numbers of their policies.
    private(set) var found: [(row: Int, policy: Int32)] = []
    private(set) var isWhole = true

    init(_ lifted: LiftedPlatform, _ rights: RightsCheck) {
      self.lifted = lifted
      self.rights = rights
    }

    mutating func add(_ row: Int) {
      guard isWhole, let effective = lifted.policy(ofClass: row),
        rights.holds(effective, ofClass: row)
      else {
        isWhole = false
        return
      }
      let policy = RoutingPolicy(effective, owner: nil, in: lifted.catalogue)
      found.append((row, policies.number(of: policy)))
    }
  }
}
