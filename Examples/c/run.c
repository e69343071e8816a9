/*
 * A runtime in one page: admits a run, walks the calls of its plan, and asks where each may go.
 *
 *   tenantpolicy build policies/lending -o lending.bundle
 *   cc run.c $(pkg-config --cflags --libs tenantpolicy) -o run
 *   ./run lending.bundle institution-x-4921 loan-approval
 */
#include <stdio.h>
#include <tenantpolicy.h>
#include <time.h>

static void explain(const tp_bundle *bundle, const char *what, const tp_decision *decision) {
  char file[256] = "";
  if (decision->source != TP_NONE)
    tp_bundle_source(bundle, decision->source, file, sizeof file, NULL);
  printf("%s: %s (%s%s%s:%u)%s\n", what, tp_code_text(decision->code), tp_code_name(decision->code),
         file[0] ? ", " : "", file, decision->line, decision->can_retry ? ", try again later" : "");
}

/* Asks for the endpoints of a tool or model, the second as if the first had failed. */
static void call(const tp_bundle *bundle, const tp_admission *run, tp_index platform, tp_kind kind,
                 const char *callee, const char *data_class) {
  tp_capability capability = {{0, 0, 0}, TP_STORAGE_NONE};
  tp_snapshot snapshot = {0, NULL, 0, NULL, 0};
  uint64_t label = 0;
  if (tp_find(bundle, kind, platform, callee, &capability.callee) != TP_OK ||
      tp_data_class(bundle, platform, data_class, &label) != TP_OK)
    return;
  snapshot.now = (int64_t)time(NULL);
  int32_t after = TP_FIRST;
  for (int attempt = 1; attempt <= 2; attempt++) {
    tp_route route;
    char name[160] = "no endpoint";
    tp_status status = tp_route_next(bundle, run, capability, label, &snapshot, after, &route);
    if (route.endpoint.row != TP_NONE)
      tp_name(bundle, route.endpoint, name, sizeof name, NULL);
    printf("%s with %s data, attempt %d: %s\n", callee, data_class, attempt, name);
    if (status != TP_OK) {
      explain(bundle, "  why", &route.decision);
      return;
    }
    after = route.position;
  }
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: %s BUNDLE TENANT PLAN\n", arguments[0]);
    return 2;
  }
  tp_bundle *bundle = NULL;
  tp_error error;
  if (tp_bundle_open(arguments[1], TP_OPEN_COPY, &bundle, &error) != TP_OK) {
    fprintf(stderr, "%s\n", error.text);
    return 8;
  }
  tp_admission run;
  tp_decision decision;
  int status = 0;
  if (tp_admit_names(bundle, arguments[2], arguments[3], &run, &decision) == TP_OK) {
    tp_index platform;
    int64_t cap = 0;
    tp_admission_platform(bundle, &run, &platform);
    tp_number(bundle, &run, TP_CONCURRENCY_CAP, &cap);
    printf("admitted; at most %lld runs at once\n", (long long)cap);
    call(bundle, &run, platform, TP_TOOL, "credit_bureau_v2", "financial");
    call(bundle, &run, platform, TP_MODEL, "issue_decision", "pii");

    uint8_t saved[TP_CONTEXT_MAX];
    size_t length = 0;
    tp_admission_encode(bundle, &run, saved, sizeof saved, &length);
    printf("a checkpoint keeps it in %lu bytes\n", (unsigned long)length);
  } else {
    explain(bundle, "not admitted", &decision);
    status = 1;
  }
  tp_bundle_release(bundle);
  return status;
}
