/* The conformance vectors of the project (docs/reader.md), asked of the library as a stranger would ask it:
 *
 *   vectors_test FOLDER SCRATCH
 *
 * FOLDER has the vectors; files are written to SCRATCH. */
#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenantpolicy.h>

static const char *folder, *scratch;
static int checks = 0, failures = 0;

static void check(int holds, const char *what, json_t *vector) {
  checks++;
  if (holds) return;
  failures++;
  char *text = json_dumps(vector, JSON_COMPACT);
  fprintf(stderr, "%s: not so: %s\n", what, text);
  free(text);
}

/* ---- files and bytes ----------------------------------------------------------------------------- */

typedef struct {
  uint8_t *data;
  size_t length;
} bytes;

static void *allocated(size_t size) {
  void *memory = calloc(size + 1, 1);
  if (memory == NULL) exit(1);
  return memory;
}

static bytes read_file(const char *name) {
  char path[4096];
  bytes file = {NULL, 0};
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *stream = fopen(path, "rb");
  if (stream == NULL || fseek(stream, 0, SEEK_END) != 0) exit(1);
  file.length = (size_t)ftell(stream);
  file.data = allocated(file.length);
  rewind(stream);
  if (fread(file.data, 1, file.length, stream) != file.length) exit(1);
  fclose(stream);
  return file;
}

/* Writes a file into the scratch folder, and gives its path. */
static const char *write_file(const char *name, const void *data, size_t length) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/%s", scratch, name);
  FILE *stream = fopen(path, "wb");
  if (stream == NULL || fwrite(data, 1, length, stream) != length || fclose(stream) != 0) exit(1);
  return path;
}

static bytes from_hexadecimal(const char *text) {
  bytes result = {allocated(strlen(text) / 2), strlen(text) / 2};
  if (sodium_hex2bin(result.data, result.length, text, 2 * result.length, NULL, NULL, NULL) != 0)
    exit(1);
  return result;
}

static json_t *read_json(const char *name) {
  bytes file = read_file(name);
  json_t *value = json_loadb((const char *)file.data, file.length, 0, NULL);
  free(file.data);
  if (value == NULL) exit(1);
  return value;
}

