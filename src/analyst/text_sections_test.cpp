#include "analyst/text_sections.h"

#include "analyst/answer_reader.h"
#include "analyst/row_reader.h"
#include "base/json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analyst {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Read {
  std::string form;
  Rows rows;
};

std::string text_result(const std::string& text) {
  return Json{{"content", {{{"type", "text"}, {"text", text}}}}}.dump();
}

// Rows that an entry with these columns finds in a text.
Read read_columns(const std::string& text, const std::vector<std::string>& columns) {
  const WantedRows wanted{.path = *parse_path("$"), .columns = columns};
  AnswerReader answer(wanted);
  const auto found = answer.read(text_result(text));
  if (!found) return {.form = found.error().detail, .rows = {}};
  const std::vector<Path> zipped;
  RowReader reader({.root = found->root, .arguments = nullptr}, zipped);
  Read out{.form = found->form + (found->cut ? " cut" : ""), .rows = {}};
  for (const Row& row : reader.rows_of(found->rows)) {
    auto& cells = out.rows.emplace_back();
    for (const std::string& column : columns)
      cells.emplace_back(reader.read(row, *parse_path(column)).text);
  }
  return out;
}

constexpr const char* found_issues = R"(# Search results for "open"

**Query:** is:open
Found **3** issues:

## 1. [SHOP-41](https://acme.example/issues/41)

**Error: list is already registered**

- **Status**: open
- **Events**: 25
- **Culprit**: `Object.fetch(index)`

### Last event
- **Events**: 1

## 2. [SHOP-7](https://acme.example/issues/7)

- **Status:** closed
- **Events:** 3

## 3. [SHOP-9](https://acme.example/issues/9)

Nothing more is known.

## Next steps
- **Status**: ask for one of them
)";

TEST(Sections, are_rows_with_their_heading_and_the_keys_under_it) {
  const auto out = read_columns(found_issues, {"heading", "Status", "Events", "Culprit", "text"});
  EXPECT_EQ(out.form, "sections");
  EXPECT_EQ(
      out.rows,
      (Rows{{"SHOP-41", "open", "25", "Object.fetch(index)", "Error: list is already registered"},
            {"SHOP-7", "closed", "3", "", ""},
            {"SHOP-9", "", "", "", "Nothing more is known."}}));
  EXPECT_EQ(read_columns(found_issues, {"link", "Events"}).rows[1][0],
            "https://acme.example/issues/7");
}

TEST(Sections, of_the_level_that_has_what_the_entry_reads) {
  const std::string one = "# Issue SHOP-41\n- **Status**: open\n## Event\n- **Date**: 2026-11-01\n";
  EXPECT_EQ(read_columns(one, {"heading", "Status", "Date"}).rows,
            (Rows{{"Issue SHOP-41", "open", "2026-11-01"}}));
  EXPECT_EQ(read_columns(one, {"heading", "Date"}).rows, (Rows{{"Event", "2026-11-01"}}));
  EXPECT_EQ(read_columns(one, {"Owner"}).form, "no rows were found in the result");
  EXPECT_EQ(read_columns(std::string(found_issues) + "\n[truncated]", {"Status"}).form,
            "sections cut");
}

TEST(Blocks, are_one_list_with_what_stands_over_each) {
  const std::vector<std::string> texts = {
      "## Requests\nworker\tcount\napi\t5\nweb\t7\n\n## Errors\nworker\tcount\napi\t1\n",
      "Requests:\nworker\tcount\napi\t5\nweb\t7\n\nErrors:\nworker\tcount\napi\t1\n",
      "**Requests**\n\nworker,count\napi,5\nweb,7\n\n**Errors**\n\nworker,count\napi,1\n",
      "### Requests\n\n| worker | count |\n|---|---|\n| api | 5 |\n| web | 7 |\n\n### Errors\n\n| "
      "worker | count |\n|---|---|\n| api | 1 |\n",
      "## Requests\n```\nworker\tcount\napi\t5\nweb\t7\n```\n## "
      "Errors\n```\nworker\tcount\napi\t1\n"
      "```\n"};
  for (const std::string& text : texts) {
    const auto out = read_columns(text, {"heading", "worker", "count"});
    EXPECT_EQ(out.form, "blocks") << text;
    EXPECT_EQ(out.rows,
              (Rows{{"Requests", "api", "5"}, {"Requests", "web", "7"}, {"Errors", "api", "1"}}))
        << text;
    EXPECT_EQ(read_columns(text, {"worker"}).rows.size(), 3U) << "not the first one alone";
  }
}

TEST(Blocks, that_the_entry_does_not_read_are_left_out) {
  const std::string text = "Builds\nid\tstate\nb1\tdone\nb2\tfailed\n\nPages\npage\ttotal\n1\t40\n";
  EXPECT_EQ(read_columns(text, {"id", "state"}).rows, (Rows{{"b1", "done"}, {"b2", "failed"}}));
  EXPECT_EQ(read_columns(text, {"total"}).rows, (Rows{{"40"}}));
}

TEST(Blocks, of_which_one_cannot_be_read_are_no_answer) {
  EXPECT_EQ(read_columns("A\nid\tn\nx\t1\n\nB\nid\tn\ny\t2\textra\n", {"id", "n"}).form,
            "no rows were found in the result");
  // One table is read as ever, with or without its heading.
  const std::string one = "## All\n\n| id | n |\n|---|---|\n| x | 1 |\n";
  EXPECT_EQ(read_columns(one, {"id"}).form, "markdown");
  EXPECT_EQ(read_columns(one, {"heading", "id"}).rows, (Rows{{"All", "x"}}));
}

TEST(Blocks, with_a_table_of_no_rows_are_those_that_have_some) {
  const std::string text =
      "### A\n\n| id | n |\n|---|---|\n\n### B\n\n| id | n |\n|---|---|\n| x | 1 |\n";
  EXPECT_EQ(read_columns(text, {"heading", "id"}).rows, (Rows{{"B", "x"}}));
}

}  // namespace
}  // namespace sluice::analyst
