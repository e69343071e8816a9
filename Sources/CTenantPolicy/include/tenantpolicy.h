/*
 * tenantpolicy.h - the reader of tenant policy bundles, for C.
 *
 * A bundle is one immutable file that `tenantpolicy build` writes. A runtime opens it once, admits runs of
 * a plan for a tenant, and asks the admission where data may go. See docs/admission.md for the contract
 * between a runtime and the proofs in a bundle.
 *
 *   tp_bundle *bundle = NULL;
 *   tp_error error;
 *   if (tp_bundle_open("policies.bundle", TP_OPEN_COPY, &bundle, &error) != TP_OK)
 *     fprintf(stderr, "%s\n", error.text);
 *
 *   tp_admission run;
 *   tp_decision decision;
 *   if (tp_admit_names(bundle, "institution-x-4921", "loan-approval", &run, &decision) != TP_OK)
 *     fprintf(stderr, "%s\n", tp_code_text(decision.code));
 *
 * Rules that hold for every function:
 *
 * - There is no global state, and a bundle has no locks. It never changes: any number of threads may use one
 *   at once. A bundle is counted: it lives until each `tp_bundle_open*`, `tp_followed_current` and
 *   `tp_bundle_retain` has had its `tp_bundle_release`.
 * - Everything but a bundle and a file that is followed is a plain value in memory of the caller, may be
 *   copied, and needs no release. An admission or an index of one bundle that is given to another is
 *   answered with TP_CODE_OTHER_BUNDLE or TP_ERROR_NOT_FOUND.
 * - A pointer must be valid unless "may be NULL" is said. A required pointer that is NULL is answered with
 *   TP_ERROR_ARGUMENT, or as nothing by functions that return no status. Text is UTF-8 and ends with a
 *   zero byte; with a length, it needs no zero byte, and may hold any bytes.
 * - Nothing is allocated but by `tp_bundle_open*`, `tp_follow*`, the functions that decode a context, and
 *   where it says so. `errno` is not meaningful.
 * - No function writes to a stream, raises a signal or calls `exit`. Only `tp_bundle_open*` and `tp_follow*`
 *   use files. `tp_follow` starts a thread where it is asked for one; opening a copy without demands checks the
 *   digest of a bundle of more than 4 MiB by a thread that has ended when the call returns.
 */
#ifndef TENANTPOLICY_H
#define TENANTPOLICY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. Releases that share the major number are compatible. */
#define TP_VERSION_MAJOR 1
#define TP_VERSION_MINOR 0

/* The version that the library was built as: major * 1000 + minor. */
uint32_t tp_version(void);

/* ---- statuses ------------------------------------------------------------------------------------ */

/* What became of a call. Values are stable. */
typedef enum tp_status {
  TP_OK = 0,
  TP_ERROR_ARGUMENT = 1,  /* a required pointer is NULL, or a number is out of its range */
  TP_ERROR_FILE = 2,      /* a file could not be read */
  TP_ERROR_REFUSED = 3,   /* the bytes are not a bundle that can be trusted */
  TP_ERROR_DENIED = 4,    /* the answer is no: the decision says why */
  TP_ERROR_NOT_FOUND = 5, /* there is nothing with that name, number or index */
  TP_ERROR_BUFFER = 6     /* the buffer is too small: the length that is needed was written */
} tp_status;

/* Why something could not be opened. */
typedef struct tp_error {
  /* The stable name of the reason for which a bundle is refused, such as "digest", or of the demand that it
     does not meet, such as "unsigned"; empty otherwise. */
  char reason[32];
  /* Where in the bytes the trouble begins; -1 where that makes no sense. */
  int64_t offset;
  /* One line for people. */
  char text[216];
} tp_error;

/* ---- decisions ----------------------------------------------------------------------------------- */

