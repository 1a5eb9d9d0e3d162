// What the vendor calls the account becomes the connection's name, unless a person chose one.
#include "connections/account_name.h"

#include "connections/small_vendor_fixture.h"

namespace sluice::connections {
namespace {

// One place where everybody may connect; which of its accounts is told by what was filled in.
constexpr const char* row_text = R"(slug: acme
name: Acme
category: testing
category_label: Testing
summary: Rows
reviewed: 2026-11-22
endpoints: [{url: "https://mcp.acme.dev/"}]
registration: [none]
client: public
parameters:
  shop: {label: Shop, type: slug, required: false}
account: {tool: get_row, arguments: {shop: "${connection.shop}"}, name: $.account.name}
tools:
  list_rows: {verdict: read, input: {}}
  get_row: {verdict: read, input: {shop: string}}
entries: []
questions: []
article: docs/knowledge-base/acme.md
)";

// The accounts by the word that is filled in for them.
sandbox::Value accounts() {
  const auto named = [](const char* shop, sandbox::Value name) {
    return sandbox::Value{{"shop", shop}, {"account", {{"name", std::move(name)}}}};
  };
  return sandbox::Value::array(
      {named("north", " Acme Europe "), named("south", "acme europe"), named("west", "Acme West"),
       named("long", std::string(60, 'a')), named("too-long", std::string(61, 'a')),
       named("lines", "Acme\nEurope"), named("control", "Acme \xC2\x85"), named("blank", "  "),
       named("nothing", nullptr), named("list", sandbox::Value::array({"Acme A", "Acme B"})),
       named("inside", {{"deeper", "Acme"}}), named("as-before", "ACME")});
}

Stage named_stage() {
  auto row = catalog::read_row("acme.yaml", row_text);
  if (!row) throw std::runtime_error(catalog::to_text(row.error().front()));
  std::vector<catalog::Vendor> rows;
  rows.push_back(std::move(*row));
  sandbox::Value world = sandbox::small_world("acme", 1);
  world["tools"]["get_row"] = {{"kind", "get"},
                               {"rows_path", "$"},
                               {"items", "accounts"},
                               {"content", "json-text"},
                               {"key", {{"argument", "shop"}, {"fields", {"shop"}}}}};
  world["collections"]["accounts"] = accounts();
  const auto endpoints = sandbox::Value::array({{{"url", "https://mcp.acme.dev/"}}});
  return {.catalog = catalog::Catalog::of(std::move(rows)),
          .files = sandbox::small_vendors(
              {sandbox::small_vendor("acme", sandbox::Value(), {{"endpoints", endpoints}})},
              {{"world/acme.json", std::move(world)}}),
          .vendors = {"acme"}};
}

class NamedByAccount : public ConnectionsFixture {
 protected:
  NamedByAccount() : ConnectionsFixture(named_stage()) {}

