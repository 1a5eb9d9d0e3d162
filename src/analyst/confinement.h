#pragma once
#include "analyst/analyst.h"

#include <cstddef>

namespace sluice::analyst {

inline constexpr std::size_t worker_files_max = 64;

// Takes the environment and every open file but `kept` away; standard streams lead nowhere.
void forget_surroundings(int kept);

// Limits of memory (over what is mapped now), processor time, files, file size and core dumps.
// Under the sanitizers memory is not limited: they map terabytes. False: refused by the system.
[[nodiscard]] bool limit_resources(const AnalystLimits& limits);

// From here on: memory, reading and writing what is open, time, end. Anything else (socket,
// connect, execve, fork, ptrace, ...) kills the process; opening a file fails with EPERM. Signals
// go to this process alone. To be called in the process that is confined: it asks for its number.
// False: refused by the system.
[[nodiscard]] bool forbid_system_calls();

}  // namespace sluice::analyst
