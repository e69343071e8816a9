import TenantPolicy

/// What a certificate says, to be changed and written again: read from the page, not by the checker.
struct WrittenCertificate: Hashable {
  var bundle: [UInt8]
  /// Seconds since 1970; 0 for none.
  var until: UInt64
  var assumptions: [[UInt8]]
  /// By platform and plan.
  var plans: [[Proof]]

  struct Proof: Hashable {
    var claim: UInt64
    var states: [State]
    var exceptions: [Exception]
  }

  struct State: Hashable {
    var step: UInt64
    var labels: [Pair]
    var known: [Pair]
    var visits: [Pair]
  }

  struct Exception: Hashable {
    var states: [UInt64]
    var groups: [UInt64]
  }

  struct Pair: Hashable {
    var position: UInt64
    var word: UInt64
  }

  private static let magic = Array("TPCERT03".utf8)

  // MARK: Reading

  /// - Returns: `nil` for bytes that are no certificate.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(rest: bytes.dropLast(32))
    guard reader.raw(8) == Self.magic else { return nil }
    bundle = reader.raw(32)
    until = reader.number()
    assumptions = reader.list { reader in reader.raw(Int(reader.number())) }
    plans = reader.list { $0.list { $0.proof() } }
    guard reader.rest.isEmpty else { return nil }
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func raw(_ count: Int) -> [UInt8] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }

    mutating func number() -> UInt64 {
      var number: UInt64 = 0
      var shift: UInt64 = 0
      while let byte = rest.popFirst() {
        number |= UInt64(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      return number
    }

    mutating func list<Element>(_ read: (inout Reader) -> Element) -> [Element] {
      (0..<number()).map { _ in read(&self) }
    }

    mutating func numbers() -> [UInt64] { list { $0.number() } }

    /// Each as what differs from the one before.
    mutating func states() -> [State] {
      var words: [UInt64: UInt64] = [:]
      return list { reader in
        let step = reader.number()
        for pair in reader.list({ Pair(position: $0.number(), word: $0.number()) }) {
          words[pair.position] = pair.word
        }
        return State(step: step, words)
      }
    }

    mutating func proof() -> Proof {
      Proof(
        claim: number(), states: states(),
        exceptions: list { Exception(states: $0.numbers(), groups: $0.numbers()) })
    }
  }

  // MARK: Writing

  /// With a digest that is right.
  var bytes: [UInt8] {
    var writer = Writer()
    writer.bytes = Self.magic + bundle
    writer.add(until)
    writer.add(assumptions) { writer, text in
      writer.add(UInt64(text.count))
      writer.bytes += text
    }
    writer.add(plans) { $0.add($1) { $0.add($1) } }
    return writer.bytes + BundleDigest.of(writer.bytes)
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func add(_ number: UInt64) {
      var rest = number
      while rest >= 0x80 {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    mutating func add<Element>(_ list: [Element], _ write: (inout Writer, Element) -> Void) {
      add(UInt64(list.count))
      for element in list { write(&self, element) }
    }

    mutating func add(_ numbers: [UInt64]) { add(numbers) { $0.add($1) } }

    mutating func add(_ states: [State]) {
      var before: [UInt64: UInt64] = [:]
      add(states) { writer, state in
        let words = state.words
        let places = Set(words.keys).union(before.keys)
        writer.add(state.step)
        writer.add(places.filter { words[$0] != before[$0] }.sorted()) { writer, place in
          writer.add(place)
          writer.add(words[place] ?? 0)
        }
        before = words
      }
    }

    mutating func add(_ proof: Proof) {
      add(proof.claim)
      add(proof.states)
      add(proof.exceptions) { writer, exception in
        writer.add(exception.states)
        writer.add(exception.groups)
      }
    }
  }
}

extension WrittenCertificate.State {
  /// - Parameter words: Labels by variable, known parts by fact and visits by step, by turns.
  fileprivate init(step: UInt64, _ words: [UInt64: UInt64]) {
    func part(_ number: UInt64) -> [WrittenCertificate.Pair] {
      words.filter { $0.key % 3 == number && $0.value != 0 }.sorted { $0.key < $1.key }
        .map { .init(position: $0.key / 3, word: $0.value) }
    }
    self.init(step: step, labels: part(0), known: part(1), visits: part(2))
  }

  fileprivate var words: [UInt64: UInt64] {
    var words: [UInt64: UInt64] = [:]
    for (number, pairs) in [labels, known, visits].enumerated() {
      for pair in pairs { words[3 * pair.position + UInt64(number)] = pair.word }
    }
    return words
  }
}
