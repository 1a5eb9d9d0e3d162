#include "cli/guard_chart.h"

#include "base/json.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::cli {
namespace {

std::string verdict(const std::string& line) {
  const auto answer = make_chart_guard()(line);
  return answer ? answer->at("verdict").get<std::string>() : "unreadable";
}

TEST(GuardChart, decides_the_published_cases_as_expected) {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/corpora/chart.jsonl");
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line);) {
    const auto expected = parse_json(line);
    ASSERT_TRUE(expected);
    if (!expected->at("verdict").is_string()) continue;
    EXPECT_EQ(verdict(line), expected->at("verdict").get<std::string>()) << line;
    ++cases;
  }
  EXPECT_EQ(cases, 27U);
}

TEST(GuardChart, allows_our_own_charts) {
  EXPECT_EQ(verdict(R"({"spec":{"mark":"bar","title":"MRR by month","x":"month","y":["mrr"],
    "series":null,"horizontal":false,"stacked":false,"partial_last":true,"sort":"none",
    "format":"currency","unit":"usd","shown_max":20}})"),
            "allow");
}

TEST(GuardChart, refuses_what_computes_or_leads_out_wherever_it_stands) {
  EXPECT_EQ(
      verdict(R"({"spec":{"mark":"bar","encoding":{"y":{"field":"a","condition":{"test":"1"}}}}})"),
      "refuse");
  EXPECT_EQ(verdict(R"({"spec":{"mark":{"type":"bar","href":"javascript:1"}}})"), "refuse");
  EXPECT_EQ(verdict(R"({"spec":{"mark":"bar","title":{"text":{"expr":"1"}}}})"), "refuse");
  EXPECT_EQ(verdict(R"({"spec":{"mark":"bar","data":{"values":[{"a":{"b":1}}]}}})"), "refuse");
}

TEST(GuardChart, a_line_without_a_specification_cannot_be_read) {
  EXPECT_EQ(verdict("{}"), "unreadable");
  EXPECT_EQ(verdict("bar"), "unreadable");
}

}  // namespace
}  // namespace sluice::cli
