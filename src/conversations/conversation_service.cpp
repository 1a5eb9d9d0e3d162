#include "conversations/conversation_service.h"

#include "analytics/reading/plan_outcome.h"

#include <utility>

namespace sluice::conversations {

using analytics::Answer;
using analytics::ConversationRepository;
using identity::OrganizationAccess;
using identity::SignedIn;

std::string_view user_text(ConversationError error) {
  switch (error) {
    case ConversationError::not_found: return "This conversation is gone or was never yours.";
    case ConversationError::question_too_long:
      return "The question is longer than 2,000 characters. Ask for one thing at a time.";
  }
  return "This conversation is gone.";
}

ConversationRepository ConversationService::repository(OrganizationAccess access) const {
  return {parts_.database, access, parts_.random};
}

Task<ConversationId> ConversationService::create(OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool,
                                  [&] { return repository(access).create(parts_.clock.now()); });
}

Task<std::vector<analytics::ConversationSummary>> ConversationService::list(
    OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool, [&] { return repository(access).list(); });
}

Task<std::optional<Conversation>> ConversationService::show(OrganizationAccess access,
                                                            ConversationId id) {
  using Result = std::optional<Conversation>;
  co_return co_await run_blocking(parts_.pool, [&]() -> Result {
    const ConversationRepository own = repository(access);
    auto summary = own.find(id);
    if (!summary) return std::nullopt;
    Conversation conversation{.summary = std::move(*summary), .answers = {}};
    for (analytics::StoredAnswer& stored : own.answers(id))
      conversation.answers.push_back(std::move(stored.answer));
    return conversation;
  });
}

Task<bool> ConversationService::remove(OrganizationAccess access, ConversationId id) {
  co_return co_await run_blocking(parts_.pool,
                                  [&] { return repository(access).remove(id, parts_.trail); });
}

Task<std::expected<AcceptedQuestion, ConversationError>> ConversationService::accept(
    SignedIn who, ConversationId conversation, std::string text, std::vector<std::string> vendors) {
  if (text.size() > analytics::question_bytes_max) {
    co_return std::unexpected(ConversationError::question_too_long);
  }
  const bool known = co_await run_blocking(
      parts_.pool, [&] { return repository(who.access).find(conversation).has_value(); });
  if (!known) co_return std::unexpected(ConversationError::not_found);
  co_return AcceptedQuestion(std::move(who), conversation, std::move(text), std::move(vendors));
}

Task<Answer> ConversationService::ask(AcceptedQuestion accepted, Progress progress) {
  // Known before the question runs, so that its steps, its answer and the log can be put together.
  const QuestionId id{parts_.random.id()};
  const SignedIn& who = accepted.who_;
  analytics::Question question{to_text(id), accepted.text_, std::nullopt};
  // What "and in May?" refers to.
  question.previous = co_await run_blocking(
      parts_.pool, [&] { return repository(who.access).latest_plan(accepted.conversation_); });
  Answer answer = co_await parts_.ask({who.access, who.organization, accepted.vendors_, {}},
                                      std::move(question), std::move(progress));
  co_return co_await run_blocking(parts_.pool, [&] {
    return repository(who.access).append(accepted.conversation_, id, answer, parts_.clock.now());
  });
}

Task<std::vector<std::string>> ConversationService::suggestions(SignedIn who, std::size_t count) {
  co_return co_await parts_.suggest({who.access, who.organization, {}, {}}, count);
}

}  // namespace sluice::conversations
