extension Rule {
  /// Whether a waiver may accept its findings for a while: those that weigh what a policy means.
  /// Text that cannot be read, names that do not exist and plans and waivers that do not hold
  /// together have no meaning that could be accepted.
  package var isWaivable: Bool {
    severity == .warning || !["TP01", "TP02", "TP03", "TP06", "TP07"].contains(code.prefix(4))
  }
}
