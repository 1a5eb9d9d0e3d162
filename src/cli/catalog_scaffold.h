#pragma once
#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice catalog scaffold`: the draft of a row. `catalog` is the command that it belongs to.
void add_scaffold_command(CLI::App& catalog, int& exit_code);

}  // namespace sluice::cli
