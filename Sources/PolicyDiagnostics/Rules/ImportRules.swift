/// TP1000 to TP1013: workflows and gateways of other tools, as far as all importers have that in common.
///
/// Their samples would be files of other formats: each rule has its own under `Tests/PolicyImportTests`.
package struct ImportRules: Sendable {
  package let notUnderstood = Rule(
    "TP1001", "not-understood", .warning,
    what: "An importer does not know a construct of a workflow.",
    why: """
      What is left out could be what leaves the region. A step of which something is not understood \
      may reach anything, and what only tells of data, texts or times is named so that nobody takes it \
      for checked.
      """, bad: "", good: "")

  package let needsBinding = Rule(
    "TP1002", "needs-binding", .warning,
    what: "What a step of a workflow calls is decided when it runs.",
    why: """
      The text of the workflow does not say it, so that the step may reach anything and its plan is \
      UNKNOWN. A binding says it.
      """, bad: "", good: "")

  package let refused = Rule(
    "TP1003", "import-refused",
    what: "A workflow cannot be imported.",
    why: "Half a workflow would be checked as if it were the whole.", bad: "", good: "")

  package let missingTarget = Rule(
    "TP1004", "missing-target",
    what: "A step of a workflow leads to one that is not there.",
    why: "The run fails there, or somebody meant another step.", bad: "", good: "")

  package let unreachedState = Rule(
    "TP1005", "unreached-state", .warning,
    what: "No run of a workflow comes to one of its steps.",
    why:
      "A check that no run passes looks like protection and is none. It is left out of the plan.",
    bad: "", good: "")

  package let recursion = Rule(
    "TP1006", "workflow-recursion", .warning,
    what: "A workflow starts itself, or others that start it.",
    why: """
      Such a run may never end. The plan goes through it once, which is enough for where data goes and \
      not for what it costs.
      """,
    bad: "", good: "")

  package let humanWait = Rule(
    "TP1007", "wait-without-timeout", .warning,
    what: "A workflow waits for somebody outside, and does not say for how long.",
    why: """
      People go on holiday. The run keeps its data stored and holds a slot of its tenant until \
      somebody answers.
      """, bad: "", good: "")

  package let unboundedParallelism = Rule(
    "TP1008", "unbounded-parallelism", .warning,
    what: "A workflow does as much at once as there are items.",
    why: "One tenant's large input takes the slots and rates of all the others.",
    bad: "", good: "")

  package let loopWithoutBound = Rule(
    "TP1009", "loop-without-bound", .warning,
    what: "A workflow goes round a loop for as long as its data says so.",
    why: """
      A run may never end, and what it costs has no bound: the plan goes round once, which is enough \
      for where data goes and not for what it costs.
      """, bad: "", good: "")

  package let unusedWorkflow = Rule(
    "TP1010", "unused-workflow", .warning,
    what: "A file of a workflow lies among the policies, and no plan is made from it.",
    why: "It looks as if it were checked, and is not.", bad: "", good: "")

  package let unusedBinding = Rule(
    "TP1011", "unused-binding",
    what: "A binding names nothing that the workflow leaves open.",
    why: "With a typo in its name, what was meant stays open.", bad: "", good: "")

  package let missingWorkflow = Rule(
    "TP1012", "missing-workflow",
    what: "A plan is made from a file that is not there.",
    why: "Nothing would be checked in its place.", bad: "", good: "")

  package let placesNotStated = Rule(
    "TP1013", "place-not-stated", .warning,
    what: "Where something of a workflow runs is not stated.",
    why: "It is taken as every region.", bad: "", good: "")
}

/// TP1020 and TP1021: machines in the Amazon States Language.
package struct StatesLanguageRules: Sendable {
  package let form = Rule(
    "TP1020", "states-language",
    what: "A machine is not as the Amazon States Language defines it.",
    why: "Step Functions would not accept it, and what it would do cannot be told.",
    bad: "", good: "")

  package let otherRegion = Rule(
    "TP1021", "state-in-other-region", .warning,
    what: "A state names a region other than the one that its machine is deployed in.",
    why: "Data leaves the region there, whatever the region of the machine promises.",
    bad: "", good: "")
}

/// TP1040 to TP1043: what is known of the regions and endpoints of cloud providers.
package struct CatalogueRules: Sendable {
  package let unknownCatalogue = Rule(
    "TP1040", "unknown-catalogue",
    what: "A platform uses a catalogue that neither ships nor is declared.",
    why: "The regions and groups that policies name would come from nowhere.",
    bad: """
      platform: small
      use: [amazon]  # error[TP1040]
      language: 1
      regions: {}
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """, good: "")

  package let unknownClass = Rule(
    "TP1041", "unknown-endpoint-class", .warning,
    what: "No catalogue knows the class of an endpoint.",
    why: "Where it processes is not known, and is taken as every region.", bad: "", good: "")

  package let canOnlyFail = Rule(
    "TP1042", "call-can-only-fail", .warning,
    what: "An endpoint is called from a region in which it is not offered.",
    why: """
      No data leaves, since no call comes to it: this is a question of availability. Progress is proved \
      as if it were up, so that what this says has to be mended by hand.
      """, bad: "", good: "")

  package let unusedCatalogue = Rule(
    "TP1043", "unused-catalogue", .warning,
    what: "No platform uses a catalogue that a document declares.",
    why: "What it says holds nowhere, and nobody has checked it.", bad: "", good: "")
}
