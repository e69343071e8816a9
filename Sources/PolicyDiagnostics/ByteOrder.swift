extension String {
  /// Whether its bytes come before those of another: an order that does not depend on what Unicode
  /// takes for equal.
  package func precedesInBytes(_ other: String) -> Bool {
    let (left, right) = (utf8.span, other.utf8.span)
    let count = min(left.count, right.count)
    for offset in 0..<count where left[offset] != right[offset] {
      return left[offset] < right[offset]
    }
    return left.count < right.count
  }
}
