#include "analyst/confinement.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace sluice::analyst {
namespace {

[[nodiscard]] bool limit(__rlimit_resource resource, std::size_t value) {
  const rlimit both{.rlim_cur = value, .rlim_max = value};
  return setrlimit(resource, &both) == 0;
}

// The limit counts address space, of which DuckDB and its libraries already hold hundreds of MB.
[[nodiscard]] std::size_t mapped_bytes() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// What reading rows and running DuckDB on one thread needs once everything is loaded.
constexpr int needed_calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(futex),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrandom),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(lseek),
    SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(membarrier),
};

// Asked for by libraries that can live with "no".
constexpr int denied_calls[] = {
    SCMP_SYS(open),      SCMP_SYS(openat),     SCMP_SYS(openat2),  SCMP_SYS(stat),
    SCMP_SYS(lstat),     SCMP_SYS(newfstatat), SCMP_SYS(statx),    SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),    SCMP_SYS(ioctl),      SCMP_SYS(uname),    SCMP_SYS(prctl),
    SCMP_SYS(prlimit64), SCMP_SYS(fcntl),      SCMP_SYS(unlink),   SCMP_SYS(mkdir),
};

}  // namespace

void forget_surroundings(int kept) {
  // The texts themselves as well: /proc would go on showing them.
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::memset(*entry, 0, std::strlen(*entry));
  }
  clearenv();
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
#ifdef SLUICE_SANITIZED
    if (stream == STDERR_FILENO) continue;  // Their reports go there.
#endif
    dup2(nowhere, stream);
  }
  if (kept > STDERR_FILENO + 1) close_range(STDERR_FILENO + 1, static_cast<unsigned>(kept - 1), 0);
  close_range(static_cast<unsigned>(kept + 1), UINT_MAX, 0);
}

bool limit_resources(const AnalystLimits& limits) {
  bool good = limit(RLIMIT_CPU, static_cast<std::size_t>(limits.cpu.count()));
  good = limit(RLIMIT_NOFILE, worker_files_max) && good;
  good = limit(RLIMIT_CORE, 0) && good;
  // Zero bytes: even a file that was open by mistake could not grow.
  good = limit(RLIMIT_FSIZE, 0) && good;
#ifndef SLUICE_SANITIZED
  good = limit(RLIMIT_AS, mapped_bytes() + limits.address_space_bytes) && good;
#endif
  return good;
}

bool forbid_system_calls() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  // The default kills the process and not the thread: a thread that died silently would leave
  // locks.
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool good = true;
  for (const int call : needed_calls) {
    good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0 && good;
  }
  for (const int call : denied_calls) {
    good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0 && good;
  }
  // abort() signals its own thread. The user's other processes (the server) stay out of reach: the
  // comparison is over all 64 bits, so no high half makes another number look like our own.
  const scmp_arg_cmp own_process{
      .arg = 0, .op = SCMP_CMP_EQ, .datum_a = static_cast<scmp_datum_t>(getpid()), .datum_b = 0};
  good = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &own_process) == 0 &&
         good;
  good = good && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return good;
}

}  // namespace sluice::analyst
