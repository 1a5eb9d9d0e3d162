#include "catalog/confirmation.h"

#include "catalog/catalog_fixture.h"
#include "catalog/row_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::catalog {
namespace {

constexpr std::string_view row = R"(slug: example
name: Example
category: testing
category_label: Testing
summary: A vendor for tests
reviewed: 2026-11-22
endpoints: [{url: "https://mcp.example.com"}]
registration: [dynamic]
client: public
tools:
  list_things: {verdict: read, input: {}}
  list_parts: {verdict: read, input: {}}
  drop_things: {verdict: write, verified: false}
entries:
  - name: things
    label: Things
    tool: list_things
    rows: $.things
    fields: [{name: id, path: id, type: text, role: key}]
questions: [How many things]
article: docs/knowledge-base/example.md
)";

std::string text_with(std::string_view from, std::string_view to) {
  const auto vendor = read_row("example.yaml", replaced(row, from, to));
  EXPECT_TRUE(vendor);
  return vendor ? unconfirmed_text(*vendor) : "";
}

TEST(Confirmation, says_nothing_of_what_was_confirmed_or_is_never_called) {
  EXPECT_EQ(text_with("slug", "slug"), "");
}

TEST(Confirmation, says_what_nobody_confirmed_and_as_of_which_day) {
  constexpr std::string_view end =
      ". What is known of them comes from documents and reports of others.";
  EXPECT_EQ(
      text_with("reviewed: 2026-11-22", "reviewed: 2026-11-22\nverified: false"),
      "Not confirmed with Example as of 2026-11-22: its sign-in and tools" + std::string(end));
  EXPECT_EQ(text_with("list_parts: {verdict: read,",
                      "list_parts: {verdict: read, verified: false, reviewed: 2026-11-29,"),
            "Not confirmed with Example as of 2026-11-29: 1 of 2 read tools" + std::string(end));
  EXPECT_EQ(text_with("label: Things", "label: Things\n    verified: false"),
            "Not confirmed with Example as of 2026-11-22: 1 of 1 kinds of data" + std::string(end));
}

TEST(Confirmation, refuses_a_captured_definition_that_nobody_confirmed) {
  std::string text(row);
  const std::string from = "list_parts: {verdict: read,";
  text.replace(text.find(from), from.size(),
               from + " verified: false, digest: \"sha256:" + std::string(64, 'a') + "\",");
  const auto vendor = read_row("example.yaml", text);
  ASSERT_FALSE(vendor);
  EXPECT_EQ(vendor.error().front().line, 12u);
}

}  // namespace
}  // namespace sluice::catalog
