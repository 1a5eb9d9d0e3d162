#include "authoring/stand_in_draft.h"

#include "authoring/tool_definitions.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace sluice::authoring {
namespace {

std::string sample(const char* name) {
  std::ostringstream text;
  text
      << std::ifstream(std::string(SLUICE_SOURCE_DIR) + "/tests/corpora/authoring/" + name).rdbuf();
  return std::move(text).str();
}

VendorFacts facts_with(const char* auth = "") {
  Json document = *parse_json(sample("facts.json"));
  if (*auth != '\0') document["auth"] = *parse_json(auth);
  auto facts = read_facts(document);
  EXPECT_TRUE(facts) << facts.error();
  return std::move(*facts);
}

StandInDraft drafted(const VendorFacts& facts, const std::vector<std::string>& definitions = {}) {
  auto draft = draft_stand_in(facts, definitions);
  EXPECT_TRUE(draft) << draft.error();
  return std::move(*draft);
}

const OrderedJson& tool_of(const StandInDraft& draft, std::string_view name) {
  for (const OrderedJson& tool : draft.tools["tools"])
    if (tool["definition"]["name"] == name) return tool;
  static const OrderedJson none = OrderedJson::object();
  ADD_FAILURE() << "there is no " << name;
  return none;
}

TEST(StandInDraft, lists_the_tools_of_the_facts_with_what_they_do_and_take) {
  const StandInDraft draft = drafted(facts_with());
  EXPECT_EQ(draft.tools["vendor"], "acme");
  EXPECT_EQ(draft.tools["tools"].size(), 4U);
  const OrderedJson& list = tool_of(draft, "list_orders");
  EXPECT_EQ(list["access"], "read");
  EXPECT_EQ(list["definition"]["description"], "Orders, newest first");
  EXPECT_EQ(list["definition"]["inputSchema"]["required"], OrderedJson::array({"shop"}));
  EXPECT_EQ(tool_of(draft, "cancel-order")["access"], "write");
}

TEST(StandInDraft, takes_definitions_from_a_captured_list_and_access_from_the_facts) {
  const StandInDraft draft = drafted(facts_with(), *definitions_in(sample("tools.json")));
  const OrderedJson& known = tool_of(draft, "list_orders");
  EXPECT_EQ(known["access"], "read");
  EXPECT_EQ(known["definition"]["description"], "Lists orders.");
  EXPECT_TRUE(known["definition"]["inputSchema"]["properties"].contains("cursor"));
  EXPECT_FALSE(known["definition"]["inputSchema"].contains("required"));
  EXPECT_EQ(known["definition"]["annotations"]["readOnlyHint"], true);
  // A hint of the server is no review.
  EXPECT_EQ(tool_of(draft, "delete_order")["access"], "unclear");
  EXPECT_EQ(tool_of(draft, "order_guide")["access"], "read");
}

TEST(StandInDraft, keeps_what_the_facts_say_where_a_captured_definition_says_nothing) {
  const StandInDraft draft =
      drafted(facts_with(), {R"({"name": "list_orders", "title": "Orders", "inputSchema": null})"});
  const OrderedJson& definition = tool_of(draft, "list_orders")["definition"];
  EXPECT_EQ(definition["title"], "Orders");
  EXPECT_TRUE(definition["inputSchema"]["properties"].contains("shop"));
}

TEST(StandInDraft, answers_at_the_addresses_that_have_no_parameter) {
  const OrderedJson profile = drafted(facts_with()).profile;
  EXPECT_EQ(profile["slug"], "acme");
  EXPECT_EQ(profile["mcp"]["endpoints"],
            OrderedJson::array({OrderedJson{{"url", "https://eu.acme.dev/mcp"}}}));
}

TEST(StandInDraft, signs_a_public_client_in_that_registers_itself) {
  const OrderedJson server = drafted(facts_with()).profile["authorization"];
  EXPECT_EQ(server["issuer"], "https://acme.dev");
  EXPECT_EQ(server["register"], "/register");
  EXPECT_EQ(server["methods"][0], "none");
  EXPECT_EQ(server["scopes"], OrderedJson::array({"orders:read", "orders:write"}));
}

TEST(StandInDraft, knows_a_client_beforehand_where_nobody_may_register) {
  const OrderedJson server =
      drafted(facts_with(R"json({"dcr": false, "public_client": false, "authorization_server":
        "https://app.acme.dev (authorize /-/oauth_authorize, token /-/oauth_token)"})json"))
          .profile["authorization"];
  EXPECT_EQ(server["issuer"], "https://app.acme.dev");
  EXPECT_EQ(server["authorize"], "/-/oauth_authorize");
  EXPECT_EQ(server["token"], "/-/oauth_token");
  EXPECT_FALSE(server.contains("register"));
  EXPECT_EQ(server["client"]["id"], "sandbox-acme-client");
  EXPECT_EQ(server["methods"], OrderedJson::array({"client_secret_post"}));
}

TEST(StandInDraft, needs_an_address_and_tools_that_can_be_read) {
  VendorFacts nowhere = facts_with();
  nowhere.head.endpoints.resize(1);
  const auto no_address = draft_stand_in(nowhere, {});
  ASSERT_FALSE(no_address);
  EXPECT_TRUE(no_address.error().starts_with("no address of Acme"));
  EXPECT_FALSE(draft_stand_in(facts_with(), {"not a tool"}));
}

}  // namespace
}  // namespace sluice::authoring
