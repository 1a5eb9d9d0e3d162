#pragma once
#include "analyst/analyst.h"

namespace sluice::cli {

// Reads the command line and runs the command; returns the exit code.
[[nodiscard]] int run(int argc, char** argv, analyst::AnalystSpawner& spawner);

}  // namespace sluice::cli
