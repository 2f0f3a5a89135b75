/*
 * Loaded before libc into a process under test: writes down, in order, everything that it does to files below one folder, so that a test can
 * work out what a power cut would have left at any point. Nothing is changed or held back.
 *
 *   ZIZHU_CUT_FOLDER  the folder, absolute and without links
 *   ZIZHU_CUT_LOG     where the record goes; several processes may share one
 *   ZIZHU_CUT_TOLD    number of the file descriptor on which the process tells what it has acknowledged
 *
 * A record: op, pid, fd, length of the data (u32 each), a (u64), data. Calls that the record cannot express are noted as OP_UNKNOWN, and the test
 * fails on them rather than believe less than was done.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OP_OPEN = 1, OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_UNLINK, OP_RENAME, OP_MKDIR, OP_CLOSE, OP_TOLD, OP_UNKNOWN };
enum { CREATED = 1, TRUNCATED = 2 };
#define FDS 4096

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char folder[4096];
static size_t folder_length;
static int log_fd = -1;
static int told_fd = -1;
static unsigned char watched[FDS];

#define REAL(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void start(void) {
  const char *name = getenv("ZIZHU_CUT_FOLDER");
  const char *log = getenv("ZIZHU_CUT_LOG");
  const char *told = getenv("ZIZHU_CUT_TOLD");
  if (!name || !log) return;
  snprintf(folder, sizeof folder, "%s", name);
  folder_length = strlen(folder);
  if (told) told_fd = atoi(told);
  log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int below(const char *path) {
  if (log_fd < 0 || !path || strncmp(path, folder, folder_length)) return 0;
  if (path[folder_length] != '/' && path[folder_length] != 0) return 0;
  size_t length = strlen(path);
  /* The index of the write-ahead log is made anew from it at every start. */
  return length < 4 || strcmp(path + length - 4, "-shm");
}

static int seen(int fd) { return fd >= 0 && fd < FDS && watched[fd]; }

/* One act and its record are one step for all processes that share the log. */
static void begin(void) {
  pthread_mutex_lock(&turn);
  while (flock(log_fd, LOCK_EX) && errno == EINTR) {}
}

static void end(void) {
  int kept = errno;
  flock(log_fd, LOCK_UN);
  pthread_mutex_unlock(&turn);
  errno = kept;
}

static void note(uint32_t op, int fd, uint64_t a, const void *data, uint32_t length) {
  REAL(writev);
  int kept = errno;
  uint32_t head[6] = { op, (uint32_t)getpid(), (uint32_t)fd, length, (uint32_t)a, (uint32_t)(a >> 32) };
  struct iovec parts[2] = { { head, sizeof head }, { (void *)data, length } };
  if (real(log_fd, parts, 2) != (ssize_t)(sizeof head + length)) abort();
  errno = kept;
}

static void unknown(const char *what) { note(OP_UNKNOWN, -1, 0, what, strlen(what)); }

static int opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0) return fd;
  if (fd >= FDS) abort();
  watched[fd] = 1;
  uint64_t how = (existed ? 0 : CREATED) | (flags & O_TRUNC ? TRUNCATED : 0);
  note(OP_OPEN, fd, how, path, strlen(path));
  return fd;
}

#define OPEN(call) \
  va_list rest; \
  va_start(rest, flags); \
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
  va_end(rest); \
  if (!below(path)) return call; \
  begin(); \
  int existed = !access(path, F_OK); \
  int fd = opened(call, path, flags, existed); \
  end(); \
  return fd

int open(const char *path, int flags, ...) { REAL(open); OPEN(real(path, flags, mode)); }
int open64(const char *path, int flags, ...) { REAL(open64); OPEN(real(path, flags, mode)); }
int openat(int at, const char *path, int flags, ...) { REAL(openat); OPEN(real(at, path, flags, mode)); }
int openat64(int at, const char *path, int flags, ...) { REAL(openat64); OPEN(real(at, path, flags, mode)); }

int close(int fd) {
  REAL(close);
  if (!seen(fd)) return real(fd);
  begin();
  watched[fd] = 0;
  note(OP_CLOSE, fd, 0, "", 0);
  int done = real(fd);
  end();
  return done;
}

