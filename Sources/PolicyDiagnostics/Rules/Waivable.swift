extension Rule {
  /// Whether a waiver may accept its findings for a while: those that weigh what a policy means, and
  /// tests that fail. Text that cannot be read, names that do not exist and plans, tests and waivers
  /// that do not hold together have no meaning that could be accepted; nobody can accept that a proof
  /// does not hold.
  package var isWaivable: Bool {
    severity == .warning || code == "TP0722"
      || !Self.firmSubjects.contains(String(code.prefix(4)))
  }

  private static let firmSubjects = ["TP01", "TP02", "TP03", "TP06", "TP07", "TP08"]
}
