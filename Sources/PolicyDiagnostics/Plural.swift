/// A count with its noun, such as `1 error` and `2 warnings`.
///
/// - Parameter plural: for nouns that do more than add an `s`, such as `policies`.
package func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
}
