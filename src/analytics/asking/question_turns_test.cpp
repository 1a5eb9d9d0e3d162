#include "analytics/asking/question_turns.h"

#include "identity/identity_fixture.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <map>
#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;
using identity::OrganizationAccess;

// Questions that ask for a turn and keep it until they are told to end.
class Turns : public testing::Test {
 protected:
  struct Asked {
    bool waited = false;
    std::optional<std::expected<QuestionTurns::Turn, TurnError>> turn = std::nullopt;
    boost::asio::cancellation_signal leave = {};
    [[nodiscard]] bool has_turn() const { return turn && turn->has_value(); }
    [[nodiscard]] bool refused_as(TurnError error) const {
      return turn && !turn->has_value() && turn->error() == error;
    }
  };

  OrganizationAccess person_of(const std::string& organization, const std::string& name) {
    const auto found = organizations_.find(organization);
    if (found == organizations_.end()) {
      const auto founder = house_.sign_up(name).signed_in;
      organizations_.emplace(organization, founder.organization.id);
      return founder.access;
    }
    const std::string email = name + "@example.com";
    EXPECT_TRUE(house_.accounts.add_user(
        {.email = email, .name = name, .password = Secret::take("a long enough password")},
        found->second, identity::Role::member));
    return house_.accounts.sign_in(email, Secret::take("a long enough password"), "127.0.0.1")
        ->signed_in.access;
  }
  Asked& ask(OrganizationAccess access, Deadline deadline = Deadline::in(1h)) {
    asked_.push_back(std::make_unique<Asked>());
    Asked& asked = *asked_.back();
    boost::asio::co_spawn(
        context_, wait(&asked, access, deadline),
        boost::asio::bind_cancellation_slot(asked.leave.slot(), [](std::exception_ptr) {}));
    settle();
    return asked;
  }
  void end(Asked& asked) {
    asked.turn.reset();
    settle();
  }
  // Until nothing can go on by itself.
  void settle() {
    context_.restart();
    context_.poll();
  }

  TurnLimits limits_{.person = 2, .organization = 3, .server = 4};
  QuestionTurns turns_{limits_};
  boost::asio::io_context context_;

 private:
  Task<void> wait(Asked* asked, OrganizationAccess access, Deadline deadline) {
    auto turn = co_await turns_.take(access, deadline, [asked] { asked->waited = true; });
    asked->turn.emplace(std::move(turn));
  }

  identity::IdentityFixture house_;
  std::map<std::string, OrganizationId> organizations_;
  std::vector<std::unique_ptr<Asked>> asked_;
};

TEST_F(Turns, run_side_by_side_up_to_the_limits_of_person_organization_and_server) {
  const auto ada = person_of("acme", "ada");
  const auto bob = person_of("acme", "bob");
  const auto cyd = person_of("corp", "cyd");
  EXPECT_TRUE(ask(ada).has_turn());
  EXPECT_TRUE(ask(ada).has_turn());
  EXPECT_FALSE(ask(ada).has_turn());  // Two a person.
  EXPECT_TRUE(ask(bob).has_turn());
  EXPECT_FALSE(ask(bob).has_turn());  // Three an organization.
  EXPECT_TRUE(ask(cyd).has_turn());
  EXPECT_FALSE(ask(cyd).has_turn());  // Four a server.
}

TEST_F(Turns, come_when_somebody_gives_one_back_and_who_waits_is_told_so) {
  const auto ada = person_of("acme", "ada");
  Asked& first = ask(ada);
  Asked& second = ask(ada);
  Asked& third = ask(ada);
  EXPECT_FALSE(first.waited);
  EXPECT_FALSE(second.waited);
  EXPECT_TRUE(third.waited);
  EXPECT_FALSE(third.turn);
  end(first);
  EXPECT_TRUE(third.has_turn());
}

TEST_F(Turns, go_to_the_organizations_in_turn_however_many_one_has_waiting) {
  const auto ada = person_of("acme", "ada");
  const auto bob = person_of("acme", "bob");
  const auto cyd = person_of("corp", "cyd");
  std::vector<Asked*> many;
  for (int i = 0; i < 50; ++i)
    many.push_back(&ask(i % 2 == 0 ? ada : bob));
  std::vector<Asked*> few;
  for (int i = 0; i < 3; ++i)
    few.push_back(&ask(cyd));
  EXPECT_TRUE(few[0]->has_turn());  // The fourth of the server.
  end(*few[0]);
  EXPECT_TRUE(few[1]->has_turn());  // Though 47 of the others came before.
  end(*many[0]);
  EXPECT_TRUE(many[3]->has_turn());
  EXPECT_FALSE(few[2]->has_turn());
  end(*few[1]);
  EXPECT_TRUE(few[2]->has_turn());
  int running = 0;
  for (const Asked* asked : many)
    running += asked->has_turn() ? 1 : 0;
  EXPECT_LE(running, 3);
}

TEST_F(Turns, of_one_person_hold_up_no_colleague) {
  const auto ada = person_of("acme", "ada");
  const auto bob = person_of("acme", "bob");
  for (int i = 0; i < 20; ++i)
    ask(ada);
  EXPECT_TRUE(ask(bob).has_turn());
}

TEST_F(Turns, are_left_by_a_question_whose_browser_went_away) {
  const auto ada = person_of("acme", "ada");
  Asked& first = ask(ada);
  ask(ada);
  Asked& gone = ask(ada);
  Asked& next = ask(ada);
  gone.leave.emit(boost::asio::cancellation_type::terminal);
  settle();
  EXPECT_FALSE(gone.has_turn());
  end(first);
  EXPECT_TRUE(next.has_turn());
}

TEST_F(Turns, that_do_not_come_in_time_are_given_up) {
  const auto ada = person_of("acme", "ada");
  Asked& first = ask(ada);
  ask(ada);
  Asked& late = ask(ada, Deadline::in(0ms));
  context_.restart();
  while (!late.turn && context_.run_one() > 0) {
  }
  EXPECT_TRUE(late.refused_as(TurnError::deadline));
  Asked& next = ask(ada);
  end(first);
  EXPECT_TRUE(next.has_turn());
}

TEST_F(Turns, are_waited_for_by_no_more_than_the_queue_may_hold) {
  const auto ada = person_of("acme", "ada");
  const auto bob = person_of("acme", "bob");
  for (std::size_t i = 0; i < limits_.person + limits_.waiting_person; ++i)
    EXPECT_FALSE(ask(ada).refused_as(TurnError::queue_full)) << i;
  EXPECT_TRUE(ask(ada).refused_as(TurnError::queue_full));
  EXPECT_TRUE(ask(bob).has_turn());  // One person's queue is not another's.
}

}  // namespace
}  // namespace sluice::analytics
