/* What a stranger to the project would do with the library, and what nobody should: run by Tests/C/run.sh
   on the bundle of policies/lending, under valgrind. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenantpolicy.h>

static int failures = 0;
static int checks = 0;

#define CHECK(holds)                                                   \
  do {                                                                 \
    checks++;                                                          \
    if (!(holds)) {                                                    \
      failures++;                                                      \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #holds); \
    }                                                                  \
  } while (0)

/* Days before and after the adequacy decision ends, on which euro-bank's data may go to the US. */
static const int64_t BEFORE = 1796083200; /* 2026-12-01 */
static const int64_t NOW = 1785542400 + 31536000; /* 2027-08-01 */

static tp_bundle *open_copy(const char *path) {
  tp_bundle *bundle = NULL;
  tp_error error;
  if (tp_bundle_open(path, TP_OPEN_COPY, &bundle, &error) != TP_OK) {
    fprintf(stderr, "%s\n", error.text);
    exit(1);
  }
  return bundle;
}

static tp_index find(const tp_bundle *bundle, tp_kind kind, tp_index of, const char *name) {
  tp_index index = {TP_NONE, 0, 0};
  CHECK(tp_find(bundle, kind, of, name, &index) == TP_OK);
  return index;
}

static uint64_t label(const tp_bundle *bundle, tp_index platform, const char *name) {
  uint64_t bits = 0;
  CHECK(tp_data_class(bundle, platform, name, &bits) == TP_OK);
  return bits;
}

static void test_opening(const char *path) {
  tp_bundle *bundle = (tp_bundle *)1;
  tp_error error;
  CHECK(tp_bundle_open("/nowhere", TP_OPEN_COPY, &bundle, &error) == TP_ERROR_FILE);
  CHECK(bundle == NULL && strlen(error.text) > 0 && error.reason[0] == 0 && error.offset == -1);
  CHECK(tp_bundle_open(path, TP_OPEN_COPY, NULL, &error) == TP_ERROR_ARGUMENT);
  CHECK(tp_bundle_open(NULL, TP_OPEN_COPY, &bundle, NULL) == TP_ERROR_ARGUMENT);
  CHECK(tp_bundle_open(path, (tp_open_mode)7, &bundle, NULL) == TP_ERROR_ARGUMENT);
  uint8_t few[3] = {1, 2, 3};
  CHECK(tp_bundle_open_bytes(few, sizeof few, &bundle, &error) == TP_ERROR_REFUSED);
  CHECK(strcmp(error.reason, "truncated") == 0 && error.offset == 3);
  CHECK(tp_bundle_open(path, TP_OPEN_IN_PLACE, &bundle, NULL) == TP_OK);
  CHECK(tp_bundle_tenant_count(bundle) > 0 && tp_bundle_is_verified(bundle) == 1);
  CHECK(tp_bundle_retain(bundle) == bundle);
  tp_bundle_release(bundle);
  CHECK(tp_bundle_source_count(bundle) > 0);
  tp_bundle_release(bundle);
  CHECK(tp_version() / 1000 == TP_VERSION_MAJOR);
}