/* The reasons for a decision: see docs/admission.md. Values are stable. */
typedef enum tp_code {
  TP_CODE_PERMITTED = 0,
  TP_CODE_TOOL_NOT_PERMITTED = 1,
  TP_CODE_REGION_NOT_PERMITTED = 2,
  TP_CODE_OTHER_BUNDLE = 3,
  TP_CODE_UNKNOWN_TENANT = 4,
  TP_CODE_UNKNOWN_PLAN = 5,
  TP_CODE_UNKNOWN_NAME = 6,
  TP_CODE_STORING_NOT_PERMITTED = 7,
  TP_CODE_LOGGING_NOT_PERMITTED = 8,
  TP_CODE_MODEL_TIER_NOT_PERMITTED = 9,
  TP_CODE_RETAINS_TOO_LONG = 10,
  TP_CODE_RETAINS_TOO_SHORT = 11,
  TP_CODE_DEDICATED_TO_ANOTHER = 12,
  TP_CODE_REVIEWERS_ELSEWHERE = 13,
  TP_CODE_CLEARANCE_MISSING = 14,
  TP_CODE_NO_REVIEWERS = 15,
  TP_CODE_NO_CANDIDATE = 16,
  TP_CODE_CONDITIONS_NOT_MET = 17,
  TP_CODE_UNAVAILABLE = 18,
  TP_CODE_NOT_PROVED = 19,
  TP_CODE_NOT_ASKED_HERE = 20,
  TP_CODE_LABEL_NOT_REACHED = 21,
  TP_CODE_NOT_A_CANDIDATE = 22,
  TP_CODE_DAMAGED_CONTEXT = 23
} tp_code;

/* A number of a row that is none, and a source that is none. */
#define TP_NONE UINT32_MAX

/* What was decided, and why. */
typedef struct tp_decision {
  tp_code code;
  /* 1 if the same question can have another answer later, by the same bundle. */
  int32_t can_retry;
  /* The line from which it follows: the number of a source (`tp_bundle_source`) and the line in it, from
     1; TP_NONE and 0 where there is none. */
  uint32_t source;
  uint32_t line;
  /* The digest of the bundle that decided so. */
  uint8_t bundle[32];
} tp_decision;

/* A code in words, such as "the tenant may not use the tool"; never NULL, lives for ever. */
const char *tp_code_text(tp_code code);

/* A code as a word for logs, such as "toolNotPermitted"; never NULL, lives for ever. */
const char *tp_code_name(tp_code code);

/* Whether the same question can have another answer later, by the same bundle: 1 or 0. */
int32_t tp_code_can_retry(tp_code code);

/* ---- bundles ------------------------------------------------------------------------------------- */

typedef struct tp_bundle tp_bundle;

typedef enum tp_open_mode {
  /* A sealed copy that nobody can change any more, after all of it was checked. */
  TP_OPEN_COPY = 0,
  /* The file where it lies, in a time that does not depend on its size; only its header was checked. The
     file must never change: for stores whose files are only ever replaced. */
  TP_OPEN_IN_PLACE = 1
} tp_open_mode;

/* Opens a bundle. `error` may be NULL. */
tp_status tp_bundle_open(const char *path, tp_open_mode mode, tp_bundle **bundle, tp_error *error);

/* Opens a copy of a bundle in memory. `error` may be NULL. */
tp_status tp_bundle_open_bytes(const uint8_t *bytes, size_t length, tp_bundle **bundle,
                               tp_error *error);

/* One more owner of a bundle, which must be released too. Returns it. NULL stays NULL. */
tp_bundle *tp_bundle_retain(tp_bundle *bundle);

/* One owner less. NULL is nothing to release. */
void tp_bundle_release(tp_bundle *bundle);

/* The digest of a bundle: what tells it from every other. */
tp_status tp_bundle_digest(const tp_bundle *bundle, uint8_t digest[32]);

/* How many tenants, and how many sources it was compiled from. 0 for NULL. */
uint64_t tp_bundle_tenant_count(const tp_bundle *bundle);
uint32_t tp_bundle_source_count(const tp_bundle *bundle);

/* 1 if every plan of it was proved before it was written, else 0. */
int32_t tp_bundle_is_verified(const tp_bundle *bundle);

/* The name of the source with this number. See "Text" below for how it is given. */
tp_status tp_bundle_source(const tp_bundle *bundle, uint32_t source, char *text, size_t capacity,
                           size_t *length);

