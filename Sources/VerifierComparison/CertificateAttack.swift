import RandomWorlds

/// A way to make a certificate say something else, with a digest that is right again.
enum CertificateAttack: String, CaseIterable {
  case stateDropped = "a state is left out"
  case statesCutShort = "only the first states are listed"
  case stepDropped = "all states of a step are left out"
  case labelBitFlipped = "a data class of a label is flipped"
  case classDropped = "a data class is taken out of all labels"
  case stepChanged = "a state is said to be of another step"
  case stateAdded = "a state of no step is listed as well"
  case factFlipped = "what is known of a fact is changed"
  case factsForgotten = "nothing is known of facts"
  case visitsRaised = "a run has come to steps as often as it may"
  case visitsForgotten = "a run has never come to a step"
  case variableForgotten = "a variable has no label, at a step or at all"
  case variableLost = "a variable is lost at a step, and states after it do not have it either"
  case factForgotten = "nothing is known of a fact, at a step or at all"
  case beginningMoved = "runs are said to begin elsewhere, and exceptions to have that state alone"
  case statesSwapped = "the states of two plans are swapped"
  case exceptionDropped = "an exception is left out"
  case exceptionNarrowed = "an exception loses a state"
  case exceptionBegins = "an exception has the first state alone"
  case exceptionEmptied = "an exception has no state"
  case exceptionForAll = "an exception is said of all groups"
  case exceptionElsewhere = "an exception has a state that is not listed"
  case claimRaised = "a plan is claimed to be safe without the gate"
  case claimLowered = "a plan is claimed to be safe as the runtime decides"
  case claimNoTenant = "no tenant is said to be admitted to a plan"
  case claimUnknown = "a claim is none"
  case planDropped = "a plan is left out"
  case planDoubled = "a plan is there twice"
  case platformDropped = "no platform is there"
  case windowDropped = "nothing is said to end"
  case windowWidened = "proofs are said to last for longer"
  case windowNarrowed = "proofs are said to have ended"
  case assumptionDropped = "an assumption is left out"
  case assumptionAdded = "something more is assumed"
  case hashFlipped = "a bit of the bundle's digest is flipped"

  /// What must be refused, true or not: what a certificate of the bundle never says.
  var isAlwaysRefused: Bool {
    switch self {
    case .stateDropped, .stateAdded, .exceptionEmptied, .exceptionElsewhere, .claimUnknown,
      .planDropped,
      .planDoubled, .platformDropped, .windowNarrowed, .assumptionDropped, .assumptionAdded,
      .hashFlipped:
      true
    default: false
    }
  }

  /// The certificates that it makes of one, each with a right digest.
  ///
  /// - Parameters:
  ///   - day: Of the audit, in seconds.
  ///   - groups: Numbers of groups that an exception may be said of.
  func forged(
    _ certificate: WrittenCertificate, day: UInt64, groups: [UInt64]
  ) -> [WrittenCertificate] {
    changed(certificate, day: day, groups: groups).filter { $0 != certificate }
  }

  private func changed(
    _ certificate: WrittenCertificate, day: UInt64, groups: [UInt64]
  ) -> [WrittenCertificate] {
    func with(_ change: (inout WrittenCertificate) -> Void) -> [WrittenCertificate] {
      var forged = certificate
      change(&forged)
      return [forged]
    }
    switch self {
    case .windowDropped: return with { $0.until = 0 }
    case .windowWidened: return with { $0.until += 86_400 * 400 } + with { $0.until = day + 1 }
    case .windowNarrowed: return with { $0.until = day }
    case .assumptionDropped: return with { $0.assumptions.removeLast() }
    case .assumptionAdded: return with { $0.assumptions.append(Array("all is well".utf8)) }
    case .hashFlipped: return with { $0.bundle[7] ^= 1 }
    case .platformDropped: return with { $0.plans = [] }
    case .planDropped: return with { $0.plans[0].removeLast() }
    case .planDoubled: return with { $0.plans[0].append($0.plans[0][0]) }
    case .statesSwapped:
      guard certificate.plans[0].count > 1 else { return [] }
      return with { $0.plans[0].swapAt(0, 1) }
    default:
      return certificate.plans[0].indices.flatMap { plan in
        certificate.plans[0][plan].forged(self, groups).map { proof in
          var forged = certificate
          forged.plans[0][plan] = proof
          return forged
        }
      }
    }
  }
}

