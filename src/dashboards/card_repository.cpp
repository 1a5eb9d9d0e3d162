#include "dashboards/card_repository.h"

#include "analytics/answering/stored_answer.h"
#include "analytics/asking/deletion.h"
#include "base/json.h"
#include "dashboards/dashboard_repository.h"

#include <utility>

namespace sluice::dashboards {
namespace {

// What a disconnect emptied is shown as that, with the vendor's name of then.
[[nodiscard]] OrderedJson answer_of(const storage::Row& row) {
  const auto gone = row.optional_text("deleted_with");
  if (!gone)
    return analytics::read_stored_answer(row.text("answer"),
                                         {to_text(row.id<CardId>("id")), row.text("question")});
  return analytics::to_json(
      analytics::deleted_answer(to_text(row.id<CardId>("id")), row.text("question"), *gone));
}

[[nodiscard]] Card card_of(const storage::Row& row) {
  Card card{.id = row.id<CardId>("id"),
            .dashboard = row.id<DashboardId>("dashboard_id"),
            .title = row.text("title"),
            .question = row.text("question"),
            .plan = std::nullopt,
            .answer = answer_of(row),
            .pinned_by = row.id<UserId>("pinned_by"),
            .refreshed_at = row.instant("refreshed_at"),
            .stale_reason = row.optional_text("stale_reason")};
  // A damaged plan costs the card its refresh and never the page that shows it.
  if (const auto json = parse_json(row.text("plan"))) {
    if (auto plan = analytics::plan_from_json(*json)) card.plan = std::move(*plan);
  }
  return card;
}

[[nodiscard]] std::string text_of(const OrderedJson& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What a card shows of connections is theirs: it goes with any of them. A refresh may have read one
// more than it was pinned with, and those stay noted.
void note_source(storage::Transaction& transaction, CardId id, ConnectionId connection) {
  transaction.execute(
      "INSERT INTO card_source (organization_id, card_id, connection_id)"
      " VALUES (:organization_id, :id, :connection)"
      " ON CONFLICT (organization_id, card_id, connection_id) DO NOTHING",
      {{"id", id}, {"connection", connection}});
}

[[nodiscard]] std::int64_t count_of(const std::optional<storage::Row>& row) {
  return row ? row->integer("count") : 0;
}

void insert_card(storage::Transaction& transaction, CardId id, DashboardId dashboard,
                 const NewCard& card, Instant now) {
  transaction.execute(
      "INSERT INTO card (organization_id, id, dashboard_id, position, title, question, plan,"
      " answer, pinned_by, created_at, refreshed_at) VALUES (:organization_id, :id,"
      // The moment of pinning is the position, so a new card comes last without counting the
      // others.
      " :dashboard, :now, :title, :question, :plan, :answer, :user, :now, :now)",
      {{"id", id},
       {"dashboard", dashboard},
       {"title", card.title},
       {"question", card.question},
       {"plan", to_wire(analytics::to_json(card.plan))},
       {"answer", text_of(card.answer)},
       {"user", transaction.access().user()},
       {"now", now}});
  for (const storage::Row& row :
       transaction.query("SELECT connection_id FROM answer_source"
                         " WHERE organization_id = :organization_id AND answer_id = :source",
                         {{"source", card.source}}))
    note_source(transaction, id, row.id<ConnectionId>("connection_id"));
  transaction.execute(
      "UPDATE dashboard SET updated_at = :now WHERE organization_id = :organization_id"
      " AND id = :dashboard",
      {{"now", now}, {"dashboard", dashboard}});
}

[[nodiscard]] audit::AuditRecord card_record(std::string action, CardId id,
                                             const std::string& title) {
  return {.action = std::move(action),
          .target_kind = "card",
          .target_id = to_text(id),
          .detail = {{"name", title}}};
}

}  // namespace

std::vector<Card> CardRepository::cards(DashboardId id) const {
  std::vector<Card> cards;
  for (const storage::Row& row : store_.query(
           "SELECT id, dashboard_id, title, question, plan, answer, pinned_by, refreshed_at,"
           " stale_reason, deleted_with FROM card WHERE organization_id = :organization_id"
           " AND dashboard_id = :dashboard ORDER BY position, id",
           {{"dashboard", id}})) {
    cards.push_back(card_of(row));
  }
  return cards;
}

std::expected<Card, DashboardError> CardRepository::pin(const NewCard& card, Instant now) const {
  const CardId id{random_.id()};
  const DashboardId fresh{random_.id()};
  using Result = std::expected<Card, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    const auto kept = transaction.query_one(
        "SELECT id FROM answer WHERE organization_id = :organization_id AND id = :id"
        " AND deleted_with IS NULL",
        {{"id", card.source}});
    if (!kept) return std::unexpected(DashboardError::answer_deleted);
    const auto dashboard = DashboardRepository::target_of(transaction, card.dashboard, fresh, now);
    if (!dashboard) return std::unexpected(dashboard.error());
    const auto count = transaction.query_one(
        "SELECT COUNT(*) AS count FROM card WHERE organization_id = :organization_id"
        " AND dashboard_id = :dashboard",
        {{"dashboard", *dashboard}});
    if (count_of(count) >= static_cast<std::int64_t>(cards_per_dashboard_max)) {
      return std::unexpected(DashboardError::too_many);
    }
    insert_card(transaction, id, *dashboard, card, now);
    trail_.append(transaction, card_record("card.pin", id, card.title));
    return Card{id,
                *dashboard,
                card.title,
                card.question,
                card.plan,
                card.answer,
                transaction.access().user(),
                now,
                std::nullopt};
  });
}