/* What is demanded of a bundle, and a file that is followed. */
static void test_trust(const char *path) {
  tp_bundle *bundle = NULL;
  tp_error error;
  tp_demands demands;
  tp_followed *followed = NULL;
  tp_follow_status status;
  memset(&demands, 0, sizeof demands);
  CHECK(tp_bundle_open_trusted(path, NULL, &demands, &bundle, &error) == TP_ERROR_ARGUMENT);
  CHECK(tp_bundle_open_trusted(path, NULL, NULL, &bundle, &error) == TP_ERROR_ARGUMENT);
  CHECK(tp_follow(path, NULL, NULL, &demands, 0, &followed) == TP_ERROR_ARGUMENT && !followed);
  demands.public_keys = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
  CHECK(tp_bundle_open_trusted(path, NULL, &demands, &bundle, &error) == TP_ERROR_REFUSED);
  CHECK(bundle == NULL && strcmp(error.reason, "unsigned") == 0);
  CHECK(tp_follow(path, NULL, NULL, &demands, 1, &followed) == TP_OK);
  CHECK(tp_followed_current(followed) == NULL);
  CHECK(tp_followed_status(followed, &status) == TP_OK && !status.is_active && !status.is_sound);
  CHECK(strcmp(status.refusal.reason, "unsigned") == 0 && strstr(status.text, "denied"));
  tp_followed_release(followed);
  demands.without_signature = 1;
  CHECK(tp_bundle_open_trusted(path, NULL, &demands, &bundle, &error) == TP_ERROR_ARGUMENT);
  demands.public_keys = NULL;
  demands.proof = (tp_proof)9;
  CHECK(tp_bundle_open_trusted(path, NULL, &demands, &bundle, &error) == TP_ERROR_ARGUMENT);
  demands.proof = TP_PROOF_VERIFIED;
  demands.platforms = "lending";
  CHECK(tp_bundle_open_trusted(path, NULL, &demands, &bundle, &error) == TP_OK);
  CHECK(tp_bundle_epoch(bundle) == 0 && tp_bundle_not_before(bundle) == 0);
  CHECK(tp_bundle_not_after(bundle) == 0 && tp_bundle_epoch(NULL) == 0);
  tp_bundle_release(bundle);
  CHECK(tp_follow(path, NULL, NULL, &demands, 1, &followed) == TP_OK);
  bundle = tp_followed_current(followed);
  CHECK(bundle != NULL && tp_bundle_tenant_count(bundle) > 0);
  CHECK(tp_followed_refresh(followed) == TP_OK);
  CHECK(tp_followed_status(followed, &status) == TP_OK && status.is_sound && status.is_active);
  CHECK(status.memory == TP_MEMORY_NOT_KEPT && status.activations == 1 && !status.refusal.text[0]);
  tp_followed_release(followed);
  CHECK(tp_bundle_tenant_count(bundle) > 0); /* a run keeps its bundle */
  tp_bundle_release(bundle);
  demands.minimum_epoch = 1;
  CHECK(tp_bundle_open_trusted(path, NULL, &demands, &bundle, &error) == TP_ERROR_REFUSED);
  CHECK(strcmp(error.reason, "epoch") == 0 && error.offset == -1);
  tp_followed_release(NULL);
  CHECK(tp_followed_current(NULL) == NULL && tp_followed_refresh(NULL) == TP_ERROR_ARGUMENT);
  CHECK(tp_followed_status(NULL, &status) == TP_ERROR_ARGUMENT);
}

/* Nothing that is missing, and nobody's values, end the process. */
static void test_nothing(const tp_bundle *bundle) {
  tp_admission run;
  tp_decision decision;
  tp_index index;
  memset(&run, 0xEE, sizeof run);
  CHECK(tp_bundle_retain(NULL) == NULL);
  tp_bundle_release(NULL);
  CHECK(tp_bundle_tenant_count(NULL) == 0 && tp_count(NULL, TP_TOOL) == 0);
  CHECK(tp_count(bundle, (tp_kind)99) == 0);
  CHECK(tp_admit_names(NULL, "a", "b", &run, NULL) == TP_ERROR_ARGUMENT);
  CHECK(tp_admit_names(bundle, NULL, "b", &run, NULL) == TP_ERROR_ARGUMENT);
  CHECK(tp_reviewers(bundle, &run, &index) == TP_ERROR_NOT_FOUND);
  CHECK(tp_review(bundle, &run, NULL, 0, &decision) == TP_ERROR_DENIED);
  CHECK(decision.code == TP_CODE_OTHER_BUNDLE);
  uint8_t bytes[TP_CONTEXT_MAX];
  size_t length = 0;
  CHECK(tp_admission_encode(bundle, &run, bytes, sizeof bytes, &length) == TP_ERROR_NOT_FOUND);
  int64_t number = 0;
  CHECK(tp_number(bundle, &run, TP_WEIGHT, &number) == TP_ERROR_NOT_FOUND);
  index.row = TP_NONE;
  index.tag = 0;
  index.kind = 0;
  CHECK(tp_permits(bundle, &run, index) == 0);
  CHECK(tp_name(bundle, index, NULL, 0, NULL) == TP_ERROR_NOT_FOUND);
  CHECK(strcmp(tp_code_name((tp_code)250), "unknown") == 0);
}

