import CTenantPolicy
import TenantPolicy
import TenantPolicyC
import TestSupport
import Testing

/// The codes of decisions are declared in Swift; the header, which is written by hand, must say the same.
@Suite struct CodeTests {
  @Test func theHeaderHasEachCode() throws {
    let declared = DecisionCode.allCases.map {
      (Self.constant(for: "\($0.name)"), Int($0.rawValue))
    }
    let text = try header()
    for (name, value) in declared {
      #expect(
        text.contains("  \(name) = \(value),\n") || text.contains("  \(name) = \(value)\n"),
        "\(name) = \(value)")
    }
    let listed = text.split(separator: "\n").filter { $0.hasPrefix("  TP_CODE_") }
    #expect(listed.count == declared.count)
  }

  @Test func theLibraryHasTheirWords() {
    for code in DecisionCode.allCases {
      let value = tp_code(rawValue: UInt32(code.rawValue))
      #expect(unsafe String(cString: tp_code_text(value)) == code.description)
      #expect(unsafe String(cString: tp_code_name(value)) == "\(code.name)")
      #expect((tp_code_can_retry(value) == 1) == code.canRetry)
    }
  }

  /// `toolNotPermitted` as `TP_CODE_TOOL_NOT_PERMITTED`.
  private static func constant(for name: String) -> String {
    "TP_CODE_" + name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1)" : $1.uppercased() }
  }

  private func header() throws -> String {
    let bytes = readFile(testsFolder + "/../Sources/CTenantPolicy/include/tenantpolicy.h")
    return String(decoding: try #require(bytes), as: UTF8.self)
  }
}
