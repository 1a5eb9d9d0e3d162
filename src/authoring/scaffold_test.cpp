#include "authoring/scaffold.h"

#include "authoring/row_text.h"

#include "authoring/tool_definitions.h"
#include "catalog/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace sluice::authoring {
namespace {

using catalog::Verdict;
using testing::HasSubstr;
using testing::Not;

// A vendor that nobody has: what facts and a captured list look like.
std::string sample(const char* name) {
  std::ostringstream text;
  text
      << std::ifstream(std::string(SLUICE_SOURCE_DIR) + "/tests/corpora/authoring/" + name).rdbuf();
  return std::move(text).str();
}

ScaffoldSources from_facts() {
  auto facts = read_facts(*parse_json(sample("facts.json")));
  EXPECT_TRUE(facts) << facts.error();
  return {.slug = "acme",
          .today = "2026-11-29",
          .named = "facts.json",
          .facts = std::move(*facts),
          .definitions = {},
          .url = {}};
}

ScaffoldSources from_tools(const char* url = "") {
  return {.slug = "acme",
          .today = "2026-11-29",
          .named = "tools.json",
          .facts = std::nullopt,
          .definitions = *definitions_in(sample("tools.json")),
          .url = url};
}

const ToolDraft& tool_of(const RowDraft& draft, std::string_view name) {
  const auto found = std::ranges::find(draft.tools, name, &ToolDraft::name);
  EXPECT_NE(found, draft.tools.end()) << name;
  return *found;
}

// Every mistake that `catalog check` finds in the draft's file.
std::string mistakes_in(const std::string& text) {
  const auto row = catalog::read_row("acme.yaml", text);
  std::string all;
  if (!row)
    for (const catalog::RowError& error : row.error())
      all += catalog::to_text(error) + "\n";
  return all;
}

TEST(Scaffold, a_draft_passes_the_check_whatever_it_is_made_of) {
  for (const bool accept : {false, true}) {
    for (ScaffoldSources sources :
         {from_facts(), from_tools(), from_tools("https://mcp.acme.dev")}) {
      sources.accept_reads = accept;
      const std::string text = row_text(*draft_row(std::move(sources)));
      EXPECT_EQ(mistakes_in(text), "") << text;
    }
  }
}

TEST(Scaffold, no_tool_is_a_read_by_itself) {
  for (ScaffoldSources sources : {from_facts(), from_tools(), from_tools("https://mcp.acme.dev")}) {
    const RowDraft draft = *draft_row(std::move(sources));
    EXPECT_GT(summary_of(draft).look_like_reads, 0u);
    for (const ToolDraft& tool : draft.tools)
      EXPECT_NE(tool.verdict, Verdict::read) << tool.name;
    const auto row = catalog::read_row("acme.yaml", row_text(draft));
    ASSERT_TRUE(row);
    EXPECT_TRUE(std::ranges::none_of(row->tools, &catalog::Tool::callable));
  }
}

TEST(Scaffold, proposes_what_the_words_say_whatever_the_server_hints) {
  const RowDraft draft = *draft_row(from_tools());
  EXPECT_EQ(tool_of(draft, "delete_order").verdict, Verdict::write);  // readOnlyHint: true
  EXPECT_EQ(tool_of(draft, "get_api_secret").verdict, Verdict::secret);
  EXPECT_FALSE(tool_of(draft, "run_sql").looks_like_read);
  EXPECT_TRUE(tool_of(draft, "list_orders").looks_like_read);
  EXPECT_FALSE(tool_of(draft, "get_things_without_a_hint").looks_like_read);
}

TEST(Scaffold, an_accepted_read_has_no_argument_that_could_carry_a_statement) {
  ScaffoldSources sources = from_tools();
  sources.accept_reads = true;
  const RowDraft draft = *draft_row(std::move(sources));
  EXPECT_EQ(tool_of(draft, "list_orders").verdict, Verdict::read);
  EXPECT_EQ(tool_of(draft, "find_orders").verdict, Verdict::unclear);
  EXPECT_THAT(tool_of(draft, "find_orders").reason, HasSubstr("is open"));
}

TEST(Scaffold, keeps_digests_only_of_what_was_seen) {
  const RowDraft facts = *draft_row(from_facts());
  EXPECT_EQ(tool_of(facts, "list_orders").shape, "");
  EXPECT_FALSE(tool_of(facts, "list_orders").verified);
  const RowDraft file = *draft_row(from_tools());
  EXPECT_THAT(tool_of(file, "list_orders").shape, HasSubstr("sha256:"));
  EXPECT_EQ(tool_of(file, "list_orders").digest, "");
  const RowDraft live = *draft_row(from_tools("https://mcp.acme.dev"));
  EXPECT_THAT(tool_of(live, "list_orders").digest, HasSubstr("sha256:"));
}

TEST(Scaffold, writes_input_paging_and_addresses_as_a_row_has_them) {
  const std::string text = row_text(*draft_row(from_facts()));
  EXPECT_THAT(text, HasSubstr("url: \"https://{shop_domain}/mcp\""));
  EXPECT_THAT(text, HasSubstr("shop_domain: {label: Shop domain, type: domain}"));
  EXPECT_THAT(text, HasSubstr("Also: https://eu.acme.dev/mcp (Europe)"));
  EXPECT_THAT(text, Not(HasSubstr("rest.acme.dev")));
  EXPECT_THAT(text, HasSubstr("# paging: {style: page, argument: request.page"));
  EXPECT_THAT(text, HasSubstr("scopes: {never: [\"orders:write\"], read: [\"orders:read\"]}"));
  const auto row = catalog::read_row("acme.yaml", text);
  ASSERT_TRUE(row);
  const catalog::Tool* tool = row->find_tool("list_orders");
  ASSERT_NE(tool, nullptr);
  EXPECT_EQ(tool->input["properties"]["request"]["properties"]["page"]["type"], "integer");
  EXPECT_EQ(tool->input["required"], Json({"shop"}));
}

// What a vendor writes could otherwise become a member of the row.
TEST(Scaffold, a_vendors_words_never_leave_their_comment) {
  const std::string tool =
      R"({"name":"list_orders","description":"Orders.\nlist_all:\n    verdict: read\u2028x",)"
      R"("inputSchema":{"type":"object","properties":{"a: b\n": {"type":"string"}}}})";
  ScaffoldSources sources = from_tools();
  sources.definitions = {tool};
  const std::string text = row_text(*draft_row(std::move(sources)));
  EXPECT_THAT(text, Not(HasSubstr("\n    verdict: read")));
  EXPECT_EQ(mistakes_in(text), "");
}

TEST(Scaffold, a_vendor_without_a_server_of_its_own_is_no_row) {
  Json facts = *parse_json(sample("facts.json"));
  facts["endpoints"] = Json::array({{{"url", "https://rest.acme.dev"}, {"transport", "rest GET"}}});
  EXPECT_FALSE(read_facts(facts));
}

TEST(ToolDefinitions, reads_every_form_in_which_a_list_comes) {
  const std::string one = R"({"name":"a","inputSchema":{"x":1.0}})";
  for (const std::string& list :
       {"[" + one + "]", R"({"tools":[)" + one + "]}", R"({"result":{"tools":[)" + one + "]}}",
        R"({"tools":[{"digest":"d","definition":)" + one + "}]}"}) {
    const auto definitions = definitions_in(list);
    ASSERT_TRUE(definitions) << list;
    EXPECT_EQ(*definitions, std::vector<std::string>{one});
  }
  EXPECT_FALSE(definitions_in(R"({"a":1})"));
  EXPECT_FALSE(definitions_in(R"([{"title":"no name"}])"));
}

}  // namespace
}  // namespace sluice::authoring