static const char *text_of(json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

static json_t *text_or_null(const char *text) { return text[0] ? json_string(text) : json_null(); }

/* ---- what a question names ----------------------------------------------------------------------- */

typedef struct {
  const tp_bundle *bundle;
  json_t *question;
  tp_admission run;
  tp_index platform;
  int is_admitted;
} asked;

static tp_index nothing(tp_kind kind) {
  tp_index index = {TP_NONE, 0, 0};
  index.kind = (uint32_t)kind;
  return index;
}

static tp_index find(const asked *a, tp_kind kind, const char *name) {
  tp_index index = nothing(kind);
  tp_find(a->bundle, kind, a->platform, name, &index);
  return index;
}

static const char *name_of(const tp_bundle *bundle, tp_index index, char text[512]) {
  text[0] = 0;
  if (index.row != TP_NONE) tp_name(bundle, index, text, 512, NULL);
  return text;
}

static uint64_t label(const asked *a) {
  json_t *stated = json_object_get(a->question, "label");
  if (json_is_integer(stated)) return (uint64_t)json_integer_value(stated);
  uint64_t bits = 0;
  for (size_t at = 0; at < json_array_size(stated); at++) {
    uint64_t one = 0;
    tp_data_class(a->bundle, a->platform, json_string_value(json_array_get(stated, at)), &one);
    bits |= one;
  }
  return bits;
}

static tp_capability capability(const asked *a) {
  static const char *storage[] = {"checkpoint", "state", "audit", "trace", "queue"};
  json_t *stated = json_object_get(a->question, "capability");
  tp_capability result = {{0, 0, 0}, TP_STORAGE_NONE};
  if (json_object_get(stated, "tool"))
    result.callee = find(a, TP_TOOL, text_of(stated, "tool"));
  else if (json_object_get(stated, "model"))
    result.callee = find(a, TP_MODEL, text_of(stated, "model"));
  for (int kind = 0; kind < 5; kind++)
    if (strcmp(storage[kind], text_of(stated, "storage")) == 0)
      result.storage = (tp_storage)(1 << kind);
  return result;
}

static int64_t now(const asked *a) {
  return json_integer_value(json_object_get(a->question, "now"));
}

static const tp_index *pool(const asked *a, tp_index *place) {
  if (!json_is_string(json_object_get(a->question, "pool"))) return NULL;
  *place = find(a, TP_REVIEWER_POOL, text_of(a->question, "pool"));
  return place;
}

/* ---- answers -------------------------------------------------------------------------------------- */

static json_t *decided(const tp_bundle *bundle, const tp_decision *decision) {
  char source[512] = "";
  json_t *line = json_null();
  if (decision->source != TP_NONE) {
    tp_bundle_source(bundle, decision->source, source, sizeof source, NULL);
    line = json_integer(decision->line);
  }
  return json_pack("{s:s, s:o, s:o}", "code", tp_code_name(decision->code), "source",
                   text_or_null(source), "line", line);
}

static json_t *admitted(const asked *a, const tp_decision *decision) {
  if (a->is_admitted)
    return json_pack("{s:s, s:n, s:n}", "code", "permitted", "source", "line");
  json_t *answer = decided(a->bundle, decision);
  if (decision->code != TP_CODE_TOOL_NOT_PERMITTED) return answer;
  /* The plan is looked up on each platform: only that of the tenant's has a tool that is refused. */
  json_t *platforms = json_object_get(json_object_get(a->question, "facts"), "platforms");
  const char *tenant = text_of(a->question, "tenant");
  for (size_t at = 0; at < json_array_size(platforms); at++) {
    tp_index platform, plan, tool;
    char name[512];
    if (tp_platform(a->bundle, json_string_value(json_array_get(platforms, at)), &platform) == TP_OK &&
        tp_find(a->bundle, TP_PLAN, platform, text_of(a->question, "plan"), &plan) == TP_OK &&
        tp_refused_tool(a->bundle, tenant, strlen(tenant), plan, &tool) == TP_OK)
      json_object_set_new(answer, "tool", json_string(name_of(a->bundle, tool, name)));
  }
  return answer;
}

static json_t *context(const asked *a) {
  static const struct {
    const char *name;
    tp_text_field field;
  } texts[] = {{"tenant_id", TP_TENANT_ID},
               {"org_id", TP_ORG_ID},
               {"policy_tier", TP_POLICY_TIER},
               {"budget_class", TP_BUDGET_CLASS},
               {"model_tier", TP_MODEL_TIER}};
  static const struct {
    const char *name;
    tp_number_field field;
  } numbers[] = {{"concurrency_cap", TP_CONCURRENCY_CAP},
                 {"weight", TP_WEIGHT},
                 {"guaranteed_slots", TP_GUARANTEED_SLOTS},
                 {"priority", TP_PRIORITY},
                 {"per_workflow_micros", TP_PER_WORKFLOW_MICROS},
                 {"per_month_micros", TP_PER_MONTH_MICROS},
                 {"audit_retention_ms", TP_AUDIT_RETENTION_MS},
                 {"data_retention_ms", TP_DATA_RETENTION_MS},
                 {"sla_share_basis_points", TP_SLA_SHARE_BASIS_POINTS},
                 {"sla_within_ms", TP_SLA_WITHIN_MS},
                 {"burst_to", TP_BURST_TO},
                 {"burst_for_ms", TP_BURST_FOR_MS}};
  json_t *answer = json_object();
  char text[512];
  for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) {
    text[0] = 0;
    tp_text(a->bundle, &a->run, texts[at].field, text, sizeof text, NULL);
    json_object_set_new(answer, texts[at].name, text_or_null(text));
  }
  for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
    int64_t value = 0;
    tp_number(a->bundle, &a->run, numbers[at].field, &value);
    json_object_set_new(answer, numbers[at].name, json_integer(value));
  }
  tp_index reviewers = nothing(TP_REVIEWER_POOL);
  tp_reviewers(a->bundle, &a->run, &reviewers);
  json_object_set_new(answer, "reviewer_pool", text_or_null(name_of(a->bundle, reviewers, text)));
  tp_rate rates[32];
  size_t count = 0;
  tp_rates(a->bundle, &a->run, rates, 32, &count);
  json_t *list = json_array();
  for (size_t at = 0; at < count; at++)
    json_array_append_new(
        list, json_pack("[s, I, I, b]", name_of(a->bundle, rates[at].tool, text),
                        (json_int_t)rates[at].calls, (json_int_t)rates[at].window_ms,
                        rates[at].is_sliding));
  json_object_set_new(answer, "rates", list);
  return answer;
}

