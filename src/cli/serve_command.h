#pragma once

namespace CLI {
class App;
}  // namespace CLI
namespace sluice::analyst {
class AnalystSpawner;
}  // namespace sluice::analyst

namespace sluice::cli {

// `sluice serve` (the server) and `sluice demo` (the server with the sample company).
void add_serve_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code);
void add_demo_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code);

}  // namespace sluice::cli
