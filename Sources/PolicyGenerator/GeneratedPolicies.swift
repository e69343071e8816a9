/// Policies for any number of tenants, with a realistic spread: for benchmarks and for trying things
/// at scale. They check without a finding, and follow from the sizes and the seed alone.
package struct GeneratedPolicies: Sendable {
  /// By names below a folder, such as `tenants/00042.yaml`.
  package let files: [(name: String, bytes: [UInt8])]
}

extension GeneratedPolicies {
  /// - Parameters:
  ///   - tenants: how many, from 0.
  ///   - tenantFiles: over how many files they are spread evenly; as many as there are tenants at most.
  package init(tenants: Int, tenantFiles: Int, seed: UInt64) {
    let generation = PolicyGeneration(tenants: tenants, tenantFiles: tenantFiles, seed: seed)
    files = (0..<generation.fileCount).map { generation.file($0) }
  }
}

/// The files of generated policies one by one, so that not all have to be held at once.
///
/// A tenant's text depends on its number, the number of tenants and the seed, but not on the files.
package struct PolicyGeneration: Sendable {
  private let population: Population
  private let tenantFiles: Int

  package init(tenants: Int, tenantFiles: Int, seed: UInt64) {
    population = Population(tenants: max(tenants, 0), seed: seed)
    self.tenantFiles = min(max(tenantFiles, 1), max(tenants, 1))
  }

  package var fileCount: Int { 3 + tenantFiles }

  /// - Precondition: `index` is below `fileCount`.
  package func file(_ index: Int) -> (name: String, bytes: [UInt8]) {
    switch index {
    case 0: ("platform.yaml", Array(platformText(for: population).utf8))
    case 1: ("tiers.yaml", Array(tiersText(for: population).utf8))
    case 2: ("orgs.yaml", Array(orgsText(for: population).utf8))
    default: (name(ofTenantFile: index - 3), tenantBytes(ofFile: index - 3))
    }
  }

  private func name(ofTenantFile index: Int) -> String {
    "tenants/\(padded(index, to: String(tenantFiles - 1).count)).yaml"
  }

  private func tenantBytes(ofFile index: Int) -> [UInt8] {
    let first = index * population.tenantCount / tenantFiles
    let end = (index + 1) * population.tenantCount / tenantFiles
    var text = TenantText()
    text.reserve(tenants: end - first)
    for tenant in first..<end { text.append(tenant, of: population) }
    return text.bytes
  }
}

/// A number with zeros before it.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(width - digits.count, 0)) + digits
}