static json_t *place(const asked *a) {
  tp_decision decision;
  if (tp_field_place(a->bundle, &a->run, text_of(a->question, "field"), &decision) != TP_OK)
    return json_null();
  json_t *answer = decided(a->bundle, &decision);
  json_object_del(answer, "code");
  return answer;
}

static json_t *encoded(const asked *a) {
  uint8_t data[TP_CONTEXT_MAX];
  char digits[2 * TP_CONTEXT_MAX + 1];
  size_t length = 0;
  if (tp_admission_encode(a->bundle, &a->run, data, sizeof data, &length) != TP_OK)
    return json_null();
  return json_string(sodium_bin2hex(digits, sizeof digits, data, length));
}

static json_t *decoded(const asked *a) {
  bytes data = from_hexadecimal(text_of(a->question, "bytes"));
  tp_admission run;
  tp_decision decision;
  tp_status status = tp_admission_decode(a->bundle, data.data, data.length, &run, &decision);
  free(data.data);
  if (status != TP_OK) return decided(a->bundle, &decision);
  char tenant[512] = "", plan[512];
  tp_index index = nothing(TP_PLAN);
  tp_text(a->bundle, &run, TP_TENANT_ID, tenant, sizeof tenant, NULL);
  tp_admission_plan(a->bundle, &run, &index);
  return json_pack("{s:s, s:n, s:n, s:s, s:s}", "code", "permitted", "source", "line", "tenant",
                   tenant, "plan", name_of(a->bundle, index, plan));
}

static json_t *permitted(const asked *a) {
  static const struct {
    const char *name;
    tp_kind kind;
  } kinds[] = {
      {"tool", TP_TOOL}, {"region", TP_REGION}, {"endpoint", TP_ENDPOINT}, {"model", TP_MODEL}};
  const char *use = text_of(a->question, "use");
  tp_index platform, what;
  for (size_t at = 0; at < 4; at++) {
    if (strcmp(kinds[at].name, text_of(a->question, "kind")) != 0) continue;
    if (tp_platform(a->bundle, text_of(a->question, "platform"), &platform) != TP_OK ||
        tp_find(a->bundle, kinds[at].kind, platform, text_of(a->question, "name"), &what) != TP_OK)
      return json_false();
    if (strcmp(use, "store") == 0)
      return json_boolean(tp_permits_storing(a->bundle, &a->run, what));
    if (strcmp(use, "log") == 0) return json_boolean(tp_permits_logging(a->bundle, &a->run, what));
    return json_boolean(tp_permits(a->bundle, &a->run, what));
  }
  return json_null();
}

static json_t *route(const asked *a) {
  static const char *fallbacks[] = {"hold", "queue", "fail", "review"};
  size_t count = tp_count(a->bundle, TP_ENDPOINT);
  uint64_t *up = allocated(8 * (count / 64 + 1));
  int64_t *latency = allocated(8 * (count + 1));
  for (size_t row = 0; row < count; row++) latency[row] = -1;
  json_t *stated = json_object_get(a->question, "up"), *value;
  for (size_t at = 0; at < json_array_size(stated); at++) {
    uint32_t row = find(a, TP_ENDPOINT, json_string_value(json_array_get(stated, at))).row;
    up[row / 64] |= (uint64_t)1 << row % 64;
  }
  const char *name;
  json_object_foreach(json_object_get(a->question, "latency"), name, value)
      latency[find(a, TP_ENDPOINT, name).row] = json_integer_value(value);
  tp_snapshot snapshot = {now(a), stated ? up : NULL, stated ? count / 64 + 1 : 0, latency, count};
  json_t *after = json_object_get(a->question, "after");
  tp_route found;
  tp_route_next(a->bundle, &a->run, capability(a), label(a), &snapshot,
                after ? (int32_t)json_integer_value(after) : TP_FIRST, &found);
  free(up);
  free(latency);
  char text[512];
  json_t *answer = decided(a->bundle, &found.decision);
  json_object_set_new(answer, "endpoint", text_or_null(name_of(a->bundle, found.endpoint, text)));
  json_object_set_new(answer, "position",
                      found.position < 0 ? json_null() : json_integer(found.position));
  json_object_set_new(answer, "fallback", json_string(fallbacks[found.fallback]));
  json_object_set_new(answer, "pool", text_or_null(name_of(a->bundle, found.fallback_pool, text)));
  return answer;
}

