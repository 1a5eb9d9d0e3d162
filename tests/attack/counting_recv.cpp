// recv() in the place of libc's, for libcurl too: the one point where every byte of a peer comes
// in. A file of its own, without the header that declares recv(): with fortified sources it is
// defined there.
#include "meter.h"

#include <sys/syscall.h>
#include <unistd.h>

extern "C" ssize_t recv(int fd, void* buffer, std::size_t size, int flags) {
  const ssize_t count = ::syscall(SYS_recvfrom, fd, buffer, size, flags, nullptr, nullptr);
  if (count > 0) sluice::attack::count_received(static_cast<std::size_t>(count));
  return count;
}
