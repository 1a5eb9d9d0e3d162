#pragma once
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>

namespace sluice::testing {

// A law holds for whatever RapidCheck makes up; `law` takes what it wants made up and uses
// RC_ASSERT. The seed is always the same, so that a red test stays red and a green one green;
// SLUICE_LAW_SEED in the environment looks elsewhere. A failure prints the seed and the smallest
// case that breaks the law.
template <class Law>
void expect_law(Law&& law, int cases = 150) {
  constexpr std::uint64_t usual_seed = 20'261'121;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread.
  const char* wanted = std::getenv("SLUICE_LAW_SEED");
  rc::detail::TestParams params;
  params.seed = wanted == nullptr ? usual_seed : std::strtoull(wanted, nullptr, 10);
  params.maxSuccess = cases;
  rc::detail::TestMetadata metadata;
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  metadata.id = test == nullptr ? "law" : test->name();
  const auto result = rc::detail::checkTestable(std::forward<Law>(law), metadata, params);
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  ADD_FAILURE() << text.str() << "\nSLUICE_LAW_SEED=" << params.seed;
}

}  // namespace sluice::testing
