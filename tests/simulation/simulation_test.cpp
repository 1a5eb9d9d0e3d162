// The simulation as a test: a thousand seeds, and the proof that it would find something.
#include "stage.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::simulation {
namespace {

constexpr std::uint64_t seeds = 1'000;
// A sabotage has to be found within so many seeds: not every run comes by its place.
constexpr std::uint64_t sabotage_seeds = 40;

Stage stage() {
  static StageParts parts;
  return parts.stage();
}

std::string told(const Outcome& outcome) {
  std::string text;
  for (const std::string& step : outcome.steps)
    text += "  " + step + "\n";
  return text + "  " + outcome.violation.value_or("nothing was found");
}

class Simulations : public testing::TestWithParam<std::uint64_t> {
 protected:
  // The product's own warnings of a thousand runs would hide the one line that counts.
  void SetUp() override { set_log_level(LogLevel::error); }
};

constexpr std::uint64_t parts = 4;

TEST_P(Simulations, hold_every_rule_whatever_order_things_happen_in) {
  const Stage shared = stage();
  for (std::uint64_t seed = GetParam(); seed <= seeds; seed += parts) {
    const Outcome outcome = run_seed(seed, {}, shared);
    ASSERT_FALSE(outcome.violation) << "seed " << seed << "\n" << told(outcome);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Simulations, testing::Range<std::uint64_t>(1, parts + 1));

TEST(Simulation, the_same_seed_does_the_same_again) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    EXPECT_EQ(run_seed(seed, {}, stage()).steps, run_seed(seed, {}, stage()).steps) << seed;
}

struct Broken {
  Sabotage sabotage;
  const char* found;
};

class Sabotaged : public testing::TestWithParam<Broken> {};

TEST_P(Sabotaged, is_found_and_named) {
  for (std::uint64_t seed = 1; seed <= sabotage_seeds; ++seed) {
    const Outcome outcome = run_seed(seed, {.sabotage = GetParam().sabotage}, stage());
    if (!outcome.violation) continue;
    EXPECT_TRUE(outcome.violation->contains(GetParam().found)) << told(outcome);
    return;
  }
  FAIL() << "not found in " << sabotage_seeds << " seeds";
}

INSTANTIATE_TEST_SUITE_P(
    Each, Sabotaged,
    testing::Values(Broken{Sabotage::keep_slot, "a key slot of no connection"},
                    Broken{Sabotage::keep_answer, "still shows"},
                    Broken{Sabotage::foreign_answer, "still shows"},
                    Broken{Sabotage::lose_record, "the trail of"},
                    Broken{Sabotage::invent_record, "connection.disconnect: 0 happened"},
                    Broken{Sabotage::smuggle_tool, "which is on no list"},
                    Broken{Sabotage::unrecorded_request, "without a recorded use"}));

}  // namespace
}  // namespace sluice::simulation
