/*
 * For tests: a wininet.dll in memory for Mono on Linux, with the structures of wininet.h as a 64-bit Windows lays them out. A
 * call with anything else in them is refused.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PER_CONNECTION = 75, SETTINGS_CHANGED = 39, REFRESH = 37, FLAGS = 1, TEXTS = 5, CONNECTIONS = 4, LONGEST = 512 };

typedef struct {
  uint32_t option;
  union { uint32_t number; uint16_t *text; uint64_t both; } value;
} Option;
typedef struct {
  uint32_t size;
  uint16_t *connection;
  uint32_t count, error;
  Option *options;
} List;
typedef struct {
  uint16_t name[LONGEST];
  uint32_t flags;
  uint16_t texts[TEXTS][LONGEST];
} Connection;

static Connection connections[CONNECTIONS];
static int used, told;

static size_t length(const uint16_t *text) {
  size_t units = 0;
  while (text && text[units]) units++;
  return units;
}

static void copy(uint16_t *to, const uint16_t *from) {
  size_t units = length(from);
  if (units >= LONGEST) abort();
  if (units) memcpy(to, from, units * sizeof *to);
  to[units] = 0;
}

static Connection *find(const uint16_t *name) {
  uint16_t wanted[LONGEST];
  copy(wanted, name);
  for (int at = 0; at < used; at++)
    if (!memcmp(connections[at].name, wanted, (length(wanted) + 1) * sizeof *wanted)) return &connections[at];
  if (used == CONNECTIONS) abort();
  copy(connections[used].name, wanted);
  return &connections[used++];
}

static int is_list(const List *list, uint32_t bytes) {
  return list && bytes == sizeof *list && list->size == sizeof *list && list->options && list->count == 4;
}

int InternetSetOptionW(void *handle, uint32_t option, List *list, uint32_t bytes) {
  if (handle) return 0;
  if (option == SETTINGS_CHANGED || option == REFRESH) return ++told;
  if (option != PER_CONNECTION || !is_list(list, bytes)) return 0;
  Connection *connection = find(list->connection);
  for (uint32_t at = 0; at < list->count; at++) {
    Option *one = &list->options[at];
    if (one->option == FLAGS) connection->flags = one->value.number;
    else if (one->option < TEXTS && one->value.text) copy(connection->texts[one->option], one->value.text);
    else return 0;
  }
  return 1;
}

int InternetQueryOptionW(void *handle, uint32_t option, List *list, uint32_t *bytes) {
  if (handle || option != PER_CONNECTION || !bytes || !is_list(list, *bytes)) return 0;
  Connection *connection = find(list->connection);
  for (uint32_t at = 0; at < list->count; at++) {
    Option *one = &list->options[at];
    one->value.both = 0;
    if (one->option == FLAGS) one->value.number = connection->flags;
    else if (one->option < TEXTS) {
      one->value.text = malloc(LONGEST * sizeof *one->value.text);
      copy(one->value.text, connection->texts[one->option]);
    } else return 0;
  }
  return 1;
}

void *GlobalFree(void *memory) {
  free(memory);
  return NULL;
}

int Told(void) { return told; }
