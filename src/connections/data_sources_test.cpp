#include "connections/data_sources.h"

#include "analytics/asking/conversations.h"
#include "connections/connections_fixture.h"
#include "dashboards/card_repository.h"

namespace sluice::connections {
namespace {

struct Sources : ConnectionsFixture {
  // What the organization sees of one vendor.
  DataSource seen(const identity::SignedIn& who, std::string_view vendor) {
    for (DataSource& source : run(sources.list(who)))
      if (source.vendor->slug == vendor) return std::move(source);
    throw std::runtime_error("the catalog has no such vendor");
  }
  // An answer of Linear in a conversation of the person's own, and the card that shows it.
  void keep_answer(const identity::SignedIn& who, const std::string& title) {
    const analytics::ConversationRepository own(*database, who.access, random);
    const QuestionId id{random.id()};
    analytics::Answer answer;
    answer.id = to_text(id);
    answer.question = title;
    answer.status = analytics::AnswerStatus::answered;
    answer.text = "There are 12 open issues.";
    answer.plan = analytics::QueryPlan{};
    answer.plan->measures = {{"linear", "issues", "count"}};
    sources::Provenance read;
    read.vendor = "linear";
    read.connection = linear_of(who);
    answer.provenance.push_back(read);
    (void)own.append(own.create(clock.now()), id, answer, clock.now());
    dashboards::NewCard card;
    card.source = id;
    card.title = title;
    card.question = title;
    card.plan = *answer.plan;
    card.answer = analytics::to_json(answer);
    const dashboards::CardRepository cards(*database, who.access, random, *trail);
    ASSERT_TRUE(cards.pin(card, clock.now()));
  }
  identity::SignedIn joined(const std::string& name, identity::Role role) {
    const std::string email = name + "@example.com";
    constexpr const char* password = "a long enough password";
    if (!accounts.add_user({email, name, Secret::take(password)}, ada.organization.id, role))
      throw std::runtime_error("not added");
    return accounts.sign_in(email, Secret::take(password), "203.0.113.9").value().signed_in;
  }
};

TEST_F(Sources, every_vendor_of_the_catalog_is_listed_once_in_its_order) {
  const auto all = run(sources.list(ada));
  ASSERT_EQ(all.size(), catalog.all().size());
  for (std::size_t at = 0; at < all.size(); ++at) {
    EXPECT_EQ(all[at].vendor->slug, catalog.all()[at].slug);
    EXPECT_FALSE(all[at].connection);
    EXPECT_FALSE(all[at].locked_below);
    EXPECT_EQ(all[at].missing_setup.has_value(),
              service.missing_setup(*all[at].vendor).has_value());
  }
}

TEST_F(Sources, a_connection_is_shown_with_who_made_it_and_what_was_granted) {
  ASSERT_EQ(connect_by_sign_in(ada), "");
  const DataSource linear = seen(ada, "linear");
  ASSERT_TRUE(linear.connection);
  EXPECT_EQ(linear.connection->row.status, ConnectionStatus::connected);
  EXPECT_EQ(linear.connection->connected_by, "ada");
  EXPECT_EQ(linear.connection->last_used_by, "");
  EXPECT_EQ(linear.connection->granted_scope, "read");
  EXPECT_EQ(linear.connection->changed_tools, 0U);
  EXPECT_FALSE(seen(eve, "linear").connection);
}

TEST_F(Sources, a_key_was_granted_nothing_and_somebody_who_left_has_no_name) {
  const auto adam = joined("adam", identity::Role::administrator);
  ASSERT_EQ(connect_by_key(adam, "linear", linear_key), "");
  EXPECT_EQ(seen(ada, "linear").connection->connected_by, "adam");
  ASSERT_TRUE(settings(ada).remove_member(ada.role, adam.user.id));
  const DataSource linear = seen(ada, "linear");
  EXPECT_EQ(linear.connection->connected_by, "");
  EXPECT_FALSE(linear.connection->granted_scope);
}

TEST_F(Sources, a_plan_that_ended_locks_every_vendor_and_still_shows_what_is_connected) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  give_plan(ada, identity::Plan::free);
  for (const DataSource& source : run(sources.list(ada)))
    EXPECT_EQ(source.locked_below, identity::Plan::starter) << source.vendor->slug;
  EXPECT_TRUE(seen(ada, "linear").connection);
  give_plan(ada, identity::Plan::trial);
  clock.advance(identity::trial_length);  // Nobody has to write it down that a trial ended.
  EXPECT_EQ(seen(ada, "linear").locked_below, identity::Plan::starter);
}

TEST_F(Sources, a_tool_that_changed_is_counted_beside_its_vendor) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  vendors.set_fault({{"vendor", "linear"}, {"fault", "drift"}, {"tool", "list_teams"}});
  ASSERT_TRUE(run(service.test(from(ada), linear_of(ada))).ok);
  EXPECT_EQ(seen(ada, "linear").connection->changed_tools, 1U);
}

TEST_F(Sources, a_connection_of_somebody_else_has_no_vendor) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const ConnectionId id = linear_of(ada);
  EXPECT_EQ(run(sources.vendor_of(ada.access, id)), "linear");
  EXPECT_EQ(run(sources.vendor_of(eve.access, id)), std::nullopt);
  EXPECT_EQ(run(sources.vendor_of(ada.access, ConnectionId{1})), std::nullopt);
}

TEST_F(Sources, what_hangs_on_a_connection_is_every_card_and_ones_own_answers) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto max = joined("max", identity::Role::member);
  keep_answer(ada, "Open issues");
  keep_answer(max, "Issues by team");
  const ConnectionId id = linear_of(ada);
  const Holdings of_ada = run(sources.holdings(ada.access, id, "linear"));
  ASSERT_EQ(of_ada.cards.size(), 2U);
  ASSERT_EQ(of_ada.answers.size(), 1U);
  EXPECT_EQ(of_ada.answers[0]["question"], "Open issues");
  EXPECT_EQ(run(sources.holdings(max.access, id, "linear")).answers[0]["question"],
            "Issues by team");
  EXPECT_TRUE(run(sources.holdings(eve.access, id, "linear")).cards.empty());
  EXPECT_TRUE(run(sources.holdings(ada.access, ConnectionId{1}, "github")).cards.empty());
}

TEST_F(Sources, disconnecting_empties_cards_and_answers_and_names_the_cards) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  keep_answer(ada, "Open issues");
  const ConnectionId id = linear_of(ada);
  const auto emptied = run(sources.disconnect(from(ada), linear_of(ada)));
  ASSERT_TRUE(emptied);
  EXPECT_EQ(*emptied, std::vector<std::string>{"Open issues"});
  const Holdings left = run(sources.holdings(ada.access, id, "linear"));
  for (const Holdings::Card& card : left.cards)
    EXPECT_FALSE(to_wire(card.answer).contains("12 open issues"));
  for (const OrderedJson& answer : left.answers)
    EXPECT_FALSE(to_wire(answer).contains("12 open issues"));
}

TEST_F(Sources, disconnecting_what_another_organization_has_empties_nothing) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  keep_answer(ada, "Open issues");
  const ConnectionId id = linear_of(ada);
  const auto refused = run(sources.disconnect(from(eve), linear_of(ada)));
  EXPECT_EQ(reason_in(refused), "unknown_connection");
  const Holdings all = run(sources.holdings(ada.access, id, "linear"));
  ASSERT_EQ(all.cards.size(), 1U);
  EXPECT_TRUE(to_wire(all.cards[0].answer).contains("12 open issues"));
}

}  // namespace
}  // namespace sluice::connections
