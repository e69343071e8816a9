/// Numbers that look random and follow from a seed alone (SplitMix64, Steele, Lea and Flood 2014).
struct SeededNumbers: Sendable {
  private var state: UInt64

  /// The numbers of one thing among many: each has its own, however many others there are.
  init(seed: UInt64, of index: Int, _ purpose: Purpose) {
    state = Self.mix(seed ^ Self.mix(UInt64(truncatingIfNeeded: index) &* 8 &+ purpose.rawValue))
  }

  enum Purpose: UInt64 {
    case org, template, tenant, world
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number from 0 up to, but not, `count`.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// One of 0 up to, but not, `count`: small ones often, large ones rarely. The first eighth of
  /// them has half of all cases.
  mutating func skewedBelow(_ count: Int) -> Int {
    let bits = 20
    let unit = below(1 << bits)
    let cube = (((unit * unit) >> bits) * unit) >> bits
    return (cube * count) >> bits
  }

  mutating func percent(_ share: Int) -> Bool { below(100) < share }

  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

  private static func mix(_ number: UInt64) -> UInt64 {
    var number = number
    number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
    return number ^ (number >> 31)
  }
}