static void test_admission(const tp_bundle *bundle) {
  tp_admission run;
  tp_decision decision;
  tp_index platform, plan, tool;
  CHECK(tp_admit_names(bundle, "nobody", "loan-approval", &run, &decision) == TP_ERROR_DENIED);
  CHECK(decision.code == TP_CODE_UNKNOWN_TENANT && decision.source == TP_NONE);
  CHECK(!decision.can_retry);
  CHECK(tp_admit_names(bundle, "euro-bank", "no-plan", &run, &decision) == TP_ERROR_DENIED);
  CHECK(decision.code == TP_CODE_UNKNOWN_PLAN && decision.line > 0);
  CHECK(tp_platform(bundle, "lending", &platform) == TP_OK);
  CHECK(tp_find(bundle, TP_PLAN, platform, "loan-approval", &plan) == TP_OK);
  CHECK(tp_find(bundle, TP_PLAN, platform, "loan", &plan) == TP_ERROR_NOT_FOUND);
  plan = find(bundle, TP_PLAN, platform, "loan-approval");
  CHECK(tp_admit(bundle, "euro-bankX", 9, plan, &run, &decision) == TP_OK);
  CHECK(tp_admit(bundle, "euro-bank", 8, plan, &run, NULL) == TP_ERROR_DENIED);
  CHECK(tp_admit(bundle, "euro-bank", 9, platform, &run, NULL) == TP_ERROR_NOT_FOUND);
  CHECK(tp_refused_tool(bundle, "euro-bank", 9, plan, &tool) == TP_ERROR_NOT_FOUND);
  CHECK(tp_admit_names(bundle, "euro-bank", "loan-approval", &run, &decision) == TP_OK);
  uint8_t digest[32];
  CHECK(tp_bundle_digest(bundle, digest) == TP_OK);

  char text[64];
  size_t length = 0;
  CHECK(tp_text(bundle, &run, TP_TENANT_ID, text, sizeof text, &length) == TP_OK);
  CHECK(strcmp(text, "euro-bank") == 0 && length == 9);
  CHECK(tp_text(bundle, &run, TP_TENANT_ID, text, 9, &length) == TP_ERROR_BUFFER);
  CHECK(tp_text(bundle, &run, TP_TENANT_ID, text, 10, NULL) == TP_OK);
  CHECK(tp_text(bundle, &run, TP_TENANT_ID, NULL, 0, &length) == TP_ERROR_BUFFER);
  int64_t cap = 0;
  CHECK(tp_number(bundle, &run, TP_CONCURRENCY_CAP, &cap) == TP_OK && cap > 0);
  CHECK(tp_number(bundle, &run, (tp_number_field)99, &cap) == TP_ERROR_NOT_FOUND);
  size_t count = 0;
  tp_rate rates[32];
  CHECK(tp_rates(bundle, &run, rates, 32, &count) == TP_OK);
  CHECK(tp_field_place(bundle, &run, "data_residency", &decision) == TP_OK);
  CHECK(decision.line > 0 && memcmp(decision.bundle, digest, 32) == 0);
  CHECK(tp_bundle_source(bundle, decision.source, text, sizeof text, NULL) == TP_OK);
  CHECK(tp_field_place(bundle, &run, "no_such_field", &decision) == TP_ERROR_NOT_FOUND);

  tp_index us = find(bundle, TP_REGION, platform, "us-east-1");
  tp_index eu = find(bundle, TP_REGION, platform, "eu-west-1");
  CHECK(tp_permits(bundle, &run, eu) && !tp_permits(bundle, &run, us));
  CHECK(tp_permits_storing(bundle, &run, eu) && !tp_permits_storing(bundle, &run, us));
  CHECK(tp_permits_logging(bundle, &run, eu) && !tp_permits_logging(bundle, &run, us));
}