ssize_t write(int fd, const void *data, size_t length) {
  REAL(write);
  if (fd == told_fd && log_fd >= 0) {
    begin();
    note(OP_TOLD, fd, 0, data, length);
    ssize_t told = real(fd, data, length);
    end();
    return told;
  }
  if (!seen(fd)) return real(fd, data, length);
  begin();
  struct stat now;
  int appends = fcntl(fd, F_GETFL) & O_APPEND;
  uint64_t at = appends && !fstat(fd, &now) ? (uint64_t)now.st_size : (uint64_t)lseek(fd, 0, SEEK_CUR);
  ssize_t done = real(fd, data, length);
  if (done > 0) note(OP_WRITE, fd, at, data, done);
  end();
  return done;
}

#define PWRITE(name, offset_type) \
  ssize_t name(int fd, const void *data, size_t length, offset_type at) { \
    REAL(name); \
    if (!seen(fd)) return real(fd, data, length, at); \
    begin(); \
    ssize_t done = real(fd, data, length, at); \
    if (done > 0) note(OP_WRITE, fd, at, data, done); \
    end(); \
    return done; \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset_type) \
  int name(int fd, offset_type length) { \
    REAL(name); \
    if (!seen(fd)) return real(fd, length); \
    begin(); \
    int done = real(fd, length); \
    if (!done) note(OP_TRUNCATE, fd, length, "", 0); \
    end(); \
    return done; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    REAL(name); \
    if (!seen(fd)) return real(fd); \
    begin(); \
    int done = real(fd); \
    if (!done) note(OP_SYNC, fd, 0, "", 0); \
    end(); \
    return done; \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  REAL(unlink);
  if (!below(path)) return real(path);
  begin();
  int done = real(path);
  if (!done) note(OP_UNLINK, -1, 0, path, strlen(path));
  end();
  return done;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!below(from) && !below(to)) return real(from, to);
  begin();
  int done = real(from, to);
  char both[8192];
  int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
  if (!done) note(OP_RENAME, -1, 0, both, length);
  end();
  return done;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (!below(path)) return real(path, mode);
  begin();
  int done = real(path, mode);
  if (!done) note(OP_MKDIR, -1, 0, path, strlen(path));
  end();
  return done;
}

/* What nobody here does. Should that change, the record must learn it first. */
#define NOT_KNOWN(condition, name) \
  if (condition) { \
    begin(); \
    unknown(name); \
    end(); \
  }

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  NOT_KNOWN(seen(fd) || (fd == told_fd && log_fd >= 0), "writev");
  return real(fd, parts, count);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  REAL(pwritev);
  NOT_KNOWN(seen(fd), "pwritev");
  return real(fd, parts, count, at);
}
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *there, size_t length, unsigned flags) {
  REAL(copy_file_range);
  NOT_KNOWN(seen(to), "copy_file_range");
  return real(from, at, to, there, length, flags);
}
int fallocate(int fd, int mode, off_t at, off_t length) {
  REAL(fallocate);
  NOT_KNOWN(seen(fd), "fallocate");
  return real(fd, mode, at, length);
}
int posix_fallocate(int fd, off_t at, off_t length) {
  REAL(posix_fallocate);
  NOT_KNOWN(seen(fd), "posix_fallocate");
  return real(fd, at, length);
}
int truncate(const char *path, off_t length) {
  REAL(truncate);
  NOT_KNOWN(below(path), "truncate");
  return real(path, length);
}
int link(const char *from, const char *to) {
  REAL(link);
  NOT_KNOWN(below(to), "link");
  return real(from, to);
}
int unlinkat(int at, const char *path, int flags) {
  REAL(unlinkat);
  NOT_KNOWN(below(path), "unlinkat");
  return real(at, path, flags);
}
int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  REAL(renameat2);
  NOT_KNOWN(below(from) || below(to), "renameat2");
  return real(from_at, from, to_at, to, flags);
}
void *mmap(void *where, size_t length, int protection, int flags, int fd, off_t at) {
  REAL(mmap);
  NOT_KNOWN(seen(fd) && (flags & MAP_SHARED) && (protection & PROT_WRITE), "mmap");
  return real(where, length, protection, flags, fd, at);
}
void *mmap64(void *where, size_t length, int protection, int flags, int fd, off64_t at) {
  REAL(mmap64);
  NOT_KNOWN(seen(fd) && (flags & MAP_SHARED) && (protection & PROT_WRITE), "mmap64");
  return real(where, length, protection, flags, fd, at);
}
