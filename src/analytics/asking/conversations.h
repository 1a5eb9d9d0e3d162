#pragma once
#include "analytics/answering/answer.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/strong_id.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

struct ConversationSummary {
  ConversationId id;
  std::string title;  // The first question, shortened.
  Instant updated_at;
};

// One question of a conversation as it was answered.
struct StoredAnswer {
  QuestionId id;
  ConversationId conversation;
  std::string question;
  std::optional<QueryPlan> plan;
  OrderedJson answer;  // As the API shows it.
};

// The conversations of one organization; each is its author's own. Blocks: coroutines go through
// run_blocking. `random` outlives the repository.
class ConversationRepository {
 public:
  ConversationRepository(const storage::Database& database, storage::OrganizationAccess access,
                         Random& random)
      : store_(database.organization(access)), random_(random) {}

  [[nodiscard]] ConversationId create(Instant now) const;
  [[nodiscard]] std::vector<ConversationSummary> list() const;
  [[nodiscard]] std::optional<ConversationSummary> find(ConversationId id) const;
  [[nodiscard]] std::vector<StoredAnswer> answers(ConversationId id) const;
  [[nodiscard]] std::optional<StoredAnswer> answer(ConversationId conversation,
                                                   QuestionId id) const;
  // One's own answers that ending the connection would delete.
  [[nodiscard]] std::vector<StoredAnswer> answers_through(ConnectionId connection) const;
  // The plan that a follow-up inherits: that of the newest answered question.
  [[nodiscard]] std::optional<QueryPlan> latest_plan(ConversationId id) const;
  // Gives what was kept: the answer, or what stands in its place when a connection that it was read
  // through was ended meanwhile.
  [[nodiscard]] Answer append(ConversationId conversation, QuestionId id, Answer answer,
                              Instant now) const;
  // With all its answers; false when it is not there or somebody else's. Recorded in the trail.
  [[nodiscard]] bool remove(ConversationId id, const audit::AuditTrail& trail) const;

 private:
  storage::OrganizationStore store_;
  Random& random_;
};

// The most questions that one conversation keeps: an endless page helps nobody.
inline constexpr std::size_t conversation_questions_max = 500;

}  // namespace sluice::analytics