static void test_checkpoint(const tp_bundle *bundle) {
  tp_admission run, back;
  tp_decision decision;
  uint8_t bytes[TP_CONTEXT_MAX];
  size_t length = 0;
  CHECK(tp_admit_names(bundle, "euro-bank", "loan-approval", &run, NULL) == TP_OK);
  CHECK(tp_admission_encode(bundle, &run, bytes, 10, &length) == TP_ERROR_BUFFER);
  CHECK(tp_admission_encode(bundle, &run, bytes, sizeof bytes, &length) == TP_OK);
  CHECK(length <= TP_CONTEXT_MAX);
  CHECK(tp_admission_decode(bundle, bytes, length, &back, &decision) == TP_OK);
  CHECK(memcmp(&run, &back, sizeof run) == 0);
  for (size_t bit = 0; bit < 8 * length; bit++) {
    bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    CHECK(tp_admission_decode(bundle, bytes, length, &back, &decision) == TP_ERROR_DENIED);
    CHECK(decision.code == TP_CODE_DAMAGED_CONTEXT);
    bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
  }
  CHECK(tp_admission_decode(bundle, bytes, length - 1, &back, NULL) == TP_ERROR_DENIED);
}

static void test_routes(const tp_bundle *bundle) {
  tp_admission run;
  tp_index platform;
  CHECK(tp_platform(bundle, "lending", &platform) == TP_OK);
  CHECK(tp_admit_names(bundle, "euro-bank", "loan-approval", &run, NULL) == TP_OK);
  uint64_t data = label(bundle, platform, "pii") | label(bundle, platform, "financial");
  tp_capability check = {find(bundle, TP_MODEL, platform, "compliance_check"), TP_STORAGE_NONE};
  tp_index eu = find(bundle, TP_ENDPOINT, platform, "compliance-eu");
  tp_index us = find(bundle, TP_ENDPOINT, platform, "compliance-us");
  tp_index compliance = find(bundle, TP_STEP, find(bundle, TP_PLAN, platform, "loan-approval"),
                             "compliance");

  /* Everything is up and quick: the gate leaves the EU alone. */
  size_t endpoints = tp_count(bundle, TP_ENDPOINT);
  int64_t *latency = calloc(endpoints, sizeof *latency);
  uint64_t *up = calloc(endpoints / 64 + 1, sizeof *up);
  if (latency == NULL || up == NULL) exit(1);
  tp_snapshot snapshot = {NOW, NULL, 0, latency, endpoints};
  tp_route route;
  CHECK(tp_route_next(bundle, &run, check, data, &snapshot, TP_FIRST, &route) == TP_OK);
  CHECK(route.endpoint.row == eu.row && route.decision.line > 0);
  CHECK(route.fallback == TP_FALLBACK_HOLD);
  CHECK(tp_route_next(bundle, &run, check, data, &snapshot, route.position, &route) ==
        TP_ERROR_DENIED);
  CHECK(route.decision.code == TP_CODE_UNAVAILABLE && route.decision.can_retry);
  CHECK(route.endpoint.row == TP_NONE && route.position == TP_FIRST);

  /* Nothing is up. */
  snapshot.up = up;
  snapshot.up_words = endpoints / 64 + 1;
  CHECK(tp_route_next(bundle, &run, check, data, &snapshot, TP_FIRST, &route) == TP_ERROR_DENIED);
  CHECK(route.decision.code == TP_CODE_UNAVAILABLE);
  up[eu.row / 64] |= (uint64_t)1 << eu.row % 64;
  CHECK(tp_route_next(bundle, &run, check, data, &snapshot, TP_FIRST, &route) == TP_OK);
  CHECK(route.endpoint.row == eu.row);
  snapshot.up_words = 0;
  CHECK(tp_route_next(bundle, &run, check, data, &snapshot, TP_FIRST, &route) == TP_ERROR_DENIED);

  /* What is not asked in the plan's terms. */
  CHECK(tp_route_next(bundle, &run, check, UINT64_MAX, &snapshot, TP_FIRST, &route) ==
        TP_ERROR_DENIED);
  CHECK(route.decision.code == TP_CODE_UNKNOWN_NAME);
  CHECK(tp_route_next(bundle, &run, check, data, &snapshot, -2, &route) == TP_ERROR_ARGUMENT);
  CHECK(tp_route_next(bundle, &run, check, data, NULL, TP_FIRST, &route) == TP_ERROR_ARGUMENT);

  tp_decision decision;
  CHECK(tp_permission(bundle, &run, check, eu, data, NOW, &decision) == TP_OK);
  CHECK(tp_permission(bundle, &run, check, us, data, BEFORE, &decision) == TP_OK);
  CHECK(tp_permission(bundle, &run, check, us, data, NOW, &decision) == TP_ERROR_DENIED);
  CHECK(decision.code == TP_CODE_REGION_NOT_PERMITTED && decision.line > 0);

  CHECK(tp_monitor(bundle, &run, compliance, check, eu, data, NOW, &decision) == TP_OK);
  CHECK(tp_monitor(bundle, &run, compliance, check, us, data, NOW, &decision) == TP_ERROR_DENIED);
  CHECK(tp_monitor(bundle, &run, compliance, check, eu, 0, NOW, &decision) == TP_ERROR_DENIED);
  CHECK(decision.code == TP_CODE_LABEL_NOT_REACHED);
  tp_capability bureau = {find(bundle, TP_TOOL, platform, "credit_bureau_v2"), TP_STORAGE_NONE};
  CHECK(tp_monitor(bundle, &run, compliance, bureau, eu, data, NOW, &decision) ==
        TP_ERROR_DENIED);
  CHECK(decision.code == TP_CODE_NOT_ASKED_HERE);

  tp_index pool;
  CHECK(tp_reviewers(bundle, &run, &pool) == TP_OK);
  CHECK(tp_review(bundle, &run, NULL, data, &decision) == TP_OK);
  CHECK(tp_review(bundle, &run, &eu, data, &decision) == TP_ERROR_NOT_FOUND);
  tp_index review = find(bundle, TP_STEP, find(bundle, TP_PLAN, platform, "loan-approval"),
                         "review");
  CHECK(tp_monitor_review(bundle, &run, review, NULL, data, &decision) == TP_OK);
  CHECK(tp_monitor_review(bundle, &run, compliance, NULL, data, &decision) == TP_ERROR_DENIED);
  free(latency);
  free(up);
}