/* Whatever is answered with one decision. */
static json_t *judged(const asked *a) {
  const char *ask = text_of(a->question, "ask");
  tp_index plan = nothing(TP_PLAN), step = nothing(TP_STEP), place = nothing(TP_REVIEWER_POOL);
  tp_index endpoint = find(a, TP_ENDPOINT, text_of(a->question, "endpoint"));
  tp_decision decision;
  tp_admission_plan(a->bundle, &a->run, &plan);
  tp_find(a->bundle, TP_STEP, plan, text_of(a->question, "step"), &step);
  if (strcmp(ask, "permission") == 0)
    tp_permission(a->bundle, &a->run, capability(a), endpoint, label(a), now(a), &decision);
  else if (strcmp(ask, "review") == 0)
    tp_review(a->bundle, &a->run, pool(a, &place), label(a), &decision);
  else if (strcmp(ask, "monitor") == 0)
    tp_monitor(a->bundle, &a->run, step, capability(a), endpoint, label(a), now(a), &decision);
  else
    tp_monitor_review(a->bundle, &a->run, step, pool(a, &place), label(a), &decision);
  return decided(a->bundle, &decision);
}

static json_t *answer(asked *a) {
  const char *ask = text_of(a->question, "ask");
  tp_decision decision;
  if (strcmp(ask, "decode") == 0) return decoded(a);
  a->is_admitted = tp_admit_names(a->bundle, text_of(a->question, "tenant"),
                                  text_of(a->question, "plan"), &a->run, &decision) == TP_OK;
  if (strcmp(ask, "admit") == 0) return admitted(a, &decision);
  if (!a->is_admitted || tp_admission_platform(a->bundle, &a->run, &a->platform) != TP_OK)
    return json_null();
  if (strcmp(ask, "context") == 0) return context(a);
  if (strcmp(ask, "place") == 0) return place(a);
  if (strcmp(ask, "encode") == 0) return encoded(a);
  if (strcmp(ask, "permits") == 0) return permitted(a);
  if (strcmp(ask, "route") == 0) return route(a);
  return judged(a);
}

static void test_questions(const char *name) {
  char path[4096];
  json_t *file = read_json(name), *question;
  size_t at;
  tp_bundle *bundle = NULL;
  snprintf(path, sizeof path, "%s/%s", folder, text_of(file, "bundle"));
  if (tp_bundle_open(path, TP_OPEN_COPY, &bundle, NULL) != TP_OK) exit(1);
  json_t *facts = json_object_get(file, "facts");
  json_array_foreach(json_object_get(file, "questions"), at, question) {
    asked a;
    memset(&a, 0, sizeof a);
    a.bundle = bundle;
    a.question = question;
    json_object_set(question, "facts", facts);
    json_t *said = answer(&a);
    json_object_del(question, "facts");
    check(json_equal(said, json_object_get(question, "answer")), "answer", question);
    json_decref(said);
  }
  json_array_foreach(json_object_get(file, "codes"), at, question) {
    tp_code code = (tp_code)json_integer_value(json_object_get(question, "number"));
    check(strcmp(tp_code_name(code), text_of(question, "code")) == 0 &&
              tp_code_can_retry(code) == json_is_true(json_object_get(question, "retry")),
          "code", question);
  }
  tp_bundle_release(bundle);
  json_decref(file);
}

/* ---- what must be refused -------------------------------------------------------------------------- */

static void test_refusals(void) {
  json_t *file = read_json("refused.json"), *vector, *edit, *length;
  size_t at, number;
  json_array_foreach(json_object_get(file, "refused"), at, vector) {
    bytes good = read_file(text_of(vector, "bundle")), changed = good;
    length = json_object_get(vector, "length");
    if (length) changed.length = (size_t)json_integer_value(length);
    changed.data = allocated(changed.length);
    memcpy(changed.data, good.data, good.length < changed.length ? good.length : changed.length);
    json_array_foreach(json_object_get(vector, "edits"), number, edit) {
      bytes written = from_hexadecimal(json_string_value(json_array_get(edit, 1)));
      memcpy(changed.data + json_integer_value(json_array_get(edit, 0)), written.data,
             written.length);
      free(written.data);
    }
    if (json_is_true(json_object_get(vector, "seal")))
      crypto_generichash(changed.data + changed.length - 32, 32, changed.data, changed.length - 32,
                         NULL, 0);
    tp_bundle *bundle = NULL;
    tp_error error;
    check(tp_bundle_open_bytes(changed.data, changed.length, &bundle, &error) == TP_ERROR_REFUSED &&
              bundle == NULL && strcmp(error.reason, text_of(vector, "reason")) == 0,
          "refused", vector);
    tp_bundle_release(bundle);
    free(changed.data);
    free(good.data);
  }
  json_decref(file);
}