/* Which of several bundles is the newer one, 0 where none is stated, and the first and the last second at
   which it holds, since 1970-01-01T00:00:00Z, 0 for none. 0 for NULL. */
uint64_t tp_bundle_epoch(const tp_bundle *bundle);
int64_t tp_bundle_not_before(const tp_bundle *bundle);
int64_t tp_bundle_not_after(const tp_bundle *bundle);

/*
 * Text is written to a buffer of the caller's with a zero byte after it. `length` (may be NULL) gets the
 * bytes without the zero byte, also where the buffer is too small: then nothing is written, and the status
 * is TP_ERROR_BUFFER. A NULL buffer with capacity 0 asks for the length.
 */

/* ---- trust --------------------------------------------------------------------------------------- */

/* What must have been proved of the plans. */
typedef enum tp_proof {
  TP_PROOF_NOT_DEMANDED = 0,
  TP_PROOF_VERIFIED = 1,   /* whoever built the bundle proved them */
  TP_PROOF_CERTIFIED = 2,  /* the same, and it names a certificate */
  TP_PROOF_CERTIFICATE = 3 /* the same, and it is the one with the digest `certificate` */
} tp_proof;

/* When the bundle must hold. One that states no end does not meet such a demand. */
typedef enum tp_time {
  TP_TIME_NOT_DEMANDED = 0,
  TP_TIME_NOW = 1, /* whenever it is looked at, by the clock of the system */
  TP_TIME_AT = 2   /* at the second `at` */
} tp_time;

/* What a runtime demands of a bundle: see docs/trust.md. Begin with zeros: that is refused until it is said
   whose signature is good, or that none is demanded. */
typedef struct tp_demands {
  /* The text of a file of public keys of minisign, any of which is good, or one key in base64. NULL exactly
     where `without_signature` is 1. */
  const char *public_keys;
  int32_t without_signature;
  tp_proof proof;
  uint8_t certificate[32];
  uint64_t minimum_epoch;
  tp_time time;
  int64_t at;
  /* The platforms that it must be of, and no other, with commas between them; NULL where any will do. */
  const char *platforms;
} tp_demands;

/* Opens a copy of a bundle that meets the demands. `signature` is the file of its signature, NULL for the
   path with ".minisig" behind it. TP_ERROR_ARGUMENT for demands that make no sense. `error` may be NULL: its
   `reason` is the word of the demand that is not met, such as "unsigned". */
tp_status tp_bundle_open_trusted(const char *path, const char *signature, const tp_demands *demands,
                                 tp_bundle **bundle, tp_error *error);

/* The bundle at a path, as it is replaced over time. Any number of threads may use one at once. */
typedef struct tp_followed tp_followed;

/* Follows a file that is looked at now and, unless `interval_ms` is 0, every so often by a thread of its own.
   That it is bad or missing is no error: `tp_followed_status` says so. `state` is the file in which it is
   remembered which bundle was active, so that no older one is accepted; NULL for none. */
tp_status tp_follow(const char *path, const char *signature, const char *state,
                    const tp_demands *demands, uint32_t interval_ms, tp_followed **followed);

/* Follows no more, and returns when that is so. Bundles that were given out stay. NULL is nothing. */
void tp_followed_release(tp_followed *followed);

/* The bundle that holds now, with one more owner, which must release it; NULL for none: nothing is permitted.
   Never waits for another thread. */
tp_bundle *tp_followed_current(const tp_followed *followed);

/* Looks at the file now, on this thread. */
tp_status tp_followed_refresh(tp_followed *followed);

/* What is remembered of bundles that were active before. */
typedef enum tp_memory {
  TP_MEMORY_NOT_KEPT = 0,
  TP_MEMORY_KEPT = 1,
  TP_MEMORY_LOST = 2,       /* there was no file: the first start, or it was lost */
  TP_MEMORY_DAMAGED = 3,    /* there was one that made no sense */
  TP_MEMORY_NOT_WRITTEN = 4 /* the file cannot be written */
} tp_memory;

