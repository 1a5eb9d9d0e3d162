#pragma once
#include "analyst/analyst.h"

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice demo`: the server with the sample company. `spawner` and `exit_code` outlive the parsing
// of `app`; the command sets `exit_code` to what the process ends with.
void add_demo_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
