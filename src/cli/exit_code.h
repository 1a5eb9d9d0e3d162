#pragma once

namespace sluice::cli {

// What a command's exit code says, the same for all of them.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failure = 1;  // Tried and did not succeed.
inline constexpr int exit_usage = 2;    // The command line or an input line cannot be read.
inline constexpr int exit_no = 3;       // The answer is no: refused, wants review, asks back.

}  // namespace sluice::cli
