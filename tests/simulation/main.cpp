// The simulation as a command: more seeds, or one again. `./dev simulate` builds and runs it.
#include "stage.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>

namespace sluice::simulation {
namespace {

struct Wish {
  std::uint64_t seeds = 1'000;
  std::uint64_t from = 1;
  std::size_t steps = Options{}.steps;
  bool tell = false;
};

constexpr std::uint64_t progress_interval = 100;

void print(const Outcome& outcome) {
  for (const std::string& step : outcome.steps)
    std::cout << "  " << step << '\n';
}

int run(const Wish& wish) {
  set_log_level(LogLevel::error);
  StageParts parts;
  const Stage stage = parts.stage();
  const auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t at = 0; at < wish.seeds; ++at) {
    const std::uint64_t seed = wish.from + at;
    const Outcome outcome = run_seed(seed, {.steps = wish.steps}, stage);
    if (wish.tell || outcome.violation) {
      std::cout << "seed " << seed << '\n';
      print(outcome);
    }
    if (outcome.violation) {
      std::cout << "  found: " << *outcome.violation
                << "\n  again: ./dev simulate --seeds 1 --from " << seed << " --steps "
                << wish.steps << '\n';
      return 1;
    }
    if ((at + 1) % progress_interval == 0 || at + 1 == wish.seeds) {
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun;
      std::cerr << at + 1 << " of " << wish.seeds << " seeds, " << passed.count() << " s\n";
    }
  }
  return 0;
}

}  // namespace
}  // namespace sluice::simulation

int main(int argc, char** argv) {
  sluice::simulation::Wish wish;
  CLI::App app(
      "Runs the seeded simulation: connect, ask, pin, disconnect and everything that can "
      "go wrong meanwhile, in an order that the seed chooses. Ends with 1 at the first "
      "rule that does not hold, and prints the seed and its steps.");
  app.add_option("--seeds", wish.seeds, "How many seeds")->capture_default_str();
  app.add_option("--from", wish.from, "The first seed")->capture_default_str();
  app.add_option("--steps", wish.steps, "Steps of each seed")->capture_default_str();
  app.add_flag("--tell", wish.tell, "Print the steps of every seed");
  CLI11_PARSE(app, argc, argv);
  return sluice::simulation::run(wish);
}
