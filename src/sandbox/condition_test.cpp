#include "sandbox/condition.h"

#include <gtest/gtest.h>

namespace sluice::sandbox {
namespace {

bool holds(const char* row, Comparison comparison, const char* argument) {
  return field_is("lists", comparison, Value::parse(argument))(Value::parse(row));
}

TEST(Condition, a_field_that_holds_a_list_is_in_what_one_of_its_elements_is_in) {
  constexpr const char* contact = R"({"lists":[3,7]})";
  EXPECT_TRUE(holds(contact, Comparison::in, "[7,9]"));
  EXPECT_TRUE(holds(contact, Comparison::in, "7"));
  EXPECT_TRUE(holds(contact, Comparison::equal, "3"));
  EXPECT_FALSE(holds(contact, Comparison::in, "[8]"));
  EXPECT_FALSE(holds(contact, Comparison::not_in, "[7]"));
  EXPECT_TRUE(holds(contact, Comparison::not_equal, "8"));
}

TEST(Condition, an_empty_list_is_in_nothing_and_a_single_value_is_as_before) {
  EXPECT_FALSE(holds(R"({"lists":[]})", Comparison::in, "[7]"));
  EXPECT_TRUE(holds(R"({"lists":[]})", Comparison::not_in, "[7]"));
  EXPECT_TRUE(holds(R"({"lists":7})", Comparison::in, "[7]"));
  EXPECT_FALSE(holds(R"({})", Comparison::in, "[7]"));
}

}  // namespace
}  // namespace sluice::sandbox
