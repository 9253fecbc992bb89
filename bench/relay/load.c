/*
 * Loads a SOCKS5 proxy on loopback and is the server behind it, both in one process: one core carries them, and the
 * other is left to the proxy.
 *
 *   load MODE PORT STREAMS MILLISECONDS
 *
 * MODE is down, up, connect or echo. PORT is the proxy's; 0 goes straight to the server. Prints one line of JSON: what
 * was done per second after a warm-up (bytes, connections or exchanges), altogether, and the exchanges' microseconds.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 128 * 1024, LOW_WATER = 256 * 1024, MESSAGE = 64, MOST_SAMPLES = 4 * 1024 * 1024, WARM_UP_MS = 300 };

static const char *mode;
static int proxy_port, listener;
static struct sockaddr_in server;
static atomic_ullong done;
static atomic_bool is_warm;
static float *samples;
static size_t sample_count;

static _Noreturn void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void receive(int fd, void *into, size_t length) {
  if (recv(fd, into, length, MSG_WAITALL) != (ssize_t)length) fail("receive");
}

static void transmit(int fd, const void *from, size_t length) {
  if (send(fd, from, length, MSG_NOSIGNAL) != (ssize_t)length) fail("send");
}

/*
 * Whoever counts is woken for a good piece only. To wake somebody is the sender's work, and here that is the proxy: a
 * counter that is done with each segment before the next comes would make it pay for the load.
 */
static void low_water(int fd) {
  int bytes = LOW_WATER;
  if (setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes) < 0) fail("low water");
}

/*
 * Whoever counts takes bytes by MSG_TRUNC: the kernel drops them without a copy, so that the load costs little.
 * The first byte of a connection says what the server is to do: send for ever, count what comes, or echo.
 */
static void serve(int fd, char *buffer) {
  char wish;
  ssize_t count;
  if (recv(fd, &wish, 1, 0) != 1) return;
  if (wish == 'u') low_water(fd);
  if (wish == 'd')
    while (send(fd, buffer, PIECE, MSG_NOSIGNAL) > 0) continue;
  else if (wish == 'u')
    while ((count = recv(fd, buffer, PIECE, MSG_TRUNC)) > 0) atomic_fetch_add(&done, count);
  else
    while ((count = recv(fd, buffer, MESSAGE, 0)) > 0)
      if (send(fd, buffer, count, MSG_NOSIGNAL) != count) return;
}

static void no_delay(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static _Noreturn void *serve_for_ever(void *buffer) {
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) fail("accept");
    no_delay(fd);
    serve(fd, buffer);
    close(fd);
  }
}

/* RFC 1928: no credentials, CONNECT to the server's IPv4 address. */
static void ask_proxy(int fd) {
  unsigned char reply[10], request[10] = {5, 1, 0, 1};
  memcpy(request + 4, &server.sin_addr, 4);
  memcpy(request + 8, &server.sin_port, 2);
  transmit(fd, "\5\1\0", 3);
  receive(fd, reply, 2);
  transmit(fd, request, sizeof request);
  receive(fd, reply, sizeof reply);
  if (reply[1] != 0) {
    fprintf(stderr, "the proxy refused: %d\n", reply[1]);
    exit(1);
  }
}

static int dial(char wish) {
  struct sockaddr_in target = server;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (proxy_port != 0) target.sin_port = htons(proxy_port);
  if (fd < 0 || connect(fd, (struct sockaddr *)&target, sizeof target) < 0) fail("connect");
  no_delay(fd);
  if (proxy_port != 0) ask_proxy(fd);
  transmit(fd, &wish, 1);
  return fd;
}

static _Noreturn void *download(void *buffer) {
  int fd = dial('d');
  low_water(fd);
  for (ssize_t count; (count = recv(fd, buffer, PIECE, MSG_TRUNC)) > 0;) atomic_fetch_add(&done, count);
  fail("download");
}

static _Noreturn void *upload(void *buffer) {
  for (int fd = dial('u');;) transmit(fd, buffer, PIECE);
}

static _Noreturn void *connect_often(void *buffer) {
  for (;; atomic_fetch_add(&done, 1)) {
    int fd = dial('e');
    transmit(fd, buffer, 1);
    receive(fd, buffer, 1);
    close(fd);
  }
}

static _Noreturn void *exchange(void *buffer) {
  for (int fd = dial('e');; atomic_fetch_add(&done, 1)) {
    double since = now_us();
    transmit(fd, buffer, MESSAGE);
    receive(fd, buffer, MESSAGE);
    if (is_warm && sample_count < MOST_SAMPLES) samples[sample_count++] = now_us() - since;
  }
}

static void spawn(void *(*run)(void *), void *argument) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, argument) != 0) fail("thread");
}

static int ascending(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static void listen_on_loopback(void) {
  socklen_t length = sizeof server;
  server.sin_family = AF_INET;
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&server, sizeof server) < 0 || listen(listener, 1024) < 0) fail("listen");
  getsockname(listener, (struct sockaddr *)&server, &length);
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  mode = arguments[1];
  proxy_port = atoi(arguments[2]);
  int streams = atoi(arguments[3]), milliseconds = atoi(arguments[4]);
  void *(*run)(void *) = *mode == 'd' ? download : *mode == 'u' ? upload : *mode == 'c' ? connect_often : exchange;
  samples = calloc(MOST_SAMPLES, sizeof *samples);
  listen_on_loopback();
  /* A proxy may close its side late: twice as many serve as ask. */
  for (int i = 0; i < 2 * streams + 8; i++) spawn(serve_for_ever, calloc(1, PIECE));
  for (int i = 0; i < streams; i++) spawn(run, calloc(1, PIECE));

  usleep(WARM_UP_MS * 1000);
  is_warm = 1;
  unsigned long long before = done;
  double since = now_us();
  usleep(milliseconds * 1000);
  unsigned long long total = done;
  double seconds = (now_us() - since) / 1e6;
  size_t heard = sample_count;
  float p50 = 0, p99 = 0;
  if (heard > 0) {
    float *sorted = malloc(heard * sizeof *sorted);
    memcpy(sorted, samples, heard * sizeof *sorted);
    qsort(sorted, heard, sizeof *sorted, ascending);
    p50 = sorted[heard / 2];
    p99 = sorted[heard * 99 / 100];
  }
  printf("{\"perSecond\":%.1f,\"total\":%llu,\"p50\":%.1f,\"p99\":%.1f}\n", (total - before) / seconds, total, p50, p99);
  fflush(stdout);
  _exit(0);
}
