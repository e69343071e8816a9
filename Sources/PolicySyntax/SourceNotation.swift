/// What a source is written in. Its file's name says so: nothing is guessed from its bytes.
package enum SourceNotation: Hashable, Sendable, CaseIterable {
  case yaml
  case json

  /// JSON for a name that ends in `.json`, in any case of letters; YAML for any other.
  package init(fileName: String) {
    self = fileName.utf8.suffix(5).elementsEqual(".json".utf8, by: isSameLetter) ? .json : .yaml
  }
}

private func isSameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
  (0x41...0x5A).contains(left) ? left | 0x20 == right : left == right
}
