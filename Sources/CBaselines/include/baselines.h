// What the benchmarks are measured against: the least that any program would have to do, in C.
#ifndef BASELINES_H
#define BASELINES_H

#include <stddef.h>
#include <stdint.h>

/// Reads every `.yaml` file below a folder and asks libyaml for its events, on so many threads.
/// Returns the number of events; -1 if a file cannot be read or is not YAML.
long baseline_scan(const char *folder, int threads);

/// The version of libyaml that the program runs with.
const char *baseline_yaml_version(void);

/// Memory of cache lines, each of which leads to another; all of them are one circle in random order.
typedef struct baseline_chase baseline_chase;
baseline_chase *baseline_chase_create(size_t bytes, uint64_t seed);
void baseline_chase_free(baseline_chase *chase);
/// Follows so many lines, each known only from the one before. Returns the number of the last.
size_t baseline_chase_run(const baseline_chase *chase, size_t start, size_t hops);

/// Bytes of the heap that are in use.
size_t baseline_heap_bytes(void);

/// How a program that was run to its end ended, and what it took.
typedef struct {
  /// The exit status; 128 and more for a signal, -1 if it could not be started.
  int status;
  double wall_seconds;
  double cpu_seconds;
  /// The most memory that it held at once.
  long peak_bytes;
} baseline_run;

/// Runs a program of the `PATH`, with its output and its messages in files.
baseline_run baseline_run_program(
    char *const arguments[], const char *output, const char *messages);

#endif
