// Disconnecting deletes everything that was read through the connection: rows, free pages and the
// database's log are searched for what the answers said.
#include "world_test.h"

#include "analytics/asking/conversations.h"
#include "connections/deletion.h"
#include "dashboards/card_repository.h"
#include "dashboards/dashboard_repository.h"

#include <fstream>
#include <iterator>

namespace sluice::app {
namespace {

constexpr std::string_view of_stripe =
    "Which ten customers brought in the most money this quarter?";
constexpr std::string_view of_both = "What is the MRR by deal owner?";
constexpr std::string_view of_linear = "Open issues by team";

class Deletion : public WorldTest {
 protected:
  [[nodiscard]] analytics::Answer ask(std::string_view question) {
    const QuestionId id{product().random().id()};
    return run(product().desk().ask({ada(), world().ada().organization, {}, std::nullopt},
                                    {to_text(id), std::string(question), std::nullopt}, {}));
  }
  // Asked, kept in the conversation and pinned, as the page does it.
  analytics::Answer keep(std::string_view question) {
    const analytics::Answer answer = ask(question);
    EXPECT_EQ(answer.status, analytics::AnswerStatus::answered) << answer.text;
    const QuestionId id = *parse_id<QuestionId>(answer.id);
    (void)conversations().append(conversation(), id, answer, clock.now());
    dashboards::NewCard card;
    card.source = id;
    card.title = question;
    card.question = question;
    card.plan = *answer.plan;
    card.answer = analytics::to_json(answer);
    EXPECT_TRUE(all_cards().pin(card, clock.now()));
    return answer;
  }
  [[nodiscard]] analytics::ConversationRepository conversations() {
    return {product().database(), ada(), product().random()};
  }
  [[nodiscard]] dashboards::CardRepository all_cards() {
    return {product().database(), ada(), product().random(), product().audit()};
  }
  ConversationId conversation() {
    if (!conversation_) conversation_ = conversations().create(clock.now());
    return *conversation_;
  }
  void disconnect(const std::string& vendor) {
    const auto id = row_of(vendor)->id;
    ASSERT_TRUE(run(product().connections().disconnect(connector(), id)));
  }
  [[nodiscard]] std::vector<dashboards::Card> cards() {
    const dashboards::DashboardRepository boards(product().database(), ada(), product().random(),
                                                 product().audit());
    return all_cards().cards(boards.list().front().id);
  }
  [[nodiscard]] std::string status_of(std::size_t at) {
    return conversations().answers(conversation())[at].answer.value("status", "");
  }
  // How often the organization's file, its log and its index of the log hold the text.
  [[nodiscard]] std::size_t found(const std::string& text) {
    std::size_t count = 0;
    const auto folder = product().database().directory() / "organizations";
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
      for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1))
        ++count;
    }
    return count;
  }
  // Words that only the vendor can have said: the names in the rows, the sentence with its numbers.
  [[nodiscard]] static std::vector<std::string> canaries_of(const analytics::Answer& answer) {
    std::vector<std::string> canaries{answer.text};
    for (const auto& row : answer.table->rows)
      for (const Json& cell : row) {
        const std::string words = cell.is_string() ? cell.get<std::string>() : "";
        if (words.contains(' ')) canaries.push_back(words);
        if (cell.is_number_float()) canaries.push_back(to_wire(cell));
      }
    return canaries;
  }

 private:
  std::optional<ConversationId> conversation_;
};

TEST_F(Deletion, disconnecting_leaves_no_byte_of_what_was_read_through_the_connection) {
  for (const std::string vendor : {"stripe", "hubspot", "linear"})
    connect(vendor);
  const analytics::Answer stripe = keep(of_stripe);
  const analytics::Answer both = keep(of_both);
  const analytics::Answer linear = keep(of_linear);
  std::vector<std::string> canaries = canaries_of(stripe);
  canaries.push_back(both.text);
  // A text may lie across two pages, so that it is not found whole; most do not.
  const auto seen = std::ranges::count_if(
      canaries, [this](const std::string& canary) { return found(canary) > 0; });
  ASSERT_GT(seen, 10);

  disconnect("stripe");
  for (const std::string& canary : canaries)
    EXPECT_EQ(found(canary), 0U) << canary;
  EXPECT_GT(found("Growth"), 0U) << "what was read elsewhere stays";
  EXPECT_GT(found(std::string(of_stripe)), 0U) << "the question stays: a person wrote it";
  EXPECT_EQ(status_of(0), "deleted");
  EXPECT_EQ(status_of(1), "deleted");
  EXPECT_EQ(status_of(2), "answered");
  const auto stored = conversations().answers(conversation());
  EXPECT_EQ(stored[1].question, of_both);
  EXPECT_TRUE(stored[1].answer["text"].get<std::string>().starts_with(
      "Deleted with the connection to Stripe."));
}

TEST_F(Deletion, a_card_is_emptied_by_disconnecting_and_filled_again_after_a_new_connection) {
  connect("stripe");
  keep(of_stripe);
  disconnect("stripe");
  ASSERT_EQ(cards().size(), 1U);
  EXPECT_EQ(cards()[0].answer.value("status", ""), "deleted");
  EXPECT_TRUE(cards()[0].answer["table"].is_null());
  connect("stripe");
  const auto again = run(product().desk().ask_again(
      {ada(), world().ada().organization, {}, std::nullopt},
      {to_text(cards()[0].id), std::string(of_stripe), std::nullopt}, *cards()[0].plan));
  all_cards().refreshed(cards()[0].id, again, clock.now());
  EXPECT_EQ(cards()[0].answer.value("status", ""), "answered");
}

TEST_F(Deletion, an_answer_that_was_on_its_way_while_its_vendor_was_disconnected_is_not_kept) {
  connect("stripe");
  keep(of_stripe);
  const CardId card = cards()[0].id;
  const analytics::Answer late = ask("What is our MRR?");
  disconnect("stripe");
  connect("stripe");  // Another connection: what the old one read is none of its business.
  const QuestionId id = *parse_id<QuestionId>(late.id);
  const auto shown = conversations().append(conversation(), id, late, clock.now());
  EXPECT_EQ(shown.status, analytics::AnswerStatus::deleted);
  all_cards().refreshed(card, late, clock.now());
  EXPECT_EQ(cards()[0].answer.value("status", ""), "deleted");
  dashboards::NewCard pinned;
  pinned.source = id;
  pinned.answer = analytics::to_json(late);
  EXPECT_EQ(all_cards().pin(pinned, clock.now()).error(),
            dashboards::DashboardError::answer_deleted);
  EXPECT_EQ(found(late.text), 0U);
}

TEST_F(Deletion, a_start_finishes_what_a_crash_cut_off) {
  connect("stripe");
  keep(of_stripe);
  {
    const vault::ConnectionRepository repository(product().database(), ada());
    const auto connection = repository.find(row_of("stripe")->id);
    repository.store().write([&](storage::Transaction& transaction) {
      connections::delete_connection(transaction, product().vault(), *connection, clock.now());
    });
  }
  EXPECT_GT(found("Quietbrook Studios"), 0U) << "the log still has it";
  start();
  EXPECT_EQ(found("Quietbrook Studios"), 0U);
}

}  // namespace
}  // namespace sluice::app