/* Threads that share a bundle, each with an owner's count of its own. */
static void *work(void *argument) {
  tp_bundle *bundle = argument;
  intptr_t wrong = 0;
  for (int turn = 0; turn < 2000; turn++) {
    tp_admission run;
    uint8_t bytes[TP_CONTEXT_MAX];
    size_t length = 0;
    if (tp_admit_names(bundle, "euro-bank", "loan-approval", &run, NULL) != TP_OK) wrong++;
    if (turn % 50 == 0) {
      if (tp_admission_encode(bundle, &run, bytes, sizeof bytes, &length) != TP_OK) wrong++;
      if (tp_admission_decode(bundle, bytes, length, &run, NULL) != TP_OK) wrong++;
    }
    tp_bundle_release(tp_bundle_retain(bundle));
  }
  tp_bundle_release(bundle);
  return (void *)wrong;
}

static void test_threads(tp_bundle *bundle) {
  pthread_t threads[4];
  for (int number = 0; number < 4; number++)
    CHECK(pthread_create(&threads[number], NULL, work, tp_bundle_retain(bundle)) == 0);
  for (int number = 0; number < 4; number++) {
    void *wrong = NULL;
    pthread_join(threads[number], &wrong);
    CHECK(wrong == NULL);
  }
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  test_opening(arguments[1]);
  test_trust(arguments[1]);
  tp_bundle *bundle = open_copy(arguments[1]);
  test_nothing(bundle);
  test_admission(bundle);
  test_checkpoint(bundle);
  test_routes(bundle);
  test_threads(bundle);
  tp_bundle_release(bundle);
  printf("%d checks, %d failures\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
