/// The names that generated policies are made of.
enum Vocabulary {
  /// Regions of three clouds by the group they are in.
  static let regions: [(group: String, names: [String])] = [
    (
      "eu",
      [
        "eu-west-1", "eu-west-3", "eu-central-1", "eu-north-1", "eu-south-1", "westeurope",
        "northeurope", "germanywestcentral", "francecentral", "swedencentral", "europe-west1",
        "europe-west3", "europe-west4",
      ]
    ),
    (
      "us",
      [
        "us-east-1", "us-east-2", "us-west-2", "eastus", "eastus2", "westus3", "us-central1",
        "us-east4",
      ]
    ),
    ("uk", ["eu-west-2", "uksouth", "europe-west2"]),
    ("ch", ["eu-central-2", "switzerlandnorth"]),
    ("ca", ["ca-central-1", "canadacentral", "northamerica-northeast1"]),
    ("jp", ["ap-northeast-1", "japaneast", "asia-northeast1"]),
    ("au", ["ap-southeast-2", "australiaeast", "australia-southeast1"]),
    ("in", ["ap-south-1", "centralindia"]),
    ("br", ["sa-east-1", "brazilsouth"]),
    ("sg", ["ap-southeast-1"]),
  ]

  /// Regions where everything runs, and which tenants are therefore at home in.
  static let homes = [
    "eu-west-1", "us-east-1", "eu-central-1", "westeurope", "us-west-2", "eastus", "uksouth",
    "germanywestcentral", "us-central1", "europe-west4", "ca-central-1", "ap-northeast-1",
    "ap-southeast-2", "switzerlandnorth", "ap-south-1",
  ]

  /// Tools by the service that offers them.
  static let tools: [(service: String, names: [String])] = [
    (
      "records",
      [
        "credit_bureau_v2", "compliance_db", "company_registry", "land_registry", "address_check",
        "income_verification", "identity_check", "deep_verification", "sanctions_screening",
        "bank_statements",
      ]
    ),
    (
      "documents",
      [
        "document_ocr", "document_store", "contract_draft", "contract_sign", "redact", "translate",
        "summarise", "template_fill", "archive_search", "form_intake",
      ]
    ),
    (
      "messages",
      [
        "notification_api", "email_send", "sms_send", "letter_print", "calendar_book",
        "call_transcript", "chat_reply", "ticket_create", "ticket_update", "webhook_call",
      ]
    ),
    (
      "risk",
      [
        "fraud_score", "affordability", "risk_model_v2", "portfolio_limits", "pricing_engine",
        "collateral_value", "web_search", "code_runner", "experimental_model_v3",
        "experimental_agent_v1",
      ]
    ),
  ]

  /// Tools whose calls all tenants share a quota of.
  static let meteredTools = ["credit_bureau_v2", "sanctions_screening", "fraud_score"]
  static let experimentalTools = ["experimental_model_v3", "experimental_agent_v1"]

  static let modelTiers = ["gpt-4o-mini", "gpt-4o", "gpt-4"]
  static let auditYears = ["3 years", "5 years", "7 years", "7 years", "10 years"]

  static let firstWords = [
    "northwind", "bluebird", "harbour", "summit", "cedar", "granite", "meridian", "lakeside",
    "sterling", "orchard", "falcon", "juniper", "beacon", "redwood", "silverline", "oakfield",
    "riverside", "ironbridge", "westgate", "amber", "clearwater", "highland", "monarch", "pinnacle",
    "evergreen",
  ]
  static let secondWords = [
    "savings", "lending", "mutual", "capital", "credit", "insurance", "leasing", "mortgage",
    "payments", "wealth", "trust", "finance",
  ]
  static let accountTeams = [
    "emea-accounts", "dach-accounts", "us-east-accounts", "us-west-accounts", "apac-accounts",
    "partner-desk", "self-service",
  ]
  /// Why one tenant's cap is not that of its like.
  static let capReasons = ["month-end load", "pilot", "migration", "agreed by risk"]

  static let allTools = tools.flatMap(\.names)
  static let group = Dictionary(
    regions.flatMap { group, names in names.map { ($0, group) } }, uniquingKeysWith: { $1 })
}

/// A tier and what its tenants may have at most.
struct GeneratedTier: Sendable {
  let name: String
  /// Of a hundred templates.
  let share: Int
  let mostWorkflows: Int
  /// Position of the highest model tier.
  let modelTier: Int
  let weight: Int
  let priority: String
  let serviceLevel: String
  let budgetClasses: [GeneratedBudgetClass]

  static let all = [
    GeneratedTier(
      name: "free", share: 35, mostWorkflows: 3, modelTier: 0, weight: 1, priority: "background",
      serviceLevel: "best effort", budgetClasses: [.trial, .constrained]),
    GeneratedTier(
      name: "standard", share: 40, mostWorkflows: 10, modelTier: 1, weight: 2, priority: "normal",
      serviceLevel: "95% within 24 h", budgetClasses: [.regular, .regularPlus, .seasonal]),
    GeneratedTier(
      name: "premium", share: 18, mostWorkflows: 25, modelTier: 2, weight: 5, priority: "normal",
      serviceLevel: "95% within 8 h", budgetClasses: [.steady, .highVolume]),
    GeneratedTier(
      name: "enterprise", share: 7, mostWorkflows: 60, modelTier: 2, weight: 8, priority: "urgent",
      serviceLevel: "99% within 4 h", budgetClasses: [.highVolume, .bulk, .unmetered]),
  ]
}

/// A budget class; its rate is one that the caps of its tenants do not exhaust early.
struct GeneratedBudgetClass: Sendable, Equatable {
  let name: String
  /// Calls of each metered tool in an hour.
  let callsPerHour: Int
  let perWorkflow: String
  let perMonth: String

  static let all = [
    trial, constrained, regular, regularPlus, seasonal, steady, highVolume, bulk, unmetered,
  ]
  static let trial = Self("trial", 30, "0.05 USD", "5 USD")
  static let constrained = Self("constrained", 60, "0.10 USD", "20 USD")
  static let regular = Self("regular", 100, "0.50 USD", "400 USD")
  static let regularPlus = Self("regular-plus", 150, "0.75 USD", "900 USD")
  static let seasonal = Self("seasonal", 250, "0.50 USD", "1_200 USD")
  static let steady = Self("steady", 300, "1.00 USD", "2_500 USD")
  static let highVolume = Self("high-volume", 600, "2.00 USD", "4_000 USD")
  static let bulk = Self("bulk", 2_000, "1.00 USD", "20_000 USD")
  static let unmetered = Self("large-contract", 5_000, "3.00 USD", "60_000 USD")

  private init(_ name: String, _ callsPerHour: Int, _ perWorkflow: String, _ perMonth: String) {
    self.name = name
    self.callsPerHour = callsPerHour
    self.perWorkflow = perWorkflow
    self.perMonth = perMonth
  }
}
