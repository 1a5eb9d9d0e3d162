#pragma once
#include "analyst/analyst.h"

#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice sandbox`: the stand-in vendors on one loopback port, until it is told to stop; and what a
// stand-in's author uses. `spawner` outlives the program's run.
void add_sandbox_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
