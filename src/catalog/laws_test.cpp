#include "base/test_laws.h"
#include "catalog/expression.h"
#include "catalog/expression_tree.h"

namespace sluice::catalog {
namespace {

using Kind = Expression::Kind;
using testing::expect_law;

[[nodiscard]] Expression any_leaf() {
  Expression leaf;
  leaf.kind = *rc::gen::element(Kind::number, Kind::text, Kind::boolean, Kind::null, Kind::name);
  switch (leaf.kind) {
    case Kind::number: leaf.text = std::to_string(*rc::gen::inRange(0, 100'000)) + ".50"; break;
    case Kind::text:
      leaf.text = *rc::gen::container<std::string>(rc::gen::element('a', '\'', ' ', '"', '(', '.'));
      break;
    case Kind::boolean: leaf.text = *rc::gen::element<std::string>("true", "false"); break;
    case Kind::name: leaf.text = *rc::gen::element<std::string>("status", "customers.id"); break;
    case Kind::null:
    case Kind::operation:
    case Kind::in:
    case Kind::is_null:
    case Kind::call: break;  // No text of its own, or no leaf.
  }
  return leaf;
}

// NOLINTNEXTLINE(misc-no-recursion): `depth` ends it.
[[nodiscard]] Expression any_expression(int depth) {
  if (depth == 0) return any_leaf();
  Expression tree;
  tree.kind = *rc::gen::element(Kind::operation, Kind::in, Kind::is_null, Kind::call);
  std::size_t operands = 1;
  switch (tree.kind) {
    case Kind::operation:
      tree.text = *rc::gen::element<std::string>("+", "-", "*", "/", "=", "!=", "<", "<=", ">",
                                                 ">=", "and", "or", "not");
      operands = tree.text == "not" ? 1 : 2;
      break;
    case Kind::call:
      tree.text = *rc::gen::element<std::string>("coalesce", "if", "lower");
      operands = tree.text == "if" ? 3 : 1;
      break;
    case Kind::in: operands = 3; break;
    case Kind::is_null:
    case Kind::number:
    case Kind::text:
    case Kind::boolean:
    case Kind::null:
    case Kind::name: break;  // One operand, or a leaf.
  }
  if (tree.kind == Kind::in || tree.kind == Kind::is_null)
    tree.negated = *rc::gen::arbitrary<bool>();
  for (std::size_t at = 0; at < operands; ++at)
    tree.operands.push_back(tree.kind == Kind::in && at > 0 ? any_leaf()
                                                            : any_expression(depth - 1));
  return tree;
}

TEST(ExpressionLaw, what_is_printed_reads_back_as_what_it_was_read_as) {
  expect_law([] {
    const std::string text = to_text(any_expression(*rc::gen::inRange(0, 4)));
    const auto read = parse_expression(text);
    if (!read) return;  // Some made-up trees mean nothing, such as a list of names.
    const auto again = parse_expression(to_text(*read));
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == *read);
  });
}

TEST(ExpressionLaw, a_tree_of_operations_survives_being_printed) {
  int read_trees = 0;
  expect_law([&read_trees] {
    const Expression tree = any_expression(2);
    const auto read = parse_expression(to_text(tree));
    if (!read) return;
    ++read_trees;
    RC_ASSERT(*read == tree);
  });
  EXPECT_GT(read_trees, 50) << "hardly anything that was made up could be read";
}

TEST(ExpressionLaw, no_text_breaks_the_parser) {
  expect_law([] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::element('a', '1', '(', ')', '\'', ',', '+', ' ', '=', '.', '<', '-'));
    const auto read = parse_expression(text);
    if (!read) RC_ASSERT(read.error().position <= text.size());
  });
}

}  // namespace
}  // namespace sluice::catalog
