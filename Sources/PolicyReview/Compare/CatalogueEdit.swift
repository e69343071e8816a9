import PolicyDiagnostics
import PolicyModel

/// Something that a platform declares differently: each is a change of policy of whoever it hits.
package struct CatalogueEdit: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case platform, region
    case regionGroup = "region group"
    case transfer
    case dataClass = "data class"
    case tool, model, endpoint
    case reviewerPool = "reviewer pool"
    case route, plan
  }

  /// What is declared.
  package struct Subject: Hashable, Sendable {
    package let kind: Kind
    package let name: String

    package init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// A property that was and is something else; `nil` where it is not stated.
  package struct Property: Hashable, Sendable {
    package let name: String
    package let old: String?
    package let new: String?
  }

  package enum Action: String, Sendable {
    case added, removed, changed
  }

  package let subject: Subject
  package let action: Action
  /// Those that differ, by name.
  package let properties: [Property]
  /// Where it is declared on each side, as far as the bundle knows.
  let old: WrittenLine?
  let new: WrittenLine?

  /// The differences between two states of a platform.
  ///
  /// - Parameter old: `nil` where there was no such platform; likewise `new`.
  static func all(_ old: PlatformFacts?, _ new: PlatformFacts?) -> [CatalogueEdit] {
    let subjects = Set((old?.declared ?? [:]).keys).union((new?.declared ?? [:]).keys)
    return subjects.sorted(by: Subject.isShownBefore).compactMap { subject in
      edit(of: subject, old, new)
    }
  }

  private static func edit(
    of subject: Subject, _ old: PlatformFacts?, _ new: PlatformFacts?
  ) -> CatalogueEdit? {
    let before = old?.declared[subject]
    let after = new?.declared[subject]
    guard before != after else { return nil }
    let names = Set((before ?? [:]).keys).union((after ?? [:]).keys)
    let properties = names.sorted { $0.precedesInBytes($1) }.compactMap { name -> Property? in
      let (was, isNow) = (before?[name], after?[name])
      return was == isNow ? nil : Property(name: name, old: was, new: isNow)
    }
    return CatalogueEdit(
      subject: subject,
      action: before == nil ? .added : after == nil ? .removed : .changed,
      properties: properties, old: old?.places[subject], new: new?.places[subject])
  }
}

extension CatalogueEdit.Subject {
  fileprivate static func isShownBefore(
    _ left: CatalogueEdit.Subject, _ right: CatalogueEdit.Subject
  ) -> Bool {
    left.kind == right.kind
      ? left.name.precedesInBytes(right.name) : left.kind.position < right.kind.position
  }
}

extension CatalogueEdit.Kind {
  fileprivate var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A line of one side, by the number of its source in the bundle.
package struct WrittenLine: Hashable, Sendable {
  package let source: Int
  package let line: Int

  package init(source: Int, line: Int) {
    self.source = source
    self.line = line
  }

  init(_ span: SourceSpan, line: Int) {
    self.init(source: Int(span.source.index), line: line)
  }

  init<Value>(_ value: Located<Value>) {
    self.init(value.span, line: value.line)
  }
}
