// A pointer chase: the time of one miss of the caches after the other.
#define _GNU_SOURCE
#include "baselines.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { line_bytes = 64, words_a_line = line_bytes / sizeof(size_t) };

struct baseline_chase {
  size_t *lines;
  size_t count;
};

static uint64_t next_number(uint64_t *state) {
  uint64_t word = *state += 0x9E3779B97F4A7C15;
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
  return word ^ (word >> 31);
}

/// Makes the lines one circle, each as likely as any other (Sattolo).
static void shuffle(size_t *lines, size_t count, uint64_t seed) {
  for (size_t index = 0; index < count; index++) lines[index * words_a_line] = index;
  for (size_t index = count - 1; index > 0; index--) {
    size_t other = next_number(&seed) % index;
    size_t line = lines[index * words_a_line];
    lines[index * words_a_line] = lines[other * words_a_line];
    lines[other * words_a_line] = line;
  }
}

baseline_chase *baseline_chase_create(size_t bytes, uint64_t seed) {
  size_t count = bytes / line_bytes < 2 ? 2 : bytes / line_bytes;
  void *memory = mmap(NULL, count * line_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  // As the bundle does with its own.
  madvise(memory, count * line_bytes, MADV_HUGEPAGE);
  baseline_chase *chase = malloc(sizeof *chase);
  chase->lines = memory;
  chase->count = count;
  shuffle(chase->lines, count, seed);
  return chase;
}

void baseline_chase_free(baseline_chase *chase) {
  munmap(chase->lines, chase->count * line_bytes);
  free(chase);
}

size_t baseline_chase_run(const baseline_chase *chase, size_t start, size_t hops) {
  size_t line = start % chase->count;
  while (hops-- > 0) line = chase->lines[line * words_a_line];
  return line;
}

size_t baseline_heap_bytes(void) {
  struct mallinfo2 information = mallinfo2();
  return information.uordblks + information.hblkhd;
}
