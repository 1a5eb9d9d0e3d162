#include "connections/look_up.h"

#include "connections/connections_fixture.h"

namespace sluice::connections {
namespace {

using Kind = LookedUp::Kind;

struct LookingUp : ConnectionsFixture {
  LookingUp() {
    if (connect_by_key("github", github_key, {{"owner", "brightwater"}}) != "")
      throw std::runtime_error("not connected");
    (void)vendors.arrived();
  }
  LookedUp looked(const std::string& vendor, const Json& parameters) {
    return run(
        look_up({caller, spawner}, ada.access, id_of(vendor), catalog.find(vendor), parameters));
  }
  // None of anybody's, where the vendor is not connected.
  ConnectionId id_of(const std::string& vendor) {
    const auto row = row_of(ada, vendor);
    return row ? row->id : ConnectionId{};
  }
};

TEST_F(LookingUp, a_value_under_which_there_are_rows_is_found_and_says_nothing) {
  const LookedUp found = looked("github", {{"owner", "brightwater"}});
  EXPECT_EQ(found.kind, Kind::found);
  EXPECT_EQ(found.detail, "");
  EXPECT_EQ(recorded("tool.call.done").front(), "ok");  // The same door as a question's.
}

TEST_F(LookingUp, a_value_under_which_there_is_nothing_is_named_with_its_field) {
  // The allowlist lets only the connection's own name be asked for, so the row asks for a word
  // beside it that nothing there has.
  catalog::Vendor github = *catalog.find("github");
  for (catalog::Parameter& parameter : github.parameters)
    if (parameter.lookup)
      parameter.lookup->arguments["query"] = "org:${connection.owner} no-such-repository";
  const LookedUp nothing = run(
      look_up({caller, spawner}, ada.access, id_of("github"), &github, {{"owner", "brightwater"}}));
  EXPECT_EQ(nothing.kind, Kind::nothing);
  EXPECT_TRUE(nothing.detail.contains("github.com/brightwater has 0 repositories"));
  EXPECT_TRUE(nothing.detail.contains("Organization or user"));
  EXPECT_FALSE(nothing.detail.contains("{value}"));
}

TEST_F(LookingUp, what_was_not_filled_in_is_not_looked_up) {
  EXPECT_EQ(looked("github", Json::object()).kind, Kind::found);
  EXPECT_EQ(looked("github", {{"owner", nullptr}}).kind, Kind::found);
  EXPECT_EQ(looked("linear", {{"owner", "x"}}).kind, Kind::found);  // Has nothing to look up.
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(LookingUp, a_vendor_that_cannot_be_asked_says_nothing_about_the_value) {
  vendors.set_fault({{"vendor", "github"}, {"fault", "down"}});
  const LookedUp unknown = looked("github", {{"owner", "brightwater"}});
  EXPECT_EQ(unknown.kind, Kind::unknown);
  EXPECT_TRUE(unknown.detail.contains("could not be looked up"));
  vendors.set_fault({{"vendor", "github"}, {"fault", "html"}});
  EXPECT_EQ(looked("github", {{"owner", "brightwater"}}).kind, Kind::unknown);
}

TEST_F(LookingUp, rows_that_are_not_where_the_row_says_are_not_taken_for_none) {
  catalog::Vendor github = *catalog.find("github");
  for (catalog::Parameter& parameter : github.parameters)
    if (parameter.lookup) parameter.lookup->rows = "$.elsewhere";
  const LookedUp unread = run(
      look_up({caller, spawner}, ada.access, id_of("github"), &github, {{"owner", "brightwater"}}));
  EXPECT_EQ(unread.kind, Kind::unknown);
  EXPECT_TRUE(unread.detail.contains("could not be read"));
}

TEST_F(LookingUp, another_name_than_the_connections_is_not_asked_for) {
  EXPECT_EQ(looked("github", {{"owner", "my-company"}}).kind, Kind::unknown);
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(LookingUp, another_organizations_connection_answers_nobody_else) {
  const LookedUp of_eve = run(look_up({caller, spawner}, eve.access, id_of("github"),
                                      catalog.find("github"), {{"owner", "brightwater"}}));
  EXPECT_EQ(of_eve.kind, Kind::unknown);
  EXPECT_TRUE(vendors.arrived().empty());
}

}  // namespace
}  // namespace sluice::connections
