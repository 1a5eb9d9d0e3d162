#include "conversations/conversation_service.h"

#include "analytics/reading/plan_outcome.h"
#include "identity/identity_fixture.h"
#include "net/io_runtime.h"

#include <gtest/gtest.h>

namespace sluice::conversations {
namespace {

using analytics::Answer;
using analytics::AnswerStatus;
using identity::SignedIn;

// What the desk answers: it comes as a function, and a test says what it brings.
Task<Answer> given(Answer answer) {
  co_return answer;
}
Task<std::vector<std::string>> suggested(std::size_t count) {
  co_return std::vector<std::string>(count, "What was MRR last month?");
}

struct Conversations : testing::Test {
  template <class T>
  T run(Task<T> task) {
    return runtime.run_to_completion(std::move(task));
  }
  Answer answered(const std::string& text) const {
    Answer answer;
    answer.question = asked.empty() ? "MRR" : asked.back().text;
    answer.status = AnswerStatus::answered;
    answer.text = text;
    answer.plan = analytics::QueryPlan{};
    answer.plan->measures = {{"stripe", "subscriptions", "mrr"}};
    return answer;
  }
  Answer ask(const SignedIn& who, ConversationId id, const std::string& text) {
    auto accepted = run(service.accept(who, id, text, {"stripe"}));
    if (!accepted) throw std::runtime_error(std::string(user_text(accepted.error())));
    return run(service.ask(std::move(*accepted), {}));
  }
  Task<Answer> take(analytics::Asker asker, analytics::Question question) {
    asked.push_back(question);
    askers.push_back(asker);
    if (before_answering) before_answering();
    Answer answer = next;
    answer.id = question.id;
    answer.question = question.text;
    return given(answer);
  }

  identity::IdentityFixture house;
  net::IoRuntime runtime{1};
  SignedIn ada = house.sign_up("ada").signed_in;
  SignedIn eve = house.sign_up("eve").signed_in;
  std::vector<analytics::Question> asked;
  std::vector<analytics::Asker> askers;
  std::function<void()> before_answering;
  Answer next = answered("MRR is 1.");
  ConversationService service{
      {.database = *house.database,
       .trail = *house.trail,
       .pool = runtime.blocking_pool(),
       .clock = house.clock,
       .random = house.random,
       .ask =
           [this](analytics::Asker asker, analytics::Question question,
                  const ConversationService::Progress&) {
             return take(std::move(asker), std::move(question));
           },
       .suggest = [](const analytics::Asker&, std::size_t count) { return suggested(count); }}};
};

TEST_F(Conversations, an_answer_is_kept_and_the_next_question_follows_its_plan) {
  const ConversationId id = run(service.create(ada.access));
  EXPECT_EQ(ask(ada, id, "MRR last month").text, "MRR is 1.");
  EXPECT_FALSE(asked[0].previous);
  EXPECT_EQ(askers[0].vendors, std::vector<std::string>{"stripe"});
  (void)ask(ada, id, "And by plan?");
  ASSERT_TRUE(asked[1].previous);
  EXPECT_EQ(asked[1].previous->measures.front().name, "mrr");
  const auto shown = run(service.show(ada.access, id));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->summary.title, "MRR last month");
  ASSERT_EQ(shown->answers.size(), 2U);
  EXPECT_EQ(shown->answers[1]["question"], "And by plan?");
}

TEST_F(Conversations, a_question_that_got_no_answer_is_followed_by_nobody) {
  const ConversationId id = run(service.create(ada.access));
  next.status = AnswerStatus::refused;
  next.plan.reset();  // As every refusal comes.
  (void)ask(ada, id, "Will MRR grow?");
  (void)ask(ada, id, "And by plan?");
  EXPECT_FALSE(asked[1].previous);
  EXPECT_EQ(run(service.show(ada.access, id))->answers.size(), 2U);
}

TEST_F(Conversations, somebody_elses_is_not_there) {
  const ConversationId id = run(service.create(ada.access));
  (void)ask(ada, id, "MRR last month");
  EXPECT_FALSE(run(service.show(eve.access, id)));
  EXPECT_FALSE(run(service.remove(eve.access, id)));
  EXPECT_TRUE(run(service.list(eve.access)).empty());
  EXPECT_EQ(run(service.accept(eve, id, "MRR", {})).error(), ConversationError::not_found);
  EXPECT_EQ(asked.size(), 1U);
}

TEST_F(Conversations, a_question_that_is_too_long_is_refused_before_anything_is_kept) {
  const ConversationId id = run(service.create(ada.access));
  const std::string longest(analytics::question_bytes_max, 'a');
  EXPECT_TRUE(run(service.accept(ada, id, longest, {})));
  EXPECT_EQ(run(service.accept(ada, id, longest + "a", {})).error(),
            ConversationError::question_too_long);
  EXPECT_TRUE(run(service.show(ada.access, id))->answers.empty());
}

TEST_F(Conversations, one_that_is_deleted_while_a_question_runs_keeps_nothing_of_it) {
  const ConversationId id = run(service.create(ada.access));
  before_answering = [&] {
    const analytics::ConversationRepository own(*house.database, ada.access, house.random);
    EXPECT_TRUE(own.remove(id, *house.trail));
  };
  EXPECT_EQ(ask(ada, id, "MRR last month").text, "MRR is 1.");
  EXPECT_FALSE(run(service.show(ada.access, id)));
  EXPECT_FALSE(run(service.remove(ada.access, id)));
}

TEST_F(Conversations, no_more_is_suggested_than_was_asked_for) {
  EXPECT_EQ(run(service.suggestions(ada, 3)).size(), 3U);
}

}  // namespace
}  // namespace sluice::conversations
