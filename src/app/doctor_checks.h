#pragma once
#include "app/configuration.h"

#include <string>
#include <vector>

namespace sluice::app {

// What `sluice doctor` found about one matter.
struct Finding {
  // The command says how many findings are not ok.
  enum class Level {
    ok,
    warning,  // It runs, and something should be otherwise.
    wrong,    // The server would not start, or not keep what it promises.
  };
  std::string check;
  Level level = Level::ok;
  std::string words;  // What was seen, and for all but ok what to do.
};
// "ok", "warning", "wrong": as --json prints it.
[[nodiscard]] std::string_view to_text(Finding::Level level);

// Looks at the set-up that `serve` would run with and changes nothing. `file`: where the
// configuration was read; empty: nowhere.
[[nodiscard]] std::vector<Finding> examine(const Configuration& configuration,
                                           const std::string& file);

// A lower bound of free space below which nothing is confirmed to be kept, and one to be warned at.
inline constexpr std::uintmax_t space_wrong_bytes = 100ULL << 20U;
inline constexpr std::uintmax_t space_warning_bytes = 1ULL << 30U;
// The connections that the server admits, and what its own files and calls need beside them.
inline constexpr std::uint64_t files_needed = 16'384;
inline constexpr std::uint64_t memory_warning_bytes = 2ULL << 30U;

}  // namespace sluice::app
