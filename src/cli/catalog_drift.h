#pragma once
#include "analyst/analyst.h"

#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice catalog drift`: what vendors list now, against their rows. `spawner` outlives the
// program's run.
void add_drift_command(CLI::App& catalog, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
