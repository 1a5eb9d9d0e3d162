#include "catalog/expression.h"

#include <gtest/gtest.h>

namespace sluice::catalog {
namespace {

std::string reading(std::string_view text) {
  const auto expression = parse_expression(text);
  return expression ? to_text(*expression) : "error: " + expression.error().message;
}

TEST(Expression, binds_products_tighter_than_sums_and_sums_tighter_than_comparisons) {
  EXPECT_EQ(reading("a + b * 2 = c"), "((a + (b * 2)) = c)");
}

TEST(Expression, reads_and_before_or_and_not_before_both) {
  EXPECT_EQ(reading("not a or b and c"), "((not a) or (b and c))");
}

TEST(Expression, reads_names_through_joins_calls_and_lists) {
  EXPECT_EQ(reading("if(customers.country in ('US', 'CA'), days_between(a, b), null)"),
            "if((customers.country in ('US', 'CA')), days_between(a, b), null)");
}

TEST(Expression, reads_null_tests_and_negated_lists) {
  EXPECT_EQ(reading("ended is null and x not in (1, 2.50) and y is not null"),
            "(((ended is null) and (x not in (1, 2.50))) and (y is not null))");
}

TEST(Expression, keeps_a_doubled_quote_as_one) {
  EXPECT_EQ(reading("'it''s'"), "'it''s'");
}

TEST(Expression, reads_instant_and_now_without_brackets) {
  EXPECT_EQ(reading("started <= instant and ended > now"),
            "((started <= instant) and (ended > now))");
}

TEST(Expression, what_it_prints_reads_back_as_the_same_tree) {
  const auto first =
      parse_expression("-a - b - 'x' != upper(concat(c, d, 'e')) or not f in (true)");
  ASSERT_TRUE(first);
  const auto second = parse_expression(to_text(*first));
  ASSERT_TRUE(second);
  EXPECT_EQ(*first, *second);
}

TEST(Expression, lists_the_names_it_uses_but_no_function) {
  const auto expression = parse_expression("lower(a) = b.c or a > instant");
  ASSERT_TRUE(expression);
  EXPECT_EQ(names_in(*expression), (std::vector<std::string>{"a", "b.c", "a"}));
}

TEST(Expression, refuses_what_is_not_an_expression) {
  for (const std::string_view text :
       {"",        "a b",     "a +",    "(a",      "a)",     "f(",      "nope(a)",         "'open",
        "a; drop", "a = = b", "a is b", "a in ()", "a in b", "a not b", "days_between(a)", "1.",
        "a..b",    "and",     "a--",    "@"}) {
    EXPECT_FALSE(parse_expression(text)) << text;
  }
}

TEST(Expression, says_where_the_first_mistake_is) {
  const auto expression = parse_expression("a = nope(b)");
  ASSERT_FALSE(expression);
  EXPECT_EQ(expression.error().position, 4u);
  EXPECT_EQ(expression.error().message, "there is no function \"nope\"");
}

TEST(Expression, refuses_nesting_that_could_exhaust_the_stack) {
  EXPECT_FALSE(parse_expression(std::string(2'000, '(')));
  EXPECT_FALSE(parse_expression(std::string(2'000, '-') + "a"));
  std::string nots;
  for (int i = 0; i < 900; ++i)
    nots += "not ";
  EXPECT_FALSE(parse_expression(nots + "a"));
  std::string calls;
  for (int i = 0; i < 600; ++i)
    calls += "lower(";
  EXPECT_FALSE(parse_expression(calls));
}

TEST(Expression, refuses_a_text_longer_than_the_limit) {
  EXPECT_FALSE(parse_expression("a" + std::string(expression_bytes_max, ' ')));
}

}  // namespace
}  // namespace sluice::catalog
