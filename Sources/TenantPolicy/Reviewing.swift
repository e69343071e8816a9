extension Admission {
  /// Whether reviewers may be shown data of a label.
  ///
  /// - Parameter pool: The pool; `nil` for the tenant's own.
  public func review(by pool: ReviewerPoolIndex?, of label: DataLabel) -> Decision {
    bundle.review(handle, by: pool, of: label)
  }

  /// The tenant's own reviewers; `nil` where it has none.
  public var reviewers: ReviewerPoolIndex? { bundle.reviewers(handle) }
}

extension PolicyBundle {
  /// `Admission.reviewers`, for code that holds the bundle itself.
  public func reviewers(_ admission: AdmissionHandle) -> ReviewerPoolIndex? {
    guard let workflows, let context = context(for: admission.tenant),
      let row = context.index(Self.reviewerPool), row < workflows.pools.place.rowCount
    else { return nil }
    return ReviewerPoolIndex(row: UInt32(row), tag: tag)
  }

  /// The column of `reviewer_pool`.
  private static let reviewerPool = ColumnID.field(7, part: 0)

  /// `Admission.review`, for code that holds the bundle itself.
  public func review(
    _ admission: AdmissionHandle, by pool: ReviewerPoolIndex?, of label: DataLabel
  ) -> Decision {
    guard admission.tenant.tag == tag, pool.map({ $0.tag == tag }) ?? true, let workflows,
      let platformStart = workflows.platforms.place.row(Int(admission.platformRow))
    else { return decision(.otherBundle) }
    guard let shown = pool ?? reviewers(admission) else {
      return decision(.noReviewers, rule("reviewer_pool", of: admission.tenant))
    }
    guard isDeclared(label, platformStart, workflows),
      let start = workflows.pools.place.row(shown.number),
      memory.load(UInt32.self, at: start + workflows.pools.platform) == admission.platformRow,
      let bars = reviewerBars(shown, admission, platformStart, workflows)
    else { return decision(.unknownName) }
    func line(_ column: Int) -> SourceLine? {
      place(start, source: workflows.pools.source, line: column)
    }
    guard isOpen(at: start + workflows.pools.dedicated, to: admission.tenant) else {
      return decision(.dedicatedToAnother, line(workflows.pools.dedicatedLine))
    }
    if label.word & bars.strange != 0 || label.word == 0 && bars.isStrangeWithoutClass {
      return decision(.reviewersElsewhere, rule("data_residency", of: admission.tenant))
    }
    let isClear = label.word & bars.hidden == 0
    return decision(isClear ? .permitted : .clearanceMissing, line(workflows.pools.line))
  }

  private struct ReviewerBars {
    let strange: UInt64
    let isStrangeWithoutClass: Bool
    let hidden: UInt64
  }

  private func reviewerBars(
    _ pool: ReviewerPoolIndex, _ admission: AdmissionHandle, _ platformStart: Int,
    _ workflows: WorkflowTables
  ) -> ReviewerBars? {
    guard let start = workflows.rights.place.row(Int(admission.rightsRow)),
      let list = cells(at: start + workflows.rights.reviewers)
    else { return nil }
    let first = number(at: platformStart + workflows.platforms.firstPool)
    let (position, isTooFar) = (pool.number &- first).multipliedReportingOverflow(by: 3)
    guard !isTooFar, position >= 0, position < list.count,
      let strange = list.load(position, memory), let without = list.load(position + 1, memory),
      let hidden = list.load(position + 2, memory)
    else { return nil }
    return ReviewerBars(
      strange: UInt64(bitPattern: strange), isStrangeWithoutClass: without != 0,
      hidden: UInt64(bitPattern: hidden))
  }
}
