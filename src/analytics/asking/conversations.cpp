#include "analytics/asking/conversations.h"

#include "analytics/answering/stored_answer.h"
#include "analytics/asking/deletion.h"
#include "base/json.h"

#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t title_bytes_max = 80;

// Cut at a character, not inside one.
[[nodiscard]] std::string title_of(std::string_view question) {
  if (question.size() <= title_bytes_max) return std::string(question);
  std::size_t end = title_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(question[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string(question.substr(0, end)) + "…";
}

[[nodiscard]] std::optional<QueryPlan> plan_of(const storage::Row& row) {
  const auto text = row.optional_text("plan");
  if (!text) return std::nullopt;
  const auto json = parse_json(*text);
  if (!json) return std::nullopt;
  auto plan = plan_from_json(*json);
  if (!plan) return std::nullopt;
  return std::move(*plan);
}

[[nodiscard]] OrderedJson answer_of(const storage::Row& row) {
  const auto gone = row.optional_text("deleted_with");
  if (!gone)
    return read_stored_answer(row.text("answer"),
                              {to_text(row.id<QuestionId>("id")), row.text("question")});
  return to_json(deleted_answer(to_text(row.id<QuestionId>("id")), row.text("question"), *gone));
}

[[nodiscard]] StoredAnswer stored_of(const storage::Row& row) {
  return {.id = row.id<QuestionId>("id"),
          .conversation = row.id<ConversationId>("conversation_id"),
          .question = row.text("question"),
          .plan = plan_of(row),
          .answer = answer_of(row)};
}

[[nodiscard]] ConversationSummary summary_of(const storage::Row& row) {
  return {.id = row.id<ConversationId>("id"),
          .title = row.text("title"),
          .updated_at = row.instant("updated_at")};
}

// Where an answer is put, and why it is empty if it is.
struct Place {
  ConversationId conversation;
  QuestionId id;
  std::int64_t position = 0;
  std::optional<std::string> deleted_with;
  Instant now;
};

void insert_answer(storage::Transaction& transaction, const Place& place, const Answer& answer) {
  std::optional<std::string> plan;
  if (answer.plan) plan = to_wire(to_json(*answer.plan));
  std::string json;
  if (!place.deleted_with)
    json = to_json(answer).dump(-1, ' ', false, Json::error_handler_t::replace);
  transaction.execute(
      "INSERT INTO answer (organization_id, id, conversation_id, position, question, plan,"
      " answer, deleted_with, asked_by, created_at) VALUES (:organization_id, :id, :conversation,"
      " :position, :question, :plan, :answer, :deleted_with, :user, :now)",
      {{"id", place.id},
       {"conversation", place.conversation},
       {"position", place.position},
       {"question", answer.question},
       {"plan", plan},
       {"answer", json},
       {"deleted_with", place.deleted_with},
       {"user", transaction.access().user()},
       {"now", place.now}});
  for (const ConnectionId connection : connections_shown(answer))
    transaction.execute(
        "INSERT INTO answer_source (organization_id, answer_id, connection_id)"
        " VALUES (:organization_id, :id, :connection)",
        {{"id", place.id}, {"connection", connection}});
}

}  // namespace

ConversationId ConversationRepository::create(Instant now) const {
  const ConversationId id{random_.id()};
  store_.write([&](storage::Transaction& transaction) {
    transaction.execute(
        "INSERT INTO conversation (organization_id, id, title, created_by, created_at, updated_at)"
        " VALUES (:organization_id, :id, '', :user, :now, :now)",
        {{"id", id}, {"user", transaction.access().user()}, {"now", now}});
  });
  return id;
}

std::vector<ConversationSummary> ConversationRepository::list() const {
  std::vector<ConversationSummary> summaries;
  for (const storage::Row& row : store_.query(
           "SELECT id, title, updated_at FROM conversation"
           " WHERE organization_id = :organization_id AND created_by = :user AND title <> ''"
           " ORDER BY updated_at DESC LIMIT 200",
           {{"user", store_.access().user()}})) {
    summaries.push_back(summary_of(row));
  }
  return summaries;
}

std::optional<ConversationSummary> ConversationRepository::find(ConversationId id) const {
  const auto row = store_.query_one(
      "SELECT id, title, updated_at FROM conversation"
      " WHERE organization_id = :organization_id AND id = :id AND created_by = :user",
      {{"id", id}, {"user", store_.access().user()}});
  if (!row) return std::nullopt;
  return summary_of(*row);
}

std::vector<StoredAnswer> ConversationRepository::answers(ConversationId id) const {
  std::vector<StoredAnswer> answers;
  for (const storage::Row& row :
       store_.query("SELECT id, conversation_id, question, plan, answer, deleted_with FROM answer"
                    " WHERE organization_id = :organization_id AND conversation_id = :conversation"
                    " AND asked_by = :user ORDER BY position",
                    {{"conversation", id}, {"user", store_.access().user()}})) {
    answers.push_back(stored_of(row));
  }
  return answers;
}

std::vector<StoredAnswer> ConversationRepository::answers_through(ConnectionId connection) const {
  std::vector<StoredAnswer> answers;
  for (const storage::Row& row :
       store_.query("SELECT a.id, a.conversation_id, a.question, a.plan, a.answer, a.deleted_with"
                    " FROM answer a JOIN answer_source s"
                    " ON s.organization_id = a.organization_id AND s.answer_id = a.id"
                    " WHERE a.organization_id = :organization_id AND a.asked_by = :user"
                    " AND s.connection_id = :connection ORDER BY a.created_at, a.id",
                    {{"user", store_.access().user()}, {"connection", connection}})) {
    answers.push_back(stored_of(row));
  }
  return answers;
}

std::optional<StoredAnswer> ConversationRepository::answer(ConversationId conversation,
                                                           QuestionId id) const {
  const auto row = store_.query_one(
      "SELECT id, conversation_id, question, plan, answer, deleted_with FROM answer"
      " WHERE organization_id = :organization_id AND conversation_id = :conversation"
      " AND id = :id AND asked_by = :user",
      {{"conversation", conversation}, {"id", id}, {"user", store_.access().user()}});
  if (!row) return std::nullopt;
  return stored_of(*row);
}

std::optional<QueryPlan> ConversationRepository::latest_plan(ConversationId id) const {
  const auto row = store_.query_one(
      "SELECT plan FROM answer WHERE organization_id = :organization_id"
      " AND conversation_id = :conversation AND asked_by = :user AND plan IS NOT NULL"
      // Refusals keep no plan, so what is found is the newest question that had an answer.
      " ORDER BY position DESC LIMIT 1",
      {{"conversation", id}, {"user", store_.access().user()}});
  if (!row) return std::nullopt;
  return plan_of(*row);
}

Answer ConversationRepository::append(ConversationId conversation, QuestionId id, Answer answer,
                                      Instant now) const {
  return store_.write([&](storage::Transaction& transaction) {
    // Deleted while it was asked in: then nobody reads the answer there.
    const auto there = transaction.query_one(
        "SELECT id FROM conversation WHERE organization_id = :organization_id AND id = :id",
        {{"id", conversation}});
    if (!there) return std::move(answer);
    // A question runs for seconds, and its vendor may be disconnected meanwhile.
    const auto ended = disconnected_since(transaction, answer);
    const Answer kept =
        ended ? deleted_answer(answer.id, answer.question, *ended) : std::move(answer);
    const auto last = transaction.query_one(
        "SELECT COALESCE(MAX(position), 0) AS position FROM answer"
        " WHERE organization_id = :organization_id AND conversation_id = :conversation",
        {{"conversation", conversation}});
    const std::int64_t position = (last ? last->integer("position") : 0) + 1;
    insert_answer(transaction, {conversation, id, position, ended, now}, kept);
    transaction.execute(
        "UPDATE conversation SET updated_at = :now,"
        " title = CASE WHEN title = '' THEN :title ELSE title END"
        " WHERE organization_id = :organization_id AND id = :conversation",
        {{"now", now}, {"title", title_of(kept.question)}, {"conversation", conversation}});
    return kept;
  });
}

bool ConversationRepository::remove(ConversationId id, const audit::AuditTrail& trail) const {
  const storage::Parameters own{{"id", id}, {"user", store_.access().user()}};
  return store_.write([&](storage::Transaction& transaction) {
    const auto found = transaction.query_one(
        "SELECT id FROM conversation WHERE organization_id = :organization_id AND id = :id"
        " AND created_by = :user",
        own);
    if (!found) return false;
    transaction.execute(
        "DELETE FROM answer WHERE organization_id = :organization_id AND conversation_id = :id",
        {{"id", id}});
    transaction.execute(
        "DELETE FROM conversation WHERE organization_id = :organization_id AND id = :id",
        {{"id", id}});
    trail.append(
        transaction,
        {.action = "conversation.delete", .target_kind = "conversation", .target_id = to_text(id)});
    return true;
  });
}

}  // namespace sluice::analytics
