#pragma once

namespace sluice::analyst {
class AnalystSpawner;
}  // namespace sluice::analyst

namespace sluice::cli {

// Reads the command line and runs the command; returns the exit code.
[[nodiscard]] int run(int argc, char** argv, analyst::AnalystSpawner& spawner);

}  // namespace sluice::cli
