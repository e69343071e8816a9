/// Where a tenant's data may be, for each thing that is done to it. Sets hold indices of regions.
package struct RegionUse: Hashable, Sendable {
  package var process: Bitset
  package var store: Bitset
  package var log: Bitset

  package init(process: Bitset, store: Bitset, log: Bitset) {
    self.process = process
    self.store = store
    self.log = log
  }

  /// The same regions for everything.
  package init(_ regions: Bitset) {
    self.init(process: regions, store: regions, log: regions)
  }

  package func isAtLeastAsStrict(as other: RegionUse) -> Bool {
    process.isSubset(of: other.process) && store.isSubset(of: other.store)
      && log.isSubset(of: other.log)
  }

  package func meet(_ other: RegionUse) -> RegionUse {
    RegionUse(
      process: process.intersection(other.process), store: store.intersection(other.store),
      log: log.intersection(other.log))
  }
}

/// A tenant's data residency: regions for data in general, regions for single data classes that have
/// their own, and the grounds on which it accepts that data leaves them.
package struct Residency: Hashable, Sendable {
  package let general: RegionUse
  /// Classes with regions of their own, by the index of the data class, ascending.
  package let byClass: [ClassUse]
  /// Accepted transfer bases, by index.
  package let accepts: Bitset

  package struct ClassUse: Hashable, Sendable {
    package let dataClass: Int
    package let use: RegionUse

    package init(_ dataClass: Int, _ use: RegionUse) {
      self.dataClass = dataClass
      self.use = use
    }
  }

  package init(_ general: RegionUse, byClass: [ClassUse] = [], accepts: Bitset = Bitset()) {
    self.general = general
    // A class with the general regions is no exception, and equal residencies are equal values.
    self.byClass = byClass.filter { $0.use != general }.sorted { $0.dataClass < $1.dataClass }
    self.accepts = accepts
  }

  /// Where data of a class may be.
  package func use(of dataClass: Int) -> RegionUse {
    byClass.first { $0.dataClass == dataClass }?.use ?? general
  }

  package func isAtLeastAsStrict(as other: Residency) -> Bool {
    general.isAtLeastAsStrict(as: other.general) && accepts.isSubset(of: other.accepts)
      && classes(with: other).allSatisfy { use(of: $0).isAtLeastAsStrict(as: other.use(of: $0)) }
  }

  package func meet(_ other: Residency) -> Residency {
    Residency(
      general.meet(other.general),
      byClass: classes(with: other).map { ClassUse($0, use(of: $0).meet(other.use(of: $0))) },
      accepts: accepts.intersection(other.accepts))
  }

  private func classes(with other: Residency) -> [Int] {
    Bitset(byClass.map(\.dataClass) + other.byClass.map(\.dataClass)).members
  }
}

/// Rates by tool. A tool without an entry has no rate of its own here; entries accumulate down the
/// layers, so that leaving one out never lifts a rate stated above.
package struct RateLimits: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let tool: Int
    package let rate: Rate

    package init(_ tool: Int, _ rate: Rate) {
      self.tool = tool
      self.rate = rate
    }
  }

  /// All that hold at once, ascending by tool; several for one tool where their windows differ and
  /// neither follows from the other.
  package let entries: [Entry]

  package init(_ entries: [Entry]) {
    let kept = entries.enumerated().filter { index, entry in
      !entries.enumerated().contains { otherIndex, other in
        other.tool == entry.tool && other.rate.isAtLeastAsStrict(as: entry.rate)
          && (!entry.rate.isAtLeastAsStrict(as: other.rate) || otherIndex < index)
      }
    }
    self.entries = kept.map(\.element).sorted { left, right in
      let leftKey = (left.tool, left.rate.window.milliseconds, left.rate.count)
      return leftKey < (right.tool, right.rate.window.milliseconds, right.rate.count)
    }
  }

  package func rates(of tool: Int) -> [Rate] {
    entries.filter { $0.tool == tool }.map(\.rate)
  }

  package func isAtLeastAsStrict(as other: RateLimits) -> Bool {
    other.entries.allSatisfy { entry in
      rates(of: entry.tool).contains { $0.isAtLeastAsStrict(as: entry.rate) }
    }
  }

  /// Whether a rate stated here is wider than one that the limit has for the same tool. Leaving a tool
  /// out exceeds nothing: the limit's rate holds for it.
  package func exceeds(_ limit: RateLimits) -> Bool {
    limit.entries.contains { entry in
      let own = rates(of: entry.tool)
      return !own.isEmpty && !own.contains { $0.isAtLeastAsStrict(as: entry.rate) }
    }
  }

  /// Both at once.
  package func meet(_ other: RateLimits) -> RateLimits {
    RateLimits(entries + other.entries)
  }
}
