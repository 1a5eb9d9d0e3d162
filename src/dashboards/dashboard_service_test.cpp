#include "dashboards/dashboard_service.h"

#include "analytics/asking/conversations.h"
#include "dashboards/card_repository.h"
#include "dashboards/dashboard_repository.h"
#include "identity/identity_fixture.h"
#include "net/io_runtime.h"

#include <gtest/gtest.h>

#include <map>

namespace sluice::dashboards {
namespace {

using identity::Reach;
using identity::SignedIn;

// What a plan's run brings: the service gets it as a function, and a test says what came of it.
Task<analytics::Answer> given(analytics::Answer answer) {
  co_return answer;
}

// One organization of an owner, an analyst, two members and a viewer, and a stranger elsewhere.
struct Dashboards : testing::Test {
  Dashboards() {
    people.emplace("ada", house.sign_up("ada").signed_in);
    people.emplace("eve", house.sign_up("eve").signed_in);
    join("ann", identity::Role::analyst);
    join("max", identity::Role::member);
    join("mia", identity::Role::member);
    join("vic", identity::Role::viewer);
  }
  void join(const std::string& name, identity::Role role) {
    const auto added = house.accounts.add_user(
        {name + "@example.com", name, Secret::take("a long enough password")},
        who("ada").organization.id, role);
    ASSERT_TRUE(added);
    auto session =
        house.accounts.sign_in(name + "@example.com", Secret::take("a long enough password"), "");
    ASSERT_TRUE(session);
    people.emplace(name, session->signed_in);
  }
  [[nodiscard]] const SignedIn& who(const std::string& name) const { return people.at(name); }
  template <class T>
  T run(Task<T> task) {
    return runtime.run_to_completion(std::move(task));
  }

  // An answer in a conversation of the person's own, as it is kept after a question.
  [[nodiscard]] PinRequest answer_of(const std::string& name,
                                     analytics::AnswerStatus status) const {
    const analytics::ConversationRepository own(*house.database, who(name).access, random);
    const ConversationId conversation = own.create(house.clock.now());
    const QuestionId id{random.id()};
    analytics::Answer answer = good(status);
    answer.id = to_text(id);
    (void)own.append(conversation, id, answer, house.clock.now());
    return {conversation, id, std::nullopt, ""};
  }
  static analytics::Answer good(analytics::AnswerStatus status) {
    analytics::Answer answer;
    answer.question = "MRR by month";
    answer.status = status;
    answer.text = "MRR is 1.";
    answer.plan = analytics::QueryPlan{};
    answer.plan->measures = {{"stripe", "subscriptions", "mrr"}};
    return answer;
  }
  CardView pinned_by(const std::string& name) {
    auto pinned = run(service.pin(who(name), answer_of(name, analytics::AnswerStatus::answered)));
    if (!pinned) throw std::runtime_error(std::string(user_text(pinned.error())));
    return std::move(*pinned);
  }
  // What comes of removing a card with what the person's role reaches.
  std::optional<DashboardError> removal(const std::string& name, CardId card) {
    const auto reach =
        identity::reach_of(who(name).role, identity::Action::pin_own, identity::Action::pin_any);
    const auto removed = run(service.remove(who(name).access, card, reach.value_or(Reach::own)));
    return removed ? std::nullopt : std::optional(removed.error());
  }
  [[nodiscard]] std::vector<std::string> recorded() const {
    std::vector<std::string> actions;
    for (const auto& record : house.trail->page(who("ada").access, {}, 20)) {
      if (record.record.action.starts_with("card.") ||
          record.record.action.starts_with("dashboard."))
        actions.push_back(record.record.action);
    }
    return actions;
  }

