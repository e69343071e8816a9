/// What the task types of Conductor do, after its pages on system tasks, operators and AI tasks.
enum ConductorType {
  /// A model of a provider, both in the inputs.
  case model
  /// A vector database, and an embedding model where `embedding` says so.
  case vectors(embedding: Bool)
  /// A server or an agent whose address the named input holds.
  case address(input: String, kind: String)
  case agent
  case http
  case kafka
  case event
  case worker
  case human
  case wait
  case workflow
  case fork
  case dynamicFork
  case choice
  case loop
  case dynamic
  case terminate
  /// Nothing leaves the server.
  case local

  /// - Returns: `nil` for a type that Conductor does not have; it takes such a task for a worker's.
  init?(_ name: String) {
    guard let type = Self.types[name] else { return nil }
    self = type
  }

  private static let types: [String: ConductorType] = [
    "LLM_CHAT_COMPLETE": .model, "LLM_TEXT_COMPLETE": .model, "LLM_GENERATE_EMBEDDINGS": .model,
    "GENERATE_IMAGE": .model, "GENERATE_AUDIO": .model, "GENERATE_VIDEO": .model,
    "LLM_INDEX_TEXT": .vectors(embedding: true), "LLM_INDEX_DOCUMENT": .vectors(embedding: true),
    "LLM_SEARCH_INDEX": .vectors(embedding: true),
    "LLM_STORE_EMBEDDINGS": .vectors(embedding: false),
    "LLM_SEARCH_EMBEDDINGS": .vectors(embedding: false),
    "LLM_GET_EMBEDDINGS": .vectors(embedding: false),
    "LIST_MCP_TOOLS": .address(input: "mcpServer", kind: "mcp"),
    "CALL_MCP_TOOL": .address(input: "mcpServer", kind: "mcp"),
    "GET_AGENT_CARD": .address(input: "agentUrl", kind: "agent"),
    "AGENT": .agent, "CANCEL_AGENT": .agent,
    "HTTP": .http, "HTTP_POLL": .http, "KAFKA_PUBLISH": .kafka, "EVENT": .event,
    "SIMPLE": .worker, "USER_DEFINED": .worker,
    "HUMAN": .human, "WAIT": .wait, "WAIT_FOR_WEBHOOK": .wait, "PULL_WORKFLOW_MESSAGES": .wait,
    "SUB_WORKFLOW": .workflow, "START_WORKFLOW": .workflow,
    "FORK_JOIN": .fork, "FORK": .fork, "FORK_JOIN_DYNAMIC": .dynamicFork,
    "SWITCH": .choice, "DECISION": .choice, "DO_WHILE": .loop, "WHILE": .loop,
    "DYNAMIC": .dynamic, "TERMINATE": .terminate,
    "JOIN": .local, "EXCLUSIVE_JOIN": .local, "INLINE": .local, "LAMBDA": .local,
    "JSON_JQ_TRANSFORM": .local, "JSON_JQ_TRANSFORM_STRING": .local, "SET_VARIABLE": .local,
    "NOOP": .local, "GENERATE_PDF": .local, "CHUNK_TEXT": .local, "SET_CORRELATION_ID": .local,
  ]

  /// Tools of a provider that a model task switches on, which run with the provider.
  static let providerTools = [
    "webSearch": "web-search", "googleSearchRetrieval": "google-search",
    "codeInterpreter": "code-interpreter", "fileSearchVectorStoreIds": "file-search",
  ]
}

/// Keys that are read by nobody here, since they change nothing of where data goes.
enum ConductorKeys {
  static let workflow: Set<String> = [
    "accessPolicy", "cacheConfig", "createTime", "createdBy", "description", "enforceSchema",
    "inputParameters", "inputSchema", "inputTemplate", "maskedFields", "metadata",
    "outputParameters",
    "outputSchema", "overwriteTags", "ownerApp", "ownerEmail", "rateLimitConfig", "restartable",
    "schemaVersion", "tags", "updateTime", "updatedBy", "variables", "version",
    "workflowStatusListenerEnabled",
  ]

  static let task: Set<String> = [
    "asyncComplete", "cacheConfig", "caseExpression", "caseValueParam", "description",
    "defaultExclusiveJoinTask", "dynamicForkJoinTasksParam", "evaluatorType", "expression",
    "inputExpression", "items", "joinStatus", "permissive", "rateLimited", "scriptExpression",
    "startDelay", "workflowTaskType",
  ]

  static let definition: Set<String> = [
    "backoffScaleFactor", "concurrentExecLimit", "createTime", "createdBy", "description",
    "enforceSchema", "executionNameSpace", "inputKeys", "inputSchema", "inputTemplate",
    "isolationGroupId", "name", "outputKeys", "outputSchema", "ownerApp", "ownerEmail",
    "pollTimeoutSeconds", "rateLimitFrequencyInSeconds", "rateLimitPerFrequency",
    "retryDelaySeconds",
    "retryLogic", "updateTime", "updatedBy",
  ]
}