extension WrittenCertificate.Proof {
  private typealias Proof = WrittenCertificate.Proof

  fileprivate func forged(
    _ attack: CertificateAttack, _ groups: [UInt64]
  ) -> [WrittenCertificate.Proof] {
    switch attack {
    case .stateDropped: states.indices.map { index in keeping { $0 != index } }
    case .statesCutShort: states.indices.dropFirst().map { count in keeping { $0 < count } }
    case .stepDropped:
      Set(states.map(\.step)).sorted().map { step in keeping { states[$0].step != step } }
    case .labelBitFlipped, .stepChanged, .factFlipped, .visitsRaised, .visitsForgotten:
      states.indices.flatMap { index in states[index].forged(attack).map { with($0, at: index) } }
    case .stateAdded: states.last.map { [adding($0)] } ?? []
    case .classDropped: (0..<3).map { dataClass in changing { $0.drop(dataClass) } }
    case .factsForgotten: [changing { $0.known = [] }]
    case .beginningMoved: states.indices.dropFirst().map { beginning(with: $0, groups) }
    case .variableForgotten, .factForgotten: withLess(attack)
    case .variableLost: withLost
    case .exceptionDropped, .exceptionNarrowed, .exceptionBegins, .exceptionEmptied,
      .exceptionForAll, .exceptionElsewhere:
      withExceptions(attack, groups)
    case .claimRaised: [claiming(2)]
    case .claimLowered: [claiming(1)]
    case .claimUnknown: [claiming(3)]
    case .claimNoTenant:
      [claiming(0), Proof(claim: 0, states: [], exceptions: [])]
    case .statesSwapped, .planDropped, .planDoubled, .platformDropped, .windowDropped,
      .windowWidened, .windowNarrowed, .assumptionDropped, .assumptionAdded, .hashFlipped:
      []
    }
  }

  private func claiming(_ claim: UInt64) -> Proof {
    var proof = self
    proof.claim = claim
    return proof
  }

  private func with(_ state: WrittenCertificate.State, at index: Int) -> Proof {
    var proof = self
    proof.states[index] = state
    return proof
  }

  private func adding(_ state: WrittenCertificate.State) -> Proof {
    var proof = self
    proof.states.append(state)
    proof.states[states.count].step += 1_000
    return proof
  }

  private func beginning(with index: Int, _ groups: [UInt64]) -> Proof {
    var proof = self
    proof.states.swapAt(0, index)
    proof.exceptions = [WrittenCertificate.Exception(states: [0], groups: groups)]
    return proof
  }

  private func changing(_ change: (inout WrittenCertificate.State) -> Void) -> Proof {
    var proof = self
    for index in proof.states.indices { change(&proof.states[index]) }
    return proof.withoutDoubles
  }

  /// Some of the states, with exceptions that name them by their new positions.
  private func keeping(_ isKept: (Int) -> Bool) -> Proof {
    let kept = states.indices.filter(isKept)
    var proof = self
    proof.states = kept.map { states[$0] }
    let places = Dictionary(uniqueKeysWithValues: zip(kept, kept.indices))
    proof.exceptions = exceptions.map { exception in
      WrittenCertificate.Exception(
        states: exception.states.compactMap { places[Int($0)].map { UInt64($0) } },
        groups: exception.groups)
    }
    return proof
  }

  /// States that have become one are listed once, and exceptions name that.
  private var withoutDoubles: Proof {
    var proof = self
    var places: [WrittenCertificate.State: UInt64] = [:]
    proof.states = []
    let numbers = states.map { state in
      if let place = places[state] { return place }
      places[state] = UInt64(proof.states.count)
      proof.states.append(state)
      return UInt64(proof.states.count - 1)
    }
    proof.exceptions = exceptions.map { exception in
      WrittenCertificate.Exception(
        states: Set(exception.states.map { numbers[Int($0)] }).sorted(), groups: exception.groups)
    }
    return proof
  }

