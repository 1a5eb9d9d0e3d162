#pragma once
#include "analyst/analyst.h"
#include "base/log.h"
#include "net/io_runtime.h"
#include "simulation.h"
#include "template_world.h"

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace sluice::simulation {

// The parts that all runs of one program share; made once, first thing.
class StageParts {
 public:
  StageParts() = default;
  [[nodiscard]] Stage stage() { return {world_, runtime_, *spawner_}; }

 private:
  // A run writes some hundred times and waits for each write, so its files lie in memory where the
  // machine has such a place and nobody asked for another. True: so that it can stand here.
  static bool prefer_memory() {
    const std::filesystem::path memory = "/dev/shm";
    if (std::filesystem::exists(memory)) setenv("TMPDIR", memory.c_str(), 0);
    return true;
  }
  bool in_memory_ = prefer_memory();
  // Forked before the first thread, as main() of the product does.
  std::unique_ptr<analyst::AnalystSpawner> spawner_ = analyst::AnalystSpawner::start();
  TemplateWorld world_;
  net::IoRuntime runtime_{1};
};

}  // namespace sluice::simulation
