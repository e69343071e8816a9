/// What of a run a state holds, in words: its step, the labels of its variables, and by fours what is
/// known of frozen facts and how often it has come to steps with a bound.
struct StateLayout: Hashable, Sendable {
  let variables: Int
  let frozen: Int
  let counted: Int

  /// Words of a state.
  var width: Int { firstVisit + (counted + 3) / 4 }
  var labels: Range<Int> { 1..<(1 + variables) }

  private var firstFrozen: Int { 1 + variables }
  private var firstVisit: Int { firstFrozen + (frozen + 3) / 4 }

  /// Words of what is known of frozen facts.
  var frozenWords: Range<Int> { firstFrozen..<firstVisit }

  /// Where something of 16 bits is: of which word, and how far up.
  typealias Place = (word: Int, shift: UInt64)

  func frozen(_ slot: Int) -> Place { (firstFrozen + slot / 4, UInt64(slot % 4 * 16)) }
  func visits(_ slot: Int) -> Place { (firstVisit + slot / 4, UInt64(slot % 4 * 16)) }
}

extension PlanGraph {
  /// What a run has at a step.
  package struct State: Hashable, Sendable {
    package let step: Int
    /// By variable, data classes as bits; 0 for what is not needed any more.
    package let labels: [UInt64]
    /// By fact that is known at the start: 0 while nothing has asked for it, else the position of its
    /// value among `TermParts`, from 1.
    package let frozen: [UInt16]
    /// By step with `at_most`: how often the run has come to it.
    package let visits: [UInt16]
  }

  /// What runs have at a node.
  package func state(of node: Int) -> State { states[node] }
}

/// The states of a plan's runs, one after the other.
struct PlanStates: Sendable {
  private(set) var layout = StateLayout(variables: 0, frozen: 0, counted: 0)
  private var words: [UInt64] = []

  init() {}

  init(_ layout: StateLayout) { self.layout = layout }

  subscript(number: Int) -> PlanGraph.State {
    var state = [UInt64](repeating: 0, count: layout.width)
    copy(number, to: &state)
    return PlanGraph.State(
      step: Int(state[0]), labels: Array(state[layout.labels]),
      frozen: (0..<layout.frozen).map { state.part(layout.frozen($0)) },
      visits: (0..<layout.counted).map { state.part(layout.visits($0)) })
  }

  /// Copies the words of a state over those of another.
  func copy(_ number: Int, to words: inout [UInt64]) {
    let start = number * layout.width
    for index in words.indices { words[index] = self.words[start + index] }
  }

  fileprivate func isEqual(_ number: Int, to state: [UInt64]) -> Bool {
    let start = number * layout.width
    return state.indices.allSatisfy { words[start + $0] == state[$0] }
  }

  fileprivate mutating func append(_ state: [UInt64]) { words += state }
}

extension PlanGraph.State {
  func words(_ layout: StateLayout) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: layout.width)
    words[0] = UInt64(step)
    for (index, label) in zip(layout.labels, labels) { words[index] = label }
    for (slot, part) in frozen.enumerated() { words.set(part, at: layout.frozen(slot)) }
    for (slot, count) in visits.enumerated() { words.set(count, at: layout.visits(slot)) }
    return words
  }
}

extension [UInt64] {
  func part(_ place: StateLayout.Place) -> UInt16 {
    UInt16(truncatingIfNeeded: self[place.word] >> place.shift)
  }

  mutating func set(_ part: UInt16, at place: StateLayout.Place) {
    self[place.word] = self[place.word] & ~(0xFFFF << place.shift) | UInt64(part) << place.shift
  }
}

/// Finds states by what they are.
struct StateIndex {
  /// Numbers, one more each; 0 for none. A power of two of them, at most half of them taken.
  private var slots = [Int32](repeating: 0, count: 64)
  private var count = 0

  /// The number of a state, which is added if there is none.
  mutating func number(
    of state: [UInt64], in states: inout PlanStates
  ) -> (number: Int, isNew: Bool) {
    var slot = slot(of: state)
    while slots[slot] != 0 {
      let number = Int(slots[slot] - 1)
      if states.isEqual(number, to: state) { return (number, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    states.append(state)
    count += 1
    slots[slot] = Int32(count)
    if count * 2 > slots.count { grow(states, width: state.count) }
    return (count - 1, true)
  }

  private func slot(of state: [UInt64]) -> Int {
    var hasher = Hasher()
    for word in state { hasher.combine(word) }
    return hasher.finalize() & (slots.count - 1)
  }

  private mutating func grow(_ states: PlanStates, width: Int) {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    var state = [UInt64](repeating: 0, count: width)
    for number in 0..<count {
      states.copy(number, to: &state)
      var slot = slot(of: state)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number + 1)
    }
  }
}
