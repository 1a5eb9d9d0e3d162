#pragma once
#include "analyst/analyst.h"

#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice sandbox check`: compares stand-ins with the rows of their vendors. `sandbox` is the
// command that it belongs to; `spawner` outlives the program's run.
void add_stand_in_check_command(CLI::App& sandbox, analyst::AnalystSpawner& spawner,
                                int& exit_code);

}  // namespace sluice::cli
