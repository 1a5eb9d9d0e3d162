#include "analytics/asking/own_value_repository.h"

#include "analytics/asking/own_lexicons.h"
#include "catalog/catalog.h"
#include "identity/identity_fixture.h"
#include "vault/connection_repository.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

struct OwnValueStore : testing::Test {
  ConnectionId connect(const identity::SignedIn& who, const std::string& vendor) {
    return house.database->organization(who.access).write([&](storage::Transaction& transaction) {
      return vault::ConnectionRepository::find_or_add(
                 transaction, {.vendor = vendor, .name = vendor, .endpoint = "https://mcp.example"},
                 house.random, house.clock.now())
          .id();
    });
  }
  [[nodiscard]] OwnValueRepository of(const identity::SignedIn& who) const {
    return {*house.database, who.access};
  }
  [[nodiscard]] static LearntField teams(std::vector<std::string> values) {
    return {.vendor = "linear", .entry = "issues", .field = "team", .values = std::move(values)};
  }
  // `count` names that differ from those of another `from`.
  [[nodiscard]] static std::vector<std::string> names(std::size_t from, std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = from; i < from + count; ++i)
      made.push_back("Team " + std::to_string(i));
    return made;
  }
  void learn(const identity::SignedIn& who, const LearntField& field,
             std::int64_t disconnects = 0) {
    LearntField shown = field;
    for (const vault::Connection& each :
         vault::ConnectionRepository(*house.database, who.access).list_of(field.vendor))
      shown.connection = each.id();
    of(who).learn({shown}, {{field.vendor, field.vendor, disconnects, shown.connection}},
                  house.clock.now());
  }
  // As ending a connection does it.
  void disconnect(const identity::SignedIn& who, ConnectionId id) {
    house.database->organization(who.access).write([&](storage::Transaction& transaction) {
      OwnValueRepository::delete_values_of(transaction, id);
      const auto connection = vault::ConnectionRepository::find(transaction, id);
      ASSERT_TRUE(connection);
      vault::ConnectionRepository::count_disconnect(transaction, *connection);
    });
  }

  identity::IdentityFixture house;
  identity::SignedIn ada = house.sign_up("ada").signed_in;
  identity::SignedIn eve = house.sign_up("eve").signed_in;
};

TEST_F(OwnValueStore, keeps_each_value_once) {
  connect(ada, "linear");
  learn(ada, teams({"Growth", "Platform"}));
  learn(ada, teams({"Growth", "Mobile"}));
  const std::vector<OwnValue> expected{{"linear", "issues", "team", "Growth"},
                                       {"linear", "issues", "team", "Mobile"},
                                       {"linear", "issues", "team", "Platform"}};
  EXPECT_EQ(of(ada).list(), expected);
}

TEST_F(OwnValueStore, changes_its_version_only_where_something_was_added) {
  connect(ada, "linear");
  EXPECT_EQ(of(ada).versions(), (OwnValueVersions{{"linear", 0}}));
  learn(ada, teams({"Growth"}));
  EXPECT_EQ(of(ada).versions(), (OwnValueVersions{{"linear", 1}}));
  learn(ada, teams({"Growth"}));
  EXPECT_EQ(of(ada).versions(), (OwnValueVersions{{"linear", 1}}));
}

TEST_F(OwnValueStore, shows_nobody_the_values_of_another_organization) {
  connect(ada, "linear");
  connect(eve, "linear");
  learn(ada, teams({"Growth"}));
  EXPECT_TRUE(of(eve).list().empty());
  EXPECT_EQ(of(eve).versions(), (OwnValueVersions{{"linear", 0}}));
}

TEST_F(OwnValueStore, leaves_a_field_out_for_good_that_shows_too_many) {
  connect(ada, "linear");
  learn(ada, teams(names(0, own_values_of_field_max)));
  EXPECT_EQ(of(ada).list().size(), own_values_of_field_max);
  learn(ada, teams({"One more"}));
  EXPECT_TRUE(of(ada).list().empty());
  learn(ada, teams({"One more"}));
  EXPECT_TRUE(of(ada).list().empty()) << "a shorter period shows fewer and makes it no list";
}

