/*
 * The least that a relay can do: a SOCKS5 proxy whose every direction is a thread that reads and writes, a MiB at a
 * time. What the kernel takes for it, it takes of any relay that does not splice.
 *
 *   copy PORT
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1024 * 1024 };

struct tunnel {
  int client, server;
  atomic_int ended;
};

static void carry(struct tunnel *tunnel, int from, int to) {
  char *buffer = malloc(PIECE);
  for (ssize_t count; (count = read(from, buffer, PIECE)) > 0;)
    if (write(to, buffer, count) != count) break;
  free(buffer);
  shutdown(to, SHUT_WR);
  if (atomic_fetch_add(&tunnel->ended, 1) == 0) return;
  close(tunnel->client);
  close(tunnel->server);
  free(tunnel);
}

static void *carry_down(void *argument) {
  struct tunnel *tunnel = argument;
  carry(tunnel, tunnel->server, tunnel->client);
  return NULL;
}

static void spawn(void *(*run)(void *), void *argument) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, argument) != 0) exit(1);
  pthread_detach(thread);
}

static void no_delay(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void *give_up(struct tunnel *tunnel) {
  close(tunnel->client);
  if (tunnel->server > 0) close(tunnel->server);
  free(tunnel);
  return NULL;
}

/* RFC 1928: without credentials, to an IPv4 address; the load asks for nothing else. */
static void *serve(void *argument) {
  struct tunnel *tunnel = argument;
  struct sockaddr_in target = {.sin_family = AF_INET};
  unsigned char request[10];
  no_delay(tunnel->client);
  recv(tunnel->client, request, 3, MSG_WAITALL);
  write(tunnel->client, "\5\0", 2);
  if (recv(tunnel->client, request, sizeof request, MSG_WAITALL) != sizeof request) return give_up(tunnel);
  memcpy(&target.sin_addr, request + 4, 4);
  memcpy(&target.sin_port, request + 8, 2);
  tunnel->server = socket(AF_INET, SOCK_STREAM, 0);
  /* A load that ends leaves connections half made. */
  if (connect(tunnel->server, (struct sockaddr *)&target, sizeof target) < 0) return give_up(tunnel);
  no_delay(tunnel->server);
  write(tunnel->client, "\5\0\0\1\0\0\0\0\0\0", 10);
  spawn(carry_down, tunnel);
  carry(tunnel, tunnel->client, tunnel->server);
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1]))};
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&own, sizeof own) < 0 || listen(listener, 1024) < 0) return 1;
  for (;;) {
    struct tunnel *tunnel = calloc(1, sizeof *tunnel);
    tunnel->client = accept(listener, NULL, NULL);
    spawn(serve, tunnel);
  }
}
