#pragma once
#include "analytics/answering/answer.h"
#include "analytics/asking/conversations.h"
#include "analytics/asking/question_desk.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "identity/session_authenticator.h"
#include "storage/database.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::conversations {

// Why a conversation or a question in it was not taken.
enum class ConversationError {
  not_found,          // No such conversation of the caller's own.
  question_too_long,  // Beyond analytics::question_bytes_max.
};
// What happened and what to do, for the person who asked.
[[nodiscard]] std::string_view user_text(ConversationError error);

struct Conversation {
  analytics::ConversationSummary summary;
  std::vector<OrderedJson> answers;  // As the API shows them, the oldest first.
};

// A question that ConversationService has looked at: its asker has that conversation, and it is not
// too long. Nothing else makes one, so nothing is asked that could not be kept. A value.
class AcceptedQuestion {
 public:
  [[nodiscard]] const identity::SignedIn& asker() const noexcept { return who_; }

 private:
  friend class ConversationService;
  AcceptedQuestion(identity::SignedIn who, ConversationId conversation, std::string text,
                   std::vector<std::string> vendors)
      : who_(std::move(who)),
        conversation_(conversation),
        text_(std::move(text)),
        vendors_(std::move(vendors)) {}

  identity::SignedIn who_;
  ConversationId conversation_;
  std::string text_;
  std::vector<std::string> vendors_;
};

// What people do with their conversations, each of them one call; every conversation is its
// author's own. Made once; thread-safe; what it refers to outlives it.
class ConversationService {
 public:
  using Progress = analytics::QuestionDesk::Progress;
  // As analytics::QuestionDesk::ask() and suggestions() do it.
  using AskQuestion =
      std::function<Task<analytics::Answer>(analytics::Asker, analytics::Question, Progress)>;
  using Suggest =
      std::function<Task<std::vector<std::string>>(analytics::Asker, std::size_t count)>;
  struct Parts {
    const storage::Database& database;
    const audit::AuditTrail& trail;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    Random& random;
    AskQuestion ask;
    Suggest suggest;
  };
  explicit ConversationService(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Task<ConversationId> create(identity::OrganizationAccess access);
  [[nodiscard]] Task<std::vector<analytics::ConversationSummary>> list(
      identity::OrganizationAccess access);
  [[nodiscard]] Task<std::optional<Conversation>> show(identity::OrganizationAccess access,
                                                       ConversationId id);
  // With all its answers; recorded. False when it is not there or somebody else's.
  [[nodiscard]] Task<bool> remove(identity::OrganizationAccess access, ConversationId id);

  // Refuses before anything of the question is kept. `vendors`: slugs of the sources to ask; empty:
  // all that are connected.
  [[nodiscard]] Task<std::expected<AcceptedQuestion, ConversationError>> accept(
      identity::SignedIn who, ConversationId conversation, std::string text,
      std::vector<std::string> vendors);
  // Answers it as a follow-up of the newest answered question, and keeps the answer before it is
  // given back: an answer that somebody has seen is not lost. `progress` may be called from any
  // thread until then. Throws when it cannot be kept.
  [[nodiscard]] Task<analytics::Answer> ask(AcceptedQuestion question, Progress progress);
  // At most `count` questions that the connected sources can answer.
  [[nodiscard]] Task<std::vector<std::string>> suggestions(identity::SignedIn who,
                                                           std::size_t count);

 private:
  [[nodiscard]] analytics::ConversationRepository repository(
      identity::OrganizationAccess access) const;

  Parts parts_;
};

}  // namespace sluice::conversations