TEST_F(OwnValueStore, leaves_prose_out_with_what_was_kept_of_it_before) {
  connect(ada, "linear");
  learn(ada, teams({"Growth"}));
  LearntField prose = teams({});
  prose.state = OwnFieldState::left_out;
  learn(ada, prose);
  EXPECT_TRUE(of(ada).list().empty());
}

TEST_F(OwnValueStore, is_full_at_the_limit_of_a_connection) {
  connect(ada, "linear");
  constexpr std::size_t fields = own_values_of_connection_max / own_values_of_field_max + 1;
  for (std::size_t i = 0; i < fields; ++i) {
    LearntField field = teams(names(0, own_values_of_field_max));
    field.field += std::to_string(i);
    learn(ada, field);
  }
  EXPECT_EQ(of(ada).list().size(), own_values_of_connection_max);
}

TEST_F(OwnValueStore, loses_with_a_connection_what_was_read_through_it_and_nothing_else) {
  const ConnectionId linear = connect(ada, "linear");
  connect(ada, "stripe");
  learn(ada, teams({"Growth"}));
  learn(ada, {.vendor = "stripe", .entry = "products", .field = "name", .values = {"Scale"}});
  disconnect(ada, linear);
  EXPECT_EQ(of(ada).list(), (std::vector<OwnValue>{{"stripe", "products", "name", "Scale"}}));
  // Else an index that was made before would be taken for one of the next connection.
  EXPECT_EQ(of(ada).versions(), (OwnValueVersions{{"linear", 2}, {"stripe", 1}}));
}

TEST_F(OwnValueStore, keeps_nothing_of_an_answer_whose_connection_was_ended_meanwhile) {
  const ConnectionId linear = connect(ada, "linear");
  disconnect(ada, linear);
  learn(ada, teams({"Growth"}), 0);
  EXPECT_TRUE(of(ada).list().empty());
  learn(ada, teams({"Growth"}), 1);
  EXPECT_EQ(of(ada).list().size(), 1U) << "read through the new connection";
}

struct OwnLexiconCache : OwnValueStore {
  [[nodiscard]] std::size_t known(const identity::SignedIn& who) {
    const auto index = lexicons.of(of(who), vendors);
    return index ? index->terms.size() : 0;
  }

  // Without the sample company's own words, which would be known already.
  catalog::Catalog catalog = catalog::Catalog::embedded();
  std::vector<VendorMeaning> vendors{{.vendor = catalog.find("linear")}};
  OwnLexicons lexicons;
};

TEST_F(OwnLexiconCache, reads_a_question_by_the_values_of_its_own_organization_alone) {
  connect(ada, "linear");
  connect(eve, "linear");
  learn(ada, teams({"Growth"}));
  learn(eve, teams({"Apollo"}));
  for (int again = 0; again < 2; ++again) {  // Read, then found.
    EXPECT_EQ(lexicons.of(of(ada), vendors)->terms.front().value, "Growth");
    EXPECT_EQ(lexicons.of(of(eve), vendors)->terms.front().value, "Apollo");
  }
  EXPECT_EQ(lexicons.size(), 2U);
}

TEST_F(OwnLexiconCache, makes_an_index_once_until_something_is_learnt_or_gone) {
  const ConnectionId linear = connect(ada, "linear");
  EXPECT_EQ(known(ada), 0U);
  learn(ada, teams({"Growth"}));
  const auto first = lexicons.of(of(ada), vendors);
  EXPECT_EQ(lexicons.of(of(ada), vendors), first);
  learn(ada, teams({"Mobile"}));
  EXPECT_EQ(known(ada), 2U);
  EXPECT_EQ(lexicons.size(), 1U) << "the older one is asked for no more";
  disconnect(ada, linear);
  EXPECT_EQ(known(ada), 0U);
}

}  // namespace
}  // namespace sluice::analytics
