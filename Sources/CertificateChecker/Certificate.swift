import TenantPolicy

/// Why a certificate is not accepted.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

/// What a certificate says, before anything of it is believed.
struct Certificate {
  static let magic = Array("TPCERT03".utf8)
  /// What every proof relies on.
  static let assumptions = [
    "endpoints are where the catalogue says, and do what it says",
    "a region that is not stated is every region",
    "the runtime decides as docs/verification.md says, and asks the gate where the platform says so",
    "tools add and remove the data classes that they are declared with, whatever data really holds",
    "nothing else carries data: no tool calls another platform on its own",
  ]

  /// Of the bundle without the certificate's own digest.
  let bundle: [UInt8]
  /// Seconds since 1970 at which the first ground ends that is relied on.
  let until: Int64?
  let assumptions: [String]
  /// By platform and plan, in the order of the bundle.
  let plans: [[PlanProof]]

  init(_ bytes: [UInt8]) throws {
    guard bytes.count > 72, BundleDigest.of(Array(bytes.dropLast(32))) == Array(bytes.suffix(32))
    else {
      throw Refusal("its digest is not that of its bytes")
    }
    var reader = Reader(rest: bytes.dropLast(32))
    guard try reader.bytes(8) == Self.magic else { throw Refusal("this is no certificate") }
    bundle = try reader.bytes(32)
    let end = Int64(try reader.number())
    until = end == 0 ? nil : end
    assumptions = try reader.list { String(decoding: try $0.bytes($0.count()), as: UTF8.self) }
    plans = try reader.list { try $0.list { try PlanProof(&$0) } }
    guard reader.rest.isEmpty else { throw Refusal("there are bytes after the certificate's end") }
  }
}

/// What is claimed of one plan, and the states that show it.
struct PlanProof {
  enum Claim: Int { case noTenant, safe, safeWithoutGate }
  struct Exception { let states, groups: [Int] }

  let claim: Claim
  /// A step, the labels of the variables, what is known of facts, how often the run came to steps.
  let states: [State]
  /// Groups of tenants whose runs come to some of the states only, and to which.
  let exceptions: [Exception]

  fileprivate init(_ reader: inout Reader) throws {
    guard let claim = Claim(rawValue: try reader.number()) else { throw Refusal("unknown claim") }
    self.claim = claim
    var state = State(step: 0, labels: [:], known: [:], visits: [:])
    states = try reader.list {
      state.step = try $0.number()
      for change in try $0.list({ (try $0.number(), try $0.word()) }) { state.set(change) }
      return state
    }
    exceptions = try reader.list {
      Exception(states: try $0.numbers(), groups: try $0.numbers())
    }
  }
}

/// Where a run may be.
struct State: Hashable {
  var step: Int
  /// By variable, of those that are still needed and have a class.
  var labels: [Int: UInt64]
  /// By fact of which something is known: the position of the part of its values.
  var known: [Int: UInt64]
  /// By step with a bound.
  var visits: [Int: UInt64]

  fileprivate mutating func set(_ change: (place: Int, word: UInt64)) {
    let part = [\State.labels, \State.known, \State.visits][change.place % 3]
    self[keyPath: part][change.place / 3] = change.word == 0 ? nil : change.word
  }
}

private struct Reader {
  var rest: ArraySlice<UInt8>

  mutating func bytes(_ count: Int) throws -> [UInt8] {
    guard count <= rest.count else { throw Refusal("the certificate is cut short") }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// A number of seven bits a byte, the lowest first; a byte that is not the last has its high bit set.
  mutating func word() throws -> UInt64 {
    var word: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try bytes(1)[0]
      word |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return word }
    }
    throw Refusal("a number of the certificate is too long")
  }

  mutating func number() throws -> Int { Int(truncatingIfNeeded: try word() & 0x7FFF_FFFF_FFFF) }

  /// Of things that take a byte each at least.
  mutating func count() throws -> Int { min(try number(), rest.count + 1) }

  mutating func list<Element>(
    _ read: (inout Reader) throws -> Element
  ) throws -> [Element] {
    try (0..<count()).map { _ in try read(&self) }
  }

  mutating func numbers() throws -> [Int] { try list { try $0.number() } }
}
