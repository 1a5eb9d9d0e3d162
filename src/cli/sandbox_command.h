#pragma once
#include <CLI/CLI.hpp>

namespace sluice::cli {

// `sluice sandbox`: the stand-in vendors on one loopback port, until it is told to stop.
void add_sandbox_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