std::optional<Card> CardRepository::card(CardId id) const {
  const auto row = store_.query_one(
      "SELECT id, dashboard_id, title, question, plan, answer, pinned_by, refreshed_at,"
      " stale_reason, deleted_with FROM card WHERE organization_id = :organization_id AND id = :id",
      {{"id", id}});
  if (!row) return std::nullopt;
  return card_of(*row);
}

void CardRepository::refreshed(CardId id, const analytics::Answer& answer, Instant now) const {
  store_.write([&](storage::Transaction& transaction) {
    // The vendors were asked before this transaction began: a disconnect meanwhile wins.
    const auto ended = analytics::disconnected_since(transaction, answer);
    transaction.execute(
        "UPDATE card SET answer = :answer, deleted_with = :ended, refreshed_at = :now,"
        " stale_reason = NULL WHERE organization_id = :organization_id AND id = :id",
        {{"answer", ended ? std::string() : text_of(analytics::to_json(answer))},
         {"ended", ended},
         {"now", now},
         {"id", id}});
    // Removed meanwhile: then there is no card that shows anything.
    const auto kept = transaction.query_one(
        "SELECT id FROM card WHERE organization_id = :organization_id AND id = :id", {{"id", id}});
    if (!kept) return;
    for (const ConnectionId connection : analytics::connections_shown(answer))
      note_source(transaction, id, connection);
  });
}

void CardRepository::refresh_failed(CardId id, const std::string& reason) const {
  store_.write([&](storage::Transaction& transaction) {
    transaction.execute(
        "UPDATE card SET stale_reason = :reason WHERE organization_id = :organization_id"
        " AND id = :id",
        {{"reason", reason}, {"id", id}});
  });
}

std::expected<void, DashboardError> CardRepository::remove(CardId id, identity::Reach reach) const {
  using Result = std::expected<void, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    const auto row = transaction.query_one(
        "SELECT title, pinned_by FROM card WHERE organization_id = :organization_id AND id = :id",
        {{"id", id}});
    if (!row) return std::unexpected(DashboardError::card_not_found);
    const bool own = row->id<UserId>("pinned_by") == transaction.access().user();
    if (!own && reach == identity::Reach::own) return std::unexpected(DashboardError::others_card);
    transaction.execute("DELETE FROM card WHERE organization_id = :organization_id AND id = :id",
                        {{"id", id}});
    trail_.append(transaction, card_record("card.remove", id, row->text("title")));
    return {};
  });
}

void CardRepository::delete_data_of(storage::Transaction& transaction, ConnectionId connection,
                                    const std::string& name) {
  transaction.execute(
      "UPDATE card SET answer = '', deleted_with = :name, stale_reason = NULL"
      " WHERE organization_id = :organization_id AND id IN (SELECT s.card_id FROM card_source s"
      " WHERE s.organization_id = :organization_id AND s.connection_id = :connection)",
      {{"name", name}, {"connection", connection}});
}

std::vector<Card> CardRepository::cards_through(ConnectionId connection) const {
  std::vector<Card> cards;
  for (const storage::Row& row : store_.query(
           "SELECT c.id, c.dashboard_id, c.title, c.question, c.plan, c.answer, c.pinned_by,"
           " c.refreshed_at, c.stale_reason, c.deleted_with FROM card c JOIN card_source s"
           " ON s.organization_id = c.organization_id AND s.card_id = c.id"
           " WHERE c.organization_id = :organization_id AND s.connection_id = :connection"
           " ORDER BY c.position, c.id",
           {{"connection", connection}})) {
    cards.push_back(card_of(row));
  }
  return cards;
}

}  // namespace sluice::dashboards
