/// TP1070: workflow definitions of Conductor.
///
/// Their samples would be files of another format: each rule has its own under `Tests/PolicyImportTests`.
package struct ConductorRules: Sendable {
  package let form = Rule(
    "TP1070", "conductor-form",
    what: "A workflow is not as Conductor defines it.",
    why: "Conductor would not accept it, and what it would do cannot be told.", bad: "", good: "")
}

/// TP1080: workflows in the DSL of Serverless Workflow 1.0.
package struct ServerlessWorkflowRules: Sendable {
  package let form = Rule(
    "TP1080", "serverless-workflow-form",
    what: "A workflow is not as Serverless Workflow 1.0 defines it.",
    why: "No runtime would accept it, and what it would do cannot be told.", bad: "", good: "")
}