  /// Less is known in states: at single steps, and everywhere.
  private func withLess(_ attack: CertificateAttack) -> [Proof] {
    let part = attack == .factForgotten ? \WrittenCertificate.State.known : \.labels
    let all = Set(states.flatMap { $0[keyPath: part].map(\.position) }).sorted()
    let steps = Set(states.map(\.step)).sorted()
    return all.flatMap { one in
      (steps.map { [$0] } + [steps]).map { steps in
        var proof = self
        for index in proof.states.indices where steps.contains(proof.states[index].step) {
          proof.states[index][keyPath: part].removeAll { $0.position == one }
        }
        return proof.withoutDoubles
      }
    }
  }

  /// A variable has no label at one step, and every state is listed without it as well.
  private var withLost: [Proof] {
    let variables = Set(states.flatMap { $0.labels.map(\.position) }).sorted()
    return variables.flatMap { one in
      let without = states.map { $0.without(one) }
      return Set(states.map(\.step)).sorted().map { step in
        var proof = self
        proof.states = zip(states, without).map { $0.step == step ? $1 : $0 } + without
        return proof.withoutDoubles
      }
    }
  }

  private func withExceptions(_ attack: CertificateAttack, _ groups: [UInt64]) -> [Proof] {
    func with(_ exceptions: [WrittenCertificate.Exception]) -> Proof {
      var proof = self
      proof.exceptions = exceptions
      return proof
    }
    func each(_ change: (inout WrittenCertificate.Exception) -> Void) -> [Proof] {
      exceptions.indices.map { index in
        var changed = exceptions
        change(&changed[index])
        return with(changed)
      }
    }
    let all = states.indices.map { UInt64($0) }
    // Of a plan that no tenant may run, nothing but that is said.
    guard claim != 0 else { return [] }
    switch attack {
    case .exceptionDropped:
      return exceptions.indices.map { index in
        with(exceptions.indices.filter { $0 != index }.map { exceptions[$0] })
      }
    case .exceptionNarrowed:
      return exceptions.indices.flatMap { index in
        exceptions[index].states.map { state in
          var changed = exceptions
          changed[index].states.removeAll { $0 == state }
          return with(changed)
        }
      }
    case .exceptionBegins:
      return [with([.init(states: [0], groups: groups)])] + each { $0.states = [0] }
    case .exceptionEmptied: return [with([.init(states: [], groups: groups)])]
    case .exceptionForAll:
      return states.isEmpty ? [] : [with([.init(states: all, groups: groups)])]
    default: return [with(exceptions + [.init(states: all + [1 << 20], groups: groups)])]
    }
  }
}

extension WrittenCertificate.State {
  fileprivate func without(_ variable: UInt64) -> WrittenCertificate.State {
    var state = self
    state.labels.removeAll { $0.position == variable }
    return state
  }

  fileprivate mutating func drop(_ dataClass: Int) {
    for index in labels.indices { labels[index].word &= ~(1 << UInt64(dataClass)) }
    labels.removeAll { $0.word == 0 }
  }

  fileprivate func forged(_ attack: CertificateAttack) -> [WrittenCertificate.State] {
    func with(_ change: (inout WrittenCertificate.State) -> Void) -> WrittenCertificate.State {
      var state = self
      change(&state)
      return state
    }
    switch attack {
    case .labelBitFlipped:
      return labels.indices.flatMap { index in
        (0..<3).map { bit in
          with { state in
            state.labels[index].word ^= 1 << UInt64(bit)
            state.labels.removeAll { $0.word == 0 }
          }
        }
      }
    case .stepChanged: return [with { $0.step += 1 }, with { $0.step = 0 }]
    case .factFlipped:
      return known.indices.flatMap { index in
        [with { $0.known[index].word += 1 }, with { $0.known.remove(at: index) }]
      }
    case .visitsRaised:
      return visits.indices.map { index in with { $0.visits[index].word = 1 << 20 } }
    default: return visits.isEmpty ? [] : [with { $0.visits = [] }]
    }
  }
}