/* What became of a file that is followed. */
typedef struct tp_follow_status {
  int32_t is_sound;  /* 1 if what the file holds is what holds, and nothing is to be looked into */
  int32_t is_active; /* 1 if a bundle holds: `bundle` is its digest, and `epoch` its epoch */
  uint8_t bundle[32];
  uint64_t epoch;
  tp_memory memory;
  uint64_t activations; /* how often another bundle took the place of the one before */
  uint64_t refusals;    /* how often the file was read and refused */
  tp_error refusal;     /* why the file is not what holds; its `text` is empty where it is */
  char text[512];       /* one line for people */
} tp_follow_status;

tp_status tp_followed_status(const tp_followed *followed, tp_follow_status *status);

/* ---- names --------------------------------------------------------------------------------------- */

/*
 * What a platform declares is known by the number of its row, which is good for one bundle: look names up
 * once, not for each run. Numbers of one kind are not those of another.
 */

typedef enum tp_kind {
  TP_PLATFORM = 0,
  TP_REGION = 1,
  TP_TOOL = 2,
  TP_MODEL = 3,
  TP_ENDPOINT = 4,
  TP_REVIEWER_POOL = 5,
  TP_PLAN = 6,
  TP_STEP = 7
} tp_kind;

/* Something that a bundle declares. Fields are not for callers, but for `row`, which is its number. */
typedef struct tp_index {
  uint32_t row;
  uint32_t tag;
  uint32_t kind;
} tp_index;

/* The platform with this name. */
tp_status tp_platform(const tp_bundle *bundle, const char *name, tp_index *index);

/* What has this name: a step of the plan `of`, anything else of the platform `of`. */
tp_status tp_find(const tp_bundle *bundle, tp_kind kind, tp_index of, const char *name,
                  tp_index *index);

/* How many rows of a kind the bundle has: numbers are below that. 0 for NULL. */
uint32_t tp_count(const tp_bundle *bundle, tp_kind kind);

/* The name of what an index stands for, as text. */
tp_status tp_name(const tp_bundle *bundle, tp_index index, char *text, size_t capacity,
                  size_t *length);

/*
 * A label is the set of data classes of some data: one bit for each class that the platform declares. Data
 * without a class has the label 0. The label of two data together is that of one or that of the other.
 */
tp_status tp_data_class(const tp_bundle *bundle, tp_index platform, const char *name,
                        uint64_t *label);

/* ---- admission ----------------------------------------------------------------------------------- */

/* A run that was admitted. Fields are not for callers. */
typedef struct tp_admission {
  uint32_t opaque[8];
} tp_admission;

/*
 * Admits a run of a plan for a tenant: the tenant is known, the plan is one of its platform, and the
 * tenant may use every tool that the plan names. TP_ERROR_DENIED with the reason otherwise. Takes a
 * look-up and a few comparisons; allocates nothing. `decision` may be NULL, and is written only for
 * TP_ERROR_DENIED.
 */
tp_status tp_admit(const tp_bundle *bundle, const char *tenant, size_t tenant_length, tp_index plan,
                   tp_admission *admission, tp_decision *decision);

/* The same by the names of the tenant and of a plan of its platform. */
tp_status tp_admit_names(const tp_bundle *bundle, const char *tenant, const char *plan,
                         tp_admission *admission, tp_decision *decision);

/* The tool for which a run would be refused. TP_ERROR_NOT_FOUND if there is none. */
tp_status tp_refused_tool(const tp_bundle *bundle, const char *tenant, size_t tenant_length,
                          tp_index plan, tp_index *tool);

/* The platform and the plan of an admission. */
tp_status tp_admission_platform(const tp_bundle *bundle, const tp_admission *admission,
                                tp_index *platform);
tp_status tp_admission_plan(const tp_bundle *bundle, const tp_admission *admission,
                            tp_index *plan);

/* ---- an admission in a checkpoint ---------------------------------------------------------------- */

/* Most bytes of an encoded admission. */
#define TP_CONTEXT_MAX 512

/* Writes an admission to a buffer. `length` gets how many bytes it has, also where the buffer is too small
   (TP_ERROR_BUFFER). */
tp_status tp_admission_encode(const tp_bundle *bundle, const tp_admission *admission,
                              uint8_t *bytes, size_t capacity, size_t *length);

