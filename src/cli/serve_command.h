#pragma once
#include "analyst/analyst.h"

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice serve`: the server. `spawner` and `exit_code` outlive the parsing of `app`; the command
// sets `exit_code` to what the process ends with.
void add_serve_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
