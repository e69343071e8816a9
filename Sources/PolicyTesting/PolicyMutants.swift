import PolicyModel
import VerificationFindings

// Policies of which one line permits more.
extension Mutant {
  static func policies(_ stated: [StatedValue], _ catalogue: Catalogue) -> [Mutant] {
    stated.flatMap { line -> [Mutant] in
      let field = PolicyFields.all[line.field]
      return widened(line.value, field, catalogue).map { words, value in
        Mutant(
          name: "`\(field.name)` \(words)", place: Written(line.place),
          change: .policy(field: line.field, value, classes: line.classes))
      }
    }
  }

  /// Values that permit more than one does, each by one thing, with what was done.
  private static func widened(
    _ value: FieldValue, _ field: AnyField, _ catalogue: Catalogue
  ) -> [(String, FieldValue)] {
    switch (field.type, value) {
    case (.integer(let range, _), .number(let number)) where number < range.upperBound:
      [("is raised by 1", .number(number + 1))]
    case (.money, .number(let number)) where number < .max / 2:
      [("is doubled", .number(number * 2))]
    case (.duration(.smaller), .number(let number)) where number < Duration.longest.milliseconds:
      [("is without bound", .number(Duration.longest.milliseconds))]
    case (.duration(.greater), .number(let number)) where number > 0: [("is nothing", .number(0))]
    case (.modelTier, .number(let number)) where number + 1 < Int64(catalogue.modelTiers.count):
      [("is raised to `\(catalogue.modelTiers[Int(number) + 1].name)`", .number(number + 1))]
    case (.allowedTools, .set(let tools)):
      Bitset(all: catalogue.tools.count).subtracting(tools).members.map {
        ("allows `\(catalogue.tools[$0].name)` too", .set(tools.union(Bitset([$0]))))
      }
    case (.deniedTools, .set(let tools)):
      tools.members.map {
        ("does not deny `\(catalogue.tools[$0].name)`", .set(tools.subtracting(Bitset([$0]))))
      }
    case (.residency, .residency(let residency)): widened(residency, catalogue)
    case (.choice(.reviewerPool, _), .set(let pools)):
      catalogue.reviewerPools.elements.indices.filter { !pools.contains($0) }.map {
        ("becomes `\(catalogue.reviewerPools[$0].name)`", .set(Bitset([$0])))
      }
    default: []
    }
  }

  private static func widened(
    _ residency: Residency, _ catalogue: Catalogue
  ) -> [(String, FieldValue)] {
    let used = residency.general.process.union(residency.general.store).union(residency.general.log)
    let regions = catalogue.everyRegion.subtracting(used).members.map { region in
      (
        "has region `\(catalogue.regions[region].name)` too",
        FieldValue.residency(
          Residency(
            residency.general.with(region),
            byClass: residency.byClass.map {
              Residency.ClassUse($0.dataClass, $0.use.with(region))
            }, accepts: residency.accepts))
      )
    }
    let bases = Bitset(all: catalogue.bases.count).subtracting(residency.accepts).members.map {
      basis in
      (
        "accepts `\(catalogue.bases[basis].name)`",
        FieldValue.residency(
          Residency(
            residency.general, byClass: residency.byClass,
            accepts: residency.accepts.union(Bitset([basis]))))
      )
    }
    return regions + bases
  }
}

extension RegionUse {
  fileprivate func with(_ region: Int) -> RegionUse {
    let more = Bitset([region])
    return RegionUse(
      process: process.union(more), store: store.union(more), log: log.union(more))
  }
}