/* Reads an admission back, of the same bundle: TP_ERROR_DENIED with TP_CODE_DAMAGED_CONTEXT or
   TP_CODE_OTHER_BUNDLE otherwise. `decision` may be NULL, and is written only for TP_ERROR_DENIED. */
tp_status tp_admission_decode(const tp_bundle *bundle, const uint8_t *bytes, size_t length,
                              tp_admission *admission, tp_decision *decision);

/* ---- bit tests ----------------------------------------------------------------------------------- */

/* Whether the tenant may use a tool (TP_TOOL); whether its data may be processed, stored or logged in a
   region; whether anything is left that an endpoint or a model could be used for. 1 or 0; 0 for whatever
   is not known. */
int32_t tp_permits(const tp_bundle *bundle, const tp_admission *admission, tp_index what);
int32_t tp_permits_storing(const tp_bundle *bundle, const tp_admission *admission, tp_index region);
int32_t tp_permits_logging(const tp_bundle *bundle, const tp_admission *admission, tp_index region);

/* ---- routes -------------------------------------------------------------------------------------- */

/* Storage that the control plane itself needs. */
typedef enum tp_storage {
  TP_STORAGE_NONE = 0,
  TP_STORAGE_CHECKPOINT = 1,
  TP_STORAGE_STATE = 2,
  TP_STORAGE_AUDIT = 4,
  TP_STORAGE_TRACE = 8,
  TP_STORAGE_QUEUE = 16
} tp_storage;

/* What an endpoint is needed for: a tool, a model, or, where `storage` is not TP_STORAGE_NONE, storage. */
typedef struct tp_capability {
  tp_index callee;
  tp_storage storage;
} tp_capability;

/*
 * What a runtime knows at one moment: the same for every candidate that is tried before the next retry.
 * Arrays are indexed by the number of an endpoint (`tp_index.row`) and have `tp_count(TP_ENDPOINT)`
 * elements.
 */
typedef struct tp_snapshot {
  /* The time, in seconds since 1970. */
  int64_t now;
  /* A bit for each endpoint, `row % 64` of word `row / 64`: 1 if it is up. NULL if all are. */
  const uint64_t *up;
  size_t up_words;
  /* The milliseconds that each endpoint took of late; less than 0 if not known. NULL if none are. A
     condition that asks for one that is not known does not hold. */
  const int64_t *latency_ms;
  size_t latency_count;
} tp_snapshot;

/* What becomes of a step for which no endpoint is left. */
typedef enum tp_fallback {
  TP_FALLBACK_HOLD = 0,
  TP_FALLBACK_QUEUE = 1,
  TP_FALLBACK_FAIL = 2,
  TP_FALLBACK_REVIEW = 3
} tp_fallback;

/* Asks for the first candidate, rather than for one after another. */
#define TP_FIRST (-1)

typedef struct tp_route {
  /* The endpoint to try; its row is TP_NONE where none is left. */
  tp_index endpoint;
  /* The position of the candidate, for `after`; -1 without one. */
  int32_t position;
  /* What becomes of the step where none is left; for TP_FALLBACK_REVIEW the pool, whose row is TP_NONE for
     the tenant's own. */
  tp_fallback fallback;
  tp_index fallback_pool;
  tp_decision decision;
} tp_route;

/*
 * The endpoint for a capability, and data of a label: the first candidate whose condition holds and which
 * is up. When it fails, ask again with the same snapshot and `after` its position; for a retry, with a new
 * snapshot and TP_FIRST. Where the platform has a gate, candidates that the policy forbids are skipped.
 *
 * TP_OK with an endpoint to try. TP_ERROR_DENIED otherwise: without an endpoint, or with one that the
 * policy forbids and the platform has no gate to skip: never of a plan that was proved, and not to be
 * tried.
 */
tp_status tp_route_next(const tp_bundle *bundle, const tp_admission *admission,
                        tp_capability capability, uint64_t label, const tp_snapshot *snapshot,
                        int32_t after, tp_route *route);

/* Whether the policy permits that an endpoint is shown data, whatever is up: TP_OK or TP_ERROR_DENIED.
   `decision` may be NULL. */
