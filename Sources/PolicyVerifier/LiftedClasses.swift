import BundleTables
import PolicyModel
import TenantPolicy
import Threads

/// The policies of a platform's classes, as far as they decide where data may go: each once.
struct LiftedClasses {
  private(set) var policies: [RoutingPolicy] = []
  /// By row of the table `classes`, the position in `policies`; `nil` for one of another platform.
  private(set) var policyOfClass: [Int?]

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
    policyOfClass = Array(repeating: nil, count: table.rowCount)
    var known: [RoutingPolicy: Int] = [:]
    for part in parts {
      let positions = part.policies.map { policy in
        if let position = known[policy] { return position }
        known[policy] = policies.count
        policies.append(policy)
        return policies.count - 1
      }
      for (row, number) in part.found { policyOfClass[row] = positions[number] }
    }
  }

  /// What one thread has read.
  private struct Part: Sendable {
    private let lifted: LiftedPlatform
    private var rights: RightsCheck
    private var known: [RoutingPolicy: Int] = [:]
    private(set) var policies: [RoutingPolicy] = []
    /// Rows with the positions of their policies.
    private(set) var found: [(row: Int, policy: Int)] = []
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
      let position = known[policy] ?? policies.count
      if position == policies.count {
        known[policy] = position
        policies.append(policy)
      }
      found.append((row, position))
    }
  }
}
