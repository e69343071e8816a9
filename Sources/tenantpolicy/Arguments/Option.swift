/// An option of a command, declared once: parsing, help and settings follow.
struct Option: Sendable {
  /// What may stand after an option.
  enum Value: Sendable {
    /// Nothing: the option is there or it is not.
    case none
    /// Any text; the name says what it means, such as `FILE`.
    case text(String)
    case number(String, in: ClosedRange<Int>)
    /// One of the words. A setting may hold any of `known`: those that this command does not offer
    /// leave it at its default, because a setting speaks to every command.
    case choice(String, of: [String], known: [String])
  }

  /// Without its dashes: `format`.
  let name: String
  let letter: Character?
  let value: Value
  /// Completes "the option ...": `show findings as FORMAT`.
  let summary: String
  let defaultValue: String?
  /// Whether `.tenantpolicy` and a variable of the environment may set it too.
  let isSetting: Bool

  init(
    _ name: String, _ letter: Character? = nil, _ value: Value = .none, summary: String,
    default defaultValue: String? = nil, isSetting: Bool = false
  ) {
    self.name = name
    self.letter = letter
    self.value = value
    self.summary = summary
    self.defaultValue = defaultValue
    self.isSetting = isSetting
  }

  /// The variable of the environment that sets it: `TENANTPOLICY_ALLOW_EMPTY`.
  var variable: String {
    "TENANTPOLICY_" + name.uppercased().split(separator: "-").joined(separator: "_")
  }

  var valueName: String? {
    switch value {
    case .none: nil
    case .text(let name), .number(let name, _), .choice(let name, _, _): name
    }
  }
}

extension Option {
  static let help = Option("help", "h", summary: "show this page")

  static let color = Option(
    "color", nil, .choice("WHEN", of: colourWishes, known: colourWishes),
    summary: "colour the output: auto, always or never", default: "auto",
    isSetting: true)

  static let quiet = Option(
    "quiet", "q", summary: "say nothing but findings and errors", isSetting: true)

  static let threads = Option(
    "threads", "j", .number("N", in: 1...256),
    summary: "how many files to work on at once [default: one a processor]", isSetting: true)

  static let now = Option(
    "now", nil, .text("DATE"),
    summary: "the day on which waivers are looked at, as in 2027-01-31 [default: today in UTC]",
    isSetting: true)

  static let allowEmpty = Option(
    "allow-empty", summary: "finding no policy file at all is not a failure", isSetting: true)

  private static let colourWishes = ["auto", "always", "never"]
}
