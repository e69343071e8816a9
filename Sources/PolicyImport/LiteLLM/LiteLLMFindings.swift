import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// How findings about a configuration of LiteLLM are worded.
extension Finding {
  static func wrongForm(_ node: Node, _ what: String) -> Finding {
    Finding(
      Rules.imports.refused, "\(what) says nothing to LiteLLM", at: node.span,
      help: "write it in the form that LiteLLM reads, or remove it")
  }

  static func passThrough(_ endpoint: Node) -> Finding {
    let target = endpoint.entries.first { $0.key.text == "target" }?.value
    return Finding(
      Rules.litellm.passThrough,
      "requests go through to `\(target?.text ?? "another host")` past every group and fallback",
      at: (target ?? endpoint).span,
      help: "declare it as a tool of its own, whose plans say who may call it")
  }

  static func namesNothing(_ name: String, _ kind: String, at span: SourceSpan) -> Finding {
    Finding(
      Rules.litellm.namesNothing, "`\(name)` is no \(kind) of this configuration", at: span,
      help: "a call that comes here fails, or goes wherever `default_fallbacks` says")
  }

  static func limitNotExpressed(_ limit: String, of name: String, at span: SourceSpan) -> Finding {
    Finding(
      Rules.litellm.limitNotExpressed, "`\(limit)` of `\(name)` is left out", at: span,
      help: "policies bound calls, money and workflows at once; state a rate for each tool instead")
  }

  static func limitMissing(_ limit: String, _ field: String, of name: Written<String>) -> Finding {
    Finding(
      Rules.litellm.limitNotExpressed, "`\(name.value)` has no `\(limit)`", at: name.span,
      help: "LiteLLM sets no bound then; state `\(field)` for the tenant")
  }

  static func everyModel(_ name: Written<String>, at span: SourceSpan) -> Finding {
    Finding(
      Rules.litellm.everyModel, "`\(name.value)` may call every model", at: span,
      others: span == name.span ? [] : [OtherPlace(name.span, "of this one")],
      help: "list the groups that it needs: what is added to `model_list` later is its too")
  }

  static func filterNotEnforced(
    _ region: Written<String>, _ what: String, others: [OtherPlace] = []
  ) -> Finding {
    Finding(
      Rules.litellm.filterNotEnforced, "the region `\(region.value)` keeps nothing out: \(what)",
      at: region.span, others: others,
      help: "set `enable_pre_call_checks: true` below `router_settings`, and a `region_name` for"
        + " each deployment")
  }

  static func beyondAllowList(
    _ caller: Written<String>, from group: String, by path: [LiteLLMHop], to target: String
  ) -> Finding {
    Finding(
      Rules.litellm.beyondAllowList,
      "`\(caller.value)` may not call `\(target)`, but its calls of `\(group)` come to it",
      at: path.last?.place ?? caller.span,
      others: [OtherPlace(caller.span, "who it is")]
        + path.dropLast().map { OtherPlace($0.place, "then by `\($0.setting)`") },
      notes: ["the way: `\(group)`" + path.map { ", by `\($0.setting)` `\($0.target)`" }.joined()],
      help: "take it out of the fallbacks, allow it, or set `enforce_fallback_model_access: true`"
        + " below `general_settings`")
  }
}
