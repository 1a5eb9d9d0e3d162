#pragma once
#include "base/deadline.h"
#include "sandbox/launcher.h"

#include <cstdint>
#include <expected>
#include <string>

namespace sluice::sandbox {

// A process that listens; -1 and 0 until then.
struct SandboxChild {
  int process = -1;
  std::uint16_t port = 0;
};

// Starts `EXECUTABLE sandbox ...` and waits until it has reported its port on a pipe. A child
// that fails or is late is gone when this returns. The error is a sentence.
[[nodiscard]] std::expected<SandboxChild, std::string> spawn_sandbox(const LauncherOptions& options,
                                                                     Deadline deadline);

// Asks the child to stop, and makes it after 2 s.
void end_child(int process);

// For the child: writes the port to the pipe it was given.
void report_port(int descriptor, std::uint16_t port);
// For the child: die with the parent. False when the parent has already gone.
[[nodiscard]] bool follow_parent(int parent_process);

}  // namespace sluice::sandbox
