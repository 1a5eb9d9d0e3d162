#pragma once
#include "analyst/analyst.h"

#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice catalog try`: asks every entry of a row once. `spawner` outlives the program's run.
void add_try_command(CLI::App& catalog, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