  // What the connection is called then.
  ConnectionRow connect(const char* shop, Which which = Only{}) {
    BeginOptions options;
    options.parameters = {{"shop", shop}};
    options.which = which;
    const auto begun = run(service.begin(from(ada), "acme", std::move(options)));
    if (!begun) throw std::runtime_error(begun.error().detail);
    return std::get<ConnectionRow>(*begun);
  }
  std::size_t asked() { return recorded("tool.call.done").size(); }
  std::optional<std::string> told(const identity::SignedIn& who, ConnectionId id,
                                  const char* shop) {
    return run(
        account_name({caller, spawner}, who.access, id, catalog.find("acme"), {{"shop", shop}}));
  }
};

TEST_F(NamedByAccount, is_asked_for_once_and_recorded_as_the_servers_own_deed) {
  const ConnectionRow row = connect("north");
  EXPECT_EQ(row.name, "Acme Europe");
  EXPECT_FALSE(row.named_by_person);
  EXPECT_EQ(row.status, ConnectionStatus::connected);
  EXPECT_EQ(recorded("tool.call.done"), std::vector<std::string>{"ok"});
  for (const auto& stored : trail->page(ada.access, {}, 200)) {
    EXPECT_FALSE(stored.record.detail.dump().contains("Europe"));
    if (stored.record.action == "connection.rename")
      EXPECT_EQ(stored.record.actor_name, "the server");
  }
  EXPECT_EQ(recorded("connection.rename"), std::vector<std::string>{"ok"});
}

TEST_F(NamedByAccount, two_of_one_name_are_told_apart_by_a_number) {
  EXPECT_EQ(connect("north").name, "Acme Europe");
  EXPECT_EQ(connect("south", Another{}).name, "acme europe 2");
  EXPECT_EQ(connect("west", Another{}).name, "Acme West");
}

TEST_F(NamedByAccount, another_account_in_its_place_brings_its_own_name) {
  const ConnectionRow row = connect("north");
  EXPECT_EQ(connect("west", row.id).name, "Acme West");
  EXPECT_EQ(connect("west", row.id).name, "Acme West");
  EXPECT_EQ(recorded("connection.rename").size(), 2U);  // The same name is no news.
}

TEST_F(NamedByAccount, a_persons_name_stays_and_the_vendor_is_not_even_asked) {
  const ConnectionRow row = connect("north");
  // The name that it had at first is a person's choice too.
  for (const char* chosen : {"Berlin", "Acme"}) {
    ASSERT_TRUE(run(service.rename(from(ada), row.id, chosen)));
    const std::size_t before = asked();
    EXPECT_EQ(connect("west", row.id).name, chosen);
    EXPECT_EQ(asked(), before);
  }
}

TEST_F(NamedByAccount, a_strange_answer_or_none_leaves_the_name_and_the_connection) {
  for (const char* shop :
       {"too-long", "lines", "control", "blank", "nothing", "list", "inside", "of-nobody"}) {
    const ConnectionRow row = connect(shop);
    EXPECT_EQ(row.name, "Acme") << shop;
    EXPECT_EQ(row.status, ConnectionStatus::connected) << shop;
  }
  EXPECT_TRUE(recorded("connection.rename").empty());
}

TEST_F(NamedByAccount, a_name_that_fits_with_no_number_behind_it_is_not_cut) {
  EXPECT_EQ(connect("long").name, std::string(60, 'a'));
  EXPECT_EQ(connect("long", Another{}).name, "Acme");
  EXPECT_EQ(connect("as-before", Another{}).name, "ACME 2");
}

TEST_F(NamedByAccount, a_vendor_that_cannot_be_asked_tells_no_name) {
  const ConnectionRow row = connect("north");
  EXPECT_EQ(told(ada, row.id, "west"), "Acme West");
  EXPECT_FALSE(told(eve, row.id, "west"));  // Of another organization.
  vendors.set_fault({{"vendor", "acme"}, {"fault", "down"}});
  EXPECT_FALSE(told(ada, row.id, "west"));
  vendors.set_fault({{"vendor", "acme"}, {"fault", "html"}});
  EXPECT_FALSE(told(ada, row.id, "west"));
}

// An answer for somebody with one account speaks of the vendor, as ever.
TEST_F(NamedByAccount, sentences_say_it_only_where_there_are_several) {
  const ConnectionRow first = connect("north");
  EXPECT_EQ(first.name_in_sentences, "Acme");
  const auto refusal = [&] {
    const auto result = run(caller.call(ada.access, first.id, "get_row", {{"shop", "of-nobody"}},
                                        Deadline::in(std::chrono::seconds(5))));
    return result ? "" : result.error().detail;
  };
  EXPECT_TRUE(refusal().starts_with("Acme could not")) << refusal();
  const ConnectionRow second = connect("west", Another{});
  EXPECT_EQ(second.name_in_sentences, "Acme West");
  EXPECT_TRUE(refusal().starts_with("Acme Europe could not")) << refusal();
  ASSERT_TRUE(run(service.disconnect(from(ada), second.id)));
  EXPECT_TRUE(refusal().starts_with("Acme could not")) << refusal();
  ASSERT_TRUE(run(service.rename(from(ada), first.id, "Berlin")));
  EXPECT_TRUE(refusal().starts_with("Berlin could not")) << refusal();
}

}  // namespace
}  // namespace sluice::connections
