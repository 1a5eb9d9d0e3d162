#pragma once
#include "cli/guard.h"

#include <map>
#include <string>

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

using Guards = std::map<std::string, Guard>;

// The guards that this build knows, by the name that `sluice check` takes.
[[nodiscard]] Guards all_guards();

// `sluice check GUARD INPUT... | -`: asks the very code that the server runs.
void add_check_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
