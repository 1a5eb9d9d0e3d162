// The simulation as a test: a thousand seeds, and the proof that it would find something.
#include "stage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

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
  const char* name;  // How the test is called.
  Sabotage sabotage;
  const char* found;

  // ctest lists a test with its parameter, which would else be the bytes of the struct. The name is
  // GoogleTest's.
  // NOLINTNEXTLINE(readability-identifier-naming)
  friend void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }
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
    testing::Values(
        Broken{"a_kept_slot", Sabotage::keep_slot, "a key slot of no connection"},
        Broken{"a_kept_answer", Sabotage::keep_answer, "still shows"},
        Broken{"a_foreign_answer", Sabotage::foreign_answer, "still shows"},
        Broken{"a_lost_record", Sabotage::lose_record, "the trail of"},
        Broken{"an_invented_record", Sabotage::invent_record, "connection.disconnect: 0 happened"},
        Broken{"a_smuggled_tool", Sabotage::smuggle_tool, "which is on no list"},
        Broken{"an_unrecorded_request", Sabotage::unrecorded_request, "without a recorded use"}),
    [](const testing::TestParamInfo<Broken>& broken) { return std::string(broken.param.name); });

}  // namespace
}  // namespace sluice::simulation
