// A bare event scan: files are read whole and libyaml is asked for one event after the other.
#define _GNU_SOURCE
#include "baselines.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

typedef struct {
  char **paths;
  size_t count;
  size_t capacity;
} path_list;

/// What the threads of a scan share.
typedef struct {
  path_list files;
  atomic_size_t next;
  atomic_long events;
  atomic_int failed;
} scan;

const char *baseline_yaml_version(void) { return yaml_get_version_string(); }

static int ends_in_yaml(const char *name) {
  size_t length = strlen(name);
  return length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

static void add(path_list *list, char *path) {
  if (list->count == list->capacity) {
    list->capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
    list->paths = realloc(list->paths, list->capacity * sizeof *list->paths);
  }
  list->paths[list->count++] = path;
}

/// Takes the entries of a folder and of those below it.
static int walk(const char *folder, path_list *list) {
  DIR *entries = opendir(folder);
  if (entries == NULL) return -1;
  int result = 0;
  struct dirent *entry;
  while (result == 0 && (entry = readdir(entries)) != NULL) {
    if (entry->d_name[0] == '.') continue;
    char *path;
    if (asprintf(&path, "%s/%s", folder, entry->d_name) < 0) return -1;
    if (entry->d_type == DT_DIR) {
      result = walk(path, list);
      free(path);
    } else if (ends_in_yaml(entry->d_name)) {
      add(list, path);
    } else {
      free(path);
    }
  }
  closedir(entries);
  return result;
}

/// The bytes of a file, to be freed; NULL if they cannot be read.
static unsigned char *read_file(const char *path, size_t *size) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0) return NULL;
  *size = (size_t)status.st_size;
  unsigned char *bytes = malloc(*size + 1);
  size_t filled = 0;
  while (filled < *size) {
    ssize_t count = read(descriptor, bytes + filled, *size - filled);
    if (count <= 0) {
      free(bytes);
      bytes = NULL;
      break;
    }
    filled += (size_t)count;
  }
  close(descriptor);
  return bytes;
}

static long count_events(const unsigned char *bytes, size_t size) {
  yaml_parser_t parser;
  yaml_event_t event;
  if (!yaml_parser_initialize(&parser)) return -1;
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, bytes, size);
  long count = 0;
  int is_at_end = 0;
  while (!is_at_end) {
    if (!yaml_parser_parse(&parser, &event)) {
      count = -1;
      break;
    }
    count++;
    is_at_end = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return count;
}

static void *work(void *argument) {
  scan *scan = argument;
  for (;;) {
    size_t index = atomic_fetch_add(&scan->next, 1);
    if (index >= scan->files.count) return NULL;
    size_t size = 0;
    unsigned char *bytes = read_file(scan->files.paths[index], &size);
    long count = bytes == NULL ? -1 : count_events(bytes, size);
    free(bytes);
    if (count < 0) {
      atomic_store(&scan->failed, 1);
    } else {
      atomic_fetch_add(&scan->events, count);
    }
  }
}

long baseline_scan(const char *folder, int threads) {
  scan scan = {0};
  if (walk(folder, &scan.files) != 0) return -1;
  pthread_t others[64];
  int started = 0;
  while (started + 1 < threads && started < 64) {
    if (pthread_create(&others[started], NULL, work, &scan) != 0) break;
    started++;
  }
  work(&scan);
  for (int index = 0; index < started; index++) pthread_join(others[index], NULL);
  for (size_t index = 0; index < scan.files.count; index++) free(scan.files.paths[index]);
  free(scan.files.paths);
  return scan.failed ? -1 : scan.events;
}