/* Text of the keys, and of the platforms: in one buffer each. */
static char keys[4096], platforms[4096];

static tp_demands demands_of(json_t *stated) {
  tp_demands demands;
  json_t *list = json_object_get(stated, "keys"), *one;
  const char *proof = text_of(stated, "proof");
  size_t at;
  memset(&demands, 0, sizeof demands);
  keys[0] = platforms[0] = 0;
  json_array_foreach(list, at, one) {
    strcat(keys, "untrusted comment: a key\n");
    strcat(strcat(keys, json_string_value(one)), "\n");
  }
  demands.without_signature = list == NULL;
  demands.public_keys = list ? keys : NULL;
  if (strcmp(proof, "verified") == 0) demands.proof = TP_PROOF_VERIFIED;
  else if (strcmp(proof, "certified") == 0) demands.proof = TP_PROOF_CERTIFIED;
  else if (proof[0]) {
    bytes digest = from_hexadecimal(proof);
    demands.proof = TP_PROOF_CERTIFICATE;
    memcpy(demands.certificate, digest.data, 32);
    free(digest.data);
  }
  demands.minimum_epoch =
      (uint64_t)json_integer_value(json_object_get(stated, "minimum_epoch"));
  if (json_object_get(stated, "at")) {
    demands.time = TP_TIME_AT;
    demands.at = json_integer_value(json_object_get(stated, "at"));
  }
  list = json_object_get(stated, "platforms");
  json_array_foreach(list, at, one) {
    if (at) strcat(platforms, ",");
    strcat(platforms, json_string_value(one));
  }
  demands.platforms = list ? platforms : NULL;
  return demands;
}

/* The file that remembers what was active. */
static const char *write_state(json_t *after) {
  char lines[512], digits[65];
  uint8_t digest[32];
  snprintf(lines, sizeof lines, "tenantpolicy activation 1\nepoch %" JSON_INTEGER_FORMAT "\nbundle %s\n",
           json_integer_value(json_object_get(after, "epoch")), text_of(after, "digest"));
  crypto_generichash(digest, 32, (const uint8_t *)lines, strlen(lines), NULL, 0);
  sodium_bin2hex(digits, sizeof digits, digest, 32);
  strcat(strcat(strcat(lines, "check "), digits), "\n");
  return write_file("state", lines, strlen(lines));
}

static void test_trust(void) {
  json_t *file = read_json("trust.json"), *vector;
  char path[4096], signature_path[4096], state[4096];
  size_t at;
  json_array_foreach(json_object_get(file, "trust"), at, vector) {
    bytes data = read_file(text_of(vector, "bundle"));
    strcpy(path, write_file("trusted", data.data, data.length));
    free(data.data);
    json_t *signature = json_object_get(vector, "signature"), *stated = json_object_get(vector, "demands");
    snprintf(signature_path, sizeof signature_path, "%s/none", scratch);
    if (json_is_string(signature))
      strcpy(signature_path, write_file("signature", json_string_value(signature),
                                        json_string_length(signature)));
    tp_demands demands = demands_of(stated);
    json_t *after = json_object_get(stated, "after");
    tp_error error;
    memset(&error, 0, sizeof error);
    if (after) {
      tp_followed *followed = NULL;
      tp_follow_status status;
      strcpy(state, write_state(after));
      tp_follow(path, signature_path, state, &demands, 0, &followed);
      if (tp_followed_status(followed, &status) == TP_OK) error = status.refusal;
      tp_followed_release(followed);
    } else {
      tp_bundle *bundle = NULL;
      tp_status status = tp_bundle_open_trusted(path, signature_path, &demands, &bundle, &error);
      if (status == TP_OK) error.reason[0] = 0;
      tp_bundle_release(bundle);
    }
    check(strcmp(error.reason, text_of(vector, "reason")) == 0, error.reason, vector);
  }
  json_decref(file);
}

int main(int count, char **arguments) {
  if (count != 3 || sodium_init() < 0) return 2;
  folder = arguments[1];
  scratch = arguments[2];
  test_questions("gated.json");
  test_questions("open.json");
  test_questions("pair.json");
  test_refusals();
  test_trust();
  printf("%d vectors, %d failures\n", checks, failures);
  return failures == 0 && checks > 2000 ? 0 : 1;
}
