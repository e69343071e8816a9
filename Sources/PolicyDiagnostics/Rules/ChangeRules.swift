/// TP09xx: what a diff shows, which has no samples as it is about two states; and what waivers cover.
package struct ChangeRules: Sendable {
  package let widened = Rule(
    "TP0901", "permits-more", .warning,
    what: "A change permits something to tenants that was refused, and takes nothing away.",
    why: "What is widened by accident is found when somebody has used it; here it is named before.",
    bad: "", good: "")

  package let mixed = Rule(
    "TP0902", "permits-other", .warning,
    what: "A change permits something that was refused, and refuses something that was permitted.",
    why: "Such a change is neither a tightening nor a loosening: both halves need to be looked at.",
    bad: "", good: "")

  package let narrowed = Rule(
    "TP0903", "permits-less", .note,
    what: "A change refuses something to tenants that was permitted, and permits nothing more.",
    why: "It is safe, but somebody's workflows may stop.", bad: "", good: "")

  package let neutral = Rule(
    "TP0904", "decides-the-same", .note,
    what: "Something is declared differently, and by itself nothing is decided differently.",
    why: "It may matter to what is written later.", bad: "", good: "")

  package let repeatedWaiver = Rule(
    "TP0905", "repeated-waiver",
    what: "Two waivers have one id.",
    why:
      "Whoever looks an accepted finding up by its waiver must come to one reason and one owner.",
    bad: "", good: "")

  package let unusedWaiver = Rule(
    "TP0906", "waiver-covers-nothing", .warning,
    what: "A waiver covers no finding.",
    why:
      "What is resolved needs no exception, and one that is left behind covers what comes later.",
    bad: "", good: "")
}
