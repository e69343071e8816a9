import PolicyModel

/// What pages say of a type of field.
extension FieldType {
  /// Its values, in words.
  var phrase: String {
    switch self {
    case .integer(let range, let unit):
      "a whole number of \(unit), from \(Count(range.lowerBound)) to \(Count(range.upperBound))"
    case .duration: Duration.title
    case .money: Money.title
    case .modelTier: "the name of a model tier"
    case .words(let words): listed(words.map(Markdown.code))
    case .choice(let kind, let none):
      "the name of \(indefinite(kind.title))\(none ? ", or `none`" : "")"
    case .allowedTools, .deniedTools:
      "a list of tools, in which `*` stands for any run of characters; `[]`; or `any`"
    case .residency:
      "a region or region group, a list of them, `any`, `none`, or "
        + "[a mapping](language.md#a-data-residency)"
    case .rateLimits: "a mapping from tools to rates"
    case .serviceLevel: ServiceLevel.title
    case .burst: "`none`, or [a mapping](language.md#a-burst)"
    }
  }

  var sample: String {
    switch self {
    case .integer(let range, _): Count(min(20, range.upperBound)).description
    case .duration: Duration.sample
    case .money: Money.sample
    case .modelTier: "large"
    case .words(let words): words.last ?? ""
    case .choice(_, let none): none ? "duty-team" : "normal"
    case .allowedTools, .deniedTools: "[credit_bureau, notify_*]"
    case .residency: "{ process: [eu], store: [eu-west-1], by_class: { public: any } }"
    case .rateLimits: "{ credit_bureau: \(Rate.sample) }"
    case .serviceLevel: ServiceLevel.sample
    case .burst: "{ to: 60, for: 10 min }"
    }
  }

  /// Which of two values is the stricter one.
  var order: String {
    switch self {
    case .integer, .money, .duration(.smaller): "less"
    case .duration(.greater): "more"
    case .modelTier: "a lower tier; the platform lists them lowest first"
    case .words(let words): "the earlier of \(listed(words.map(Markdown.code), joiner: "and"))"
    case .choice: "no name is stricter than another"
    case .allowedTools: "fewer tools"
    case .deniedTools: "more tools"
    case .residency:
      "fewer regions for each use and each data class, and fewer accepted grounds for transfer"
    case .rateLimits:
      "a rate, for each tool, that no stretch of time can exceed the other by; a sliding window is "
        + "stricter than a fixed one of the same figures"
    case .serviceLevel: "a smaller share in a longer time; `best effort` before all"
    case .burst: "fewer workflows for a shorter time; `none` before all"
    }
  }

  /// What `limit:` may hold where that is not a value.
  var limitPhrase: String {
    switch self {
    case .choice(_, let none):
      "the names that may be chosen, as a list\(none ? ", `none` among them if it may" : "")"
    case .integer, .money, .duration, .modelTier, .words, .allowedTools, .deniedTools, .residency,
      .rateLimits, .serviceLevel, .burst:
      "a value; every value below must be at least as strict"
    }
  }
}

extension Inheritance {
  var phrase: String {
    switch self {
    case .lowestSpeaks:
      "the lowest that says something gives the value, within every limit above it"
    case .allHold: "what any of them says holds, all of it at once"
    }
  }
}
