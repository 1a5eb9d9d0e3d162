#pragma once
#include "analyst/analyst.h"

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice ask` and `sluice explain`: the whole main job, and the plan alone, from the shell.
void add_ask_commands(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