tp_status tp_permission(const tp_bundle *bundle, const tp_admission *admission,
                        tp_capability capability, tp_index endpoint, uint64_t label, int64_t now,
                        tp_decision *decision);

/* ---- reviewers ----------------------------------------------------------------------------------- */

/* The tenant's own reviewers. TP_ERROR_NOT_FOUND where it has none. */
tp_status tp_reviewers(const tp_bundle *bundle, const tp_admission *admission, tp_index *pool);

/* Whether reviewers may be shown data: TP_OK or TP_ERROR_DENIED. `pool` may be NULL for the tenant's own,
   `decision` may be NULL. */
tp_status tp_review(const tp_bundle *bundle, const tp_admission *admission, const tp_index *pool,
                    uint64_t label, tp_decision *decision);

/* ---- the monitor --------------------------------------------------------------------------------- */

/*
 * Whether something that a run does lies within what was proved of its plan: TP_OK or TP_ERROR_DENIED.
 * `step` is where the run is; for a checkpoint, the step that has ended. `decision` may be NULL.
 */
tp_status tp_monitor(const tp_bundle *bundle, const tp_admission *admission, tp_index step,
                     tp_capability capability, tp_index endpoint, uint64_t label, int64_t now,
                     tp_decision *decision);

/* The same of reviewers: `pool` may be NULL for the tenant's own. */
tp_status tp_monitor_review(const tp_bundle *bundle, const tp_admission *admission, tp_index step,
                            const tp_index *pool, uint64_t label, tp_decision *decision);

/* ---- the tenant's context, field by field -------------------------------------------------------- */

/* Names, as text. */
typedef enum tp_text_field {
  TP_TENANT_ID = 0,
  TP_ORG_ID = 1,
  TP_POLICY_TIER = 2,
  TP_BUDGET_CLASS = 3,
  TP_MODEL_TIER = 4
} tp_text_field;

tp_status tp_text(const tp_bundle *bundle, const tp_admission *admission, tp_text_field field,
                  char *text, size_t capacity, size_t *length);

/* Numbers. Where a bundle is older than a field, the strictest value there is. */
typedef enum tp_number_field {
  TP_CONCURRENCY_CAP = 0,       /* workflows at once */
  TP_WEIGHT = 1,                /* share of the worker pool */
  TP_GUARANTEED_SLOTS = 2,      /* slots */
  TP_PRIORITY = 3,              /* 0 background, 1 normal, 2 urgent: the highest that may be asked for */
  TP_PER_WORKFLOW_MICROS = 4,   /* most that one workflow may cost, in millionths of the currency */
  TP_PER_MONTH_MICROS = 5,      /* most in a calendar month */
  TP_AUDIT_RETENTION_MS = 6,    /* least for which the audit log is kept, milliseconds */
  TP_DATA_RETENTION_MS = 7,     /* most for which an endpoint may keep data, milliseconds */
  TP_SLA_SHARE_BASIS_POINTS = 8,/* hundredths of a percent, -1 for best effort */
  TP_SLA_WITHIN_MS = 9,         /* milliseconds */
  TP_BURST_TO = 10,             /* workflows at once, 0 where the cap may not be exceeded */
  TP_BURST_FOR_MS = 11          /* milliseconds */
} tp_number_field;

tp_status tp_number(const tp_bundle *bundle, const tp_admission *admission, tp_number_field field,
                    int64_t *value);

/* How many calls a tool may get from the tenant in a window. */
typedef struct tp_rate {
  tp_index tool;
  int64_t calls;
  int64_t window_ms;
  int32_t is_sliding; /* 1 if the window is any stretch of that length */
} tp_rate;

/* Writes up to `capacity` rates; `count` gets how many there are. */
tp_status tp_rates(const tp_bundle *bundle, const tp_admission *admission, tp_rate *rates,
                   size_t capacity, size_t *count);

/* The line that states a field of the policy, by its name in policies such as "model_tier", as a decision
   with the code TP_CODE_PERMITTED. */
tp_status tp_field_place(const tp_bundle *bundle, const tp_admission *admission, const char *field,
                         tp_decision *place);

#ifdef __cplusplus
}
#endif

#endif
