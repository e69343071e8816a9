import PolicyModel
import PolicyReview
import PolicyVerifier
import VerificationFindings

/// The pictures of a review's page: plans of which runs reach something else, as they are now.
enum PlanPictures {
  /// Of so many plans, those that gain something first.
  private static let most = 8

  static func drawn(
    _ review: Review, on day: CalendarDate, _ invocation: Invocation
  ) throws(CommandError) -> [(plan: String, picture: DiffPage.Picture)] {
    let changes = review.diff.reach.sorted { $0.verdict.permitsMore && !$1.verdict.permitsMore }
    var plans: [String] = []
    for change in changes where !plans.contains(change.plan) { plans.append(change.plan) }
    guard !plans.isEmpty,
      let verified = VerifiedBundle(
        review.diff.new.bundle, on: day, settings: ProofSettings(), threads: threads(of: invocation)
      )
    else { return [] }
    var pictures: [(plan: String, picture: DiffPage.Picture)] = []
    for plan in plans.prefix(most) {
      guard let drawing = PlanDrawing(plan, of: verified) else { continue }
      pictures.append((plan, try picture(drawing)))
    }
    return pictures
  }

  private static func picture(_ drawing: PlanDrawing) throws(CommandError) -> DiffPage.Picture {
    guard let bytes = try graphviz(drawing.dot) else { return .text(drawing.text) }
    let text = String(decoding: bytes, as: UTF8.self)
    // The prologue names a document type of another host, and is nothing within a page.
    guard let start = text.firstRange(of: "<svg") else { return .text(drawing.text) }
    return .vector(String(text[start.lowerBound...]))
  }
}
