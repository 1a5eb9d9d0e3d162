#pragma once
#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice sandbox scaffold`: the list of tools and the profile of a stand-in. `sandbox` is the
// command that it belongs to.
void add_stand_in_scaffold_command(CLI::App& sandbox, int& exit_code);

}  // namespace sluice::cli