  identity::IdentityFixture house;
  mutable SeededRandom random{3};
  net::IoRuntime runtime{1};
  std::map<std::string, SignedIn> people;
  identity::OrganizationService organizations{*house.database, house.clock, house.random,
                                              *house.trail};
  analytics::Answer fresh = good(analytics::AnswerStatus::answered);
  DashboardService service{
      {.database = *house.database,
       .organizations = organizations,
       .trail = *house.trail,
       .pool = runtime.blocking_pool(),
       .clock = house.clock,
       .random = house.random,
       .run_plan = [this](const analytics::Asker&, const analytics::Question&,
                          const analytics::QueryPlan&) { return given(fresh); }}};
};

TEST_F(Dashboards, a_pinned_answer_is_seen_by_everybody_of_the_organization_and_nobody_else) {
  const CardView card = pinned_by("max");
  EXPECT_EQ(card.pinned_by, "max");
  for (const char* name : {"ada", "max", "mia", "vic"}) {
    const auto shown = run(service.show(who(name), card.card.dashboard));
    ASSERT_TRUE(shown) << name;
    ASSERT_EQ(shown->cards.size(), 1U) << name;
    EXPECT_EQ(shown->cards[0].card.title, "MRR by month");
  }
  EXPECT_EQ(run(service.show(who("eve"), card.card.dashboard)).error(), DashboardError::not_found);
  EXPECT_EQ(run(service.refresh(who("eve"), card.card.id)).error(), DashboardError::card_not_found);
  EXPECT_EQ(removal("eve", card.card.id), DashboardError::card_not_found);
  EXPECT_EQ(recorded(), (std::vector<std::string>{"card.pin"}));
}

TEST_F(Dashboards, a_card_is_removed_by_who_pinned_it_or_may_remove_any) {
  const CardView card = pinned_by("max");
  const std::map<std::string, bool> expected{
      {"ada", true}, {"ann", true}, {"max", true}, {"mia", false}, {"vic", false}};
  for (const auto& [name, may] : expected) {
    const auto shown = run(service.show(who(name), card.card.dashboard));
    EXPECT_EQ(shown->cards[0].may_delete, may) << name;
  }
  EXPECT_EQ(removal("mia", card.card.id), DashboardError::others_card);
  EXPECT_EQ(removal("max", card.card.id), std::nullopt);
  EXPECT_EQ(removal("max", card.card.id), DashboardError::card_not_found);
  EXPECT_EQ(removal("ann", pinned_by("max").card.id), std::nullopt);
  EXPECT_EQ(recorded(),
            (std::vector<std::string>{"card.remove", "card.pin", "card.remove", "card.pin"}));
}

TEST_F(Dashboards, a_dashboard_with_a_card_of_somebody_else_is_not_ones_own) {
  const auto board = run(service.create(who("max").access, "Sales"));
  ASSERT_TRUE(board);
  PinRequest theirs = answer_of("mia", analytics::AnswerStatus::answered);
  theirs.dashboard = board->id;
  const auto card = run(service.pin(who("mia"), theirs));
  ASSERT_TRUE(card);
  EXPECT_FALSE(run(service.show(who("max"), board->id))->may_delete);
  EXPECT_TRUE(run(service.show(who("ann"), board->id))->may_delete);
  const auto refused = run(service.remove(who("max").access, board->id, Reach::own));
  EXPECT_EQ(refused.error(), DashboardError::others_cards);
  EXPECT_EQ(removal("mia", card->card.id), std::nullopt);
  EXPECT_TRUE(run(service.remove(who("max").access, board->id, Reach::own)));
  EXPECT_EQ(run(service.remove(who("max").access, board->id, Reach::any)).error(),
            DashboardError::not_found);
}

TEST_F(Dashboards, only_ones_own_answer_is_pinned_and_only_an_answer) {
  const PinRequest others = answer_of("mia", analytics::AnswerStatus::answered);
  EXPECT_EQ(run(service.pin(who("max"), others)).error(), DashboardError::answer_not_found);
  const PinRequest refused = answer_of("max", analytics::AnswerStatus::refused);
  EXPECT_EQ(run(service.pin(who("max"), refused)).error(), DashboardError::not_answered);
  PinRequest request = answer_of("max", analytics::AnswerStatus::answered);
  request.title = std::string(card_title_bytes_max + 1, 'a');
  EXPECT_EQ(run(service.pin(who("max"), request)).error(), DashboardError::title_too_long);
  request.title = "Ours";
  request.dashboard = DashboardId{77};
  EXPECT_EQ(run(service.pin(who("max"), request)).error(), DashboardError::not_found);
  request.dashboard = std::nullopt;
  EXPECT_EQ(run(service.pin(who("max"), request))->card.title, "Ours");
}

TEST_F(Dashboards, a_name_and_the_number_of_dashboards_have_an_end) {
  for (const std::string& name : {std::string(), std::string(dashboard_name_bytes_max + 1, 'a')})
    EXPECT_EQ(run(service.create(who("max").access, name)).error(), DashboardError::name_unfit);
  const DashboardRepository boards(*house.database, who("max").access, random, *house.trail);
  for (std::size_t made = 0; made < dashboards_max; ++made)
    ASSERT_TRUE(boards.create("Board", house.clock.now()));
  EXPECT_EQ(run(service.create(who("max").access, "One more")).error(), DashboardError::too_many);
  EXPECT_TRUE(run(service.create(who("eve").access, "Elsewhere")));
}

TEST_F(Dashboards, a_refresh_that_fails_keeps_the_last_good_answer_and_says_why) {
  const CardView card = pinned_by("max");
  fresh.status = analytics::AnswerStatus::failed;
  fresh.text = "Stripe does not answer.";
  const auto stale = run(service.refresh(who("vic"), card.card.id));
  ASSERT_TRUE(stale);
  EXPECT_EQ(stale->card.stale_reason, "Stripe does not answer.");
  EXPECT_EQ(stale->card.answer["text"], "MRR is 1.");
  fresh = good(analytics::AnswerStatus::answered);
  fresh.text = "MRR is 2.";
  const auto good_again = run(service.refresh(who("vic"), card.card.id));
  ASSERT_TRUE(good_again);
  EXPECT_EQ(good_again->card.stale_reason, std::nullopt);
  EXPECT_EQ(good_again->card.answer["text"], "MRR is 2.");
}

TEST_F(Dashboards, a_card_is_refreshed_so_often_whoever_asks_and_another_one_still) {
  const CardView card = pinned_by("max");
  const CardView other = pinned_by("max");
  for (std::size_t time = 0; time < refreshes_of_a_card_max; ++time)
    ASSERT_TRUE(run(service.refresh(who(time % 2 == 0 ? "vic" : "ada"), card.card.id)));
  EXPECT_EQ(run(service.refresh(who("max"), card.card.id)).error(),
            DashboardError::refreshed_too_often);
  EXPECT_TRUE(run(service.refresh(who("max"), other.card.id)));
}

TEST_F(Dashboards, a_card_whose_plan_cannot_be_read_is_shown_and_not_refreshed) {
  const CardView card = pinned_by("max");
  house.database->organization(who("ada").access).write([](storage::Transaction& transaction) {
    transaction.execute("UPDATE card SET plan = '[' WHERE organization_id = :organization_id");
  });
  EXPECT_EQ(run(service.show(who("vic"), card.card.dashboard))->cards.size(), 1U);
  EXPECT_EQ(run(service.refresh(who("vic"), card.card.id)).error(), DashboardError::card_damaged);
}

TEST_F(Dashboards, ending_a_connection_empties_its_cards_and_no_other) {
  const CardView card = pinned_by("max");
  const CardRepository cards(*house.database, who("ada").access, random, *house.trail);
  constexpr ConnectionId stripe{77};
  house.database->organization(who("ada").access).write([&](storage::Transaction& transaction) {
    transaction.execute("DELETE FROM card_source WHERE organization_id = :organization_id");
    transaction.execute(
        "INSERT INTO card_source (organization_id, card_id, connection_id)"
        " VALUES (:organization_id, :card, :connection)",
        {{"card", card.card.id}, {"connection", stripe}});
  });
  const CardView other = pinned_by("max");
  EXPECT_EQ(cards.cards_through(stripe).size(), 1U);
  house.database->organization(who("ada").access).write([&](storage::Transaction& transaction) {
    CardRepository::delete_data_of(transaction, stripe, "Stripe");
  });
  EXPECT_EQ(cards.card(card.card.id)->answer["status"], "deleted");
  EXPECT_EQ(cards.card(other.card.id)->answer["status"], "answered");
}

}  // namespace
}  // namespace sluice::dashboards
