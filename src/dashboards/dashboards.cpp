#include "dashboards/dashboards.h"

#include "analytics/answering/stored_answer.h"
#include "analytics/asking/deletion.h"
#include "base/json.h"

#include <utility>

namespace sluice::dashboards {
namespace {

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
  if (const auto json = parse_json(row.text("plan"))) {
    if (auto plan = analytics::plan_from_json(*json)) card.plan = std::move(*plan);
  }
  return card;
}

[[nodiscard]] DashboardSummary summary_of(const storage::Row& row) {
  return {.id = row.id<DashboardId>("id"),
          .name = row.text("name"),
          .card_count = row.integer("card_count"),
          .updated_at = row.instant("updated_at"),
          .created_by = row.id<UserId>("created_by")};
}

[[nodiscard]] std::string text_of(const OrderedJson& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What the vendors of a card have in their text when the vendor is one of them.
[[nodiscard]] std::string listed_as(const std::string& vendor) {
  return "%" + to_wire(Json(vendor)) + "%";
}

[[nodiscard]] std::int64_t count_of(const std::optional<storage::Row>& row) {
  return row ? row->integer("count") : 0;
}

void insert_dashboard(storage::Transaction& transaction, DashboardId id, const std::string& name,
                      Instant now) {
  transaction.execute(
      "INSERT INTO dashboard (organization_id, id, name, created_by, created_at, updated_at)"
      " VALUES (:organization_id, :id, :name, :user, :now, :now)",
      {{"id", id}, {"name", name}, {"user", transaction.access().user()}, {"now", now}});
}

// The dashboard a new card goes to.
[[nodiscard]] std::expected<DashboardId, DashboardError> target_of(
    storage::Transaction& transaction, const NewCard& card, DashboardId fresh, Instant now) {
  if (card.dashboard) {
    const auto row = transaction.query_one(
        "SELECT id FROM dashboard WHERE organization_id = :organization_id AND id = :id",
        {{"id", *card.dashboard}});
    if (!row) return std::unexpected(DashboardError::not_found);
    return *card.dashboard;
  }
  const auto first = transaction.query_one(
      "SELECT id FROM dashboard WHERE organization_id = :organization_id"
      " ORDER BY created_at, id LIMIT 1");
  if (first) return first->id<DashboardId>("id");
  insert_dashboard(transaction, fresh, "Home", now);
  return fresh;
}

void insert_card(storage::Transaction& transaction, CardId id, DashboardId dashboard,
                 const NewCard& card, Instant now) {
  transaction.execute(
      "INSERT INTO card (organization_id, id, dashboard_id, position, title, question, plan,"
      " answer, vendors, pinned_by, created_at, refreshed_at) VALUES (:organization_id, :id,"
      " :dashboard, :now, :title, :question, :plan, :answer, :vendors, :user, :now, :now)",
      {{"id", id},
       {"dashboard", dashboard},
       {"title", card.title},
       {"question", card.question},
       {"plan", to_wire(analytics::to_json(card.plan))},
       {"answer", text_of(card.answer)},
       {"vendors", to_wire(Json(card.vendors))},
       {"user", transaction.access().user()},
       {"now", now}});
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

// Nothing when the dashboard may go.
[[nodiscard]] std::optional<DashboardError> refusal_to_remove(storage::Transaction& transaction,
                                                              DashboardId id, Reach reach) {
  const auto dashboard = transaction.query_one(
      "SELECT created_by FROM dashboard WHERE organization_id = :organization_id AND id = :id",
      {{"id", id}});
  if (!dashboard) return DashboardError::not_found;
  if (reach == Reach::any) return std::nullopt;
  const UserId user = transaction.access().user();
  const auto others = transaction.query_one(
      "SELECT COUNT(*) AS count FROM card WHERE organization_id = :organization_id"
      " AND dashboard_id = :id AND pinned_by <> :user",
      {{"id", id}, {"user", user}});
  const bool own = dashboard->id<UserId>("created_by") == user && count_of(others) == 0;
  return own ? std::nullopt : std::optional(DashboardError::others_cards);
}

}  // namespace

std::vector<DashboardSummary> DashboardRepository::list() const {
  std::vector<DashboardSummary> summaries;
  for (const storage::Row& row : store_.query(
           "SELECT d.id, d.name, d.updated_at, d.created_by, COUNT(c.id) AS card_count"
           " FROM dashboard d"
           " LEFT JOIN card c ON c.organization_id = d.organization_id AND c.dashboard_id = d.id"
           " WHERE d.organization_id = :organization_id"
           " GROUP BY d.id, d.name, d.updated_at, d.created_by, d.created_at ORDER BY "
           "d.created_at, d.id")) {
    summaries.push_back(summary_of(row));
  }
  return summaries;
}

std::expected<DashboardSummary, DashboardError> DashboardRepository::create(std::string name,
                                                                            Instant now) const {
  const DashboardId id{random_.id()};
  using Result = std::expected<DashboardSummary, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    const auto count = transaction.query_one(
        "SELECT COUNT(*) AS count FROM dashboard WHERE organization_id = :organization_id");
    if (count_of(count) >= static_cast<std::int64_t>(dashboards_max)) {
      return std::unexpected(DashboardError::too_many);
    }
    insert_dashboard(transaction, id, name, now);
    trail_.append(transaction, {.action = "dashboard.create",
                                .target_kind = "dashboard",
                                .target_id = to_text(id),
                                .detail = {{"name", name}}});
    return DashboardSummary{id, name, 0, now, transaction.access().user()};
  });
}

std::optional<DashboardSummary> DashboardRepository::find(DashboardId id) const {
  const auto row = store_.query_one(
      "SELECT d.id, d.name, d.updated_at, d.created_by, COUNT(c.id) AS card_count"
      " FROM dashboard d"
      " LEFT JOIN card c ON c.organization_id = d.organization_id AND c.dashboard_id = d.id"
      " WHERE d.organization_id = :organization_id AND d.id = :id"
      " GROUP BY d.id, d.name, d.updated_at, d.created_by",
      {{"id", id}});
  if (!row) return std::nullopt;
  return summary_of(*row);
}

std::vector<Card> DashboardRepository::cards(DashboardId id) const {
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

std::expected<Card, DashboardError> DashboardRepository::pin(const NewCard& card,
                                                             Instant now) const {
  const CardId id{random_.id()};
  const DashboardId fresh{random_.id()};
  using Result = std::expected<Card, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    const auto kept = transaction.query_one(
        "SELECT id FROM answer WHERE organization_id = :organization_id AND id = :id"
        " AND deleted_with IS NULL",
        {{"id", card.source}});
    if (!kept) return std::unexpected(DashboardError::answer_deleted);
    const auto dashboard = target_of(transaction, card, fresh, now);
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

std::optional<Card> DashboardRepository::card(CardId id) const {
  const auto row = store_.query_one(
      "SELECT id, dashboard_id, title, question, plan, answer, pinned_by, refreshed_at,"
      " stale_reason, deleted_with FROM card WHERE organization_id = :organization_id AND id = :id",
      {{"id", id}});
  if (!row) return std::nullopt;
  return card_of(*row);
}

void DashboardRepository::refreshed(CardId id, const analytics::Answer& answer, Instant now) const {
  store_.write([&](storage::Transaction& transaction) {
    const auto ended = analytics::disconnected_since(transaction, answer);
    transaction.execute(
        "UPDATE card SET answer = :answer, deleted_with = :ended, refreshed_at = :now,"
        " stale_reason = NULL WHERE organization_id = :organization_id AND id = :id",
        {{"answer", ended ? std::string() : text_of(analytics::to_json(answer))},
         {"ended", ended},
         {"now", now},
         {"id", id}});
  });
}

void DashboardRepository::refresh_failed(CardId id, const std::string& reason) const {
  store_.write([&](storage::Transaction& transaction) {
    transaction.execute(
        "UPDATE card SET stale_reason = :reason WHERE organization_id = :organization_id"
        " AND id = :id",
        {{"reason", reason}, {"id", id}});
  });
}

bool DashboardRepository::remove(CardId id) const {
  return store_.write([&](storage::Transaction& transaction) {
    const auto row = transaction.query_one(
        "SELECT title FROM card WHERE organization_id = :organization_id AND id = :id",
        {{"id", id}});
    if (!row) return false;
    transaction.execute("DELETE FROM card WHERE organization_id = :organization_id AND id = :id",
                        {{"id", id}});
    trail_.append(transaction, card_record("card.remove", id, row->text("title")));
    return true;
  });
}

std::expected<void, DashboardError> DashboardRepository::remove(DashboardId id, Reach reach) const {
  using Result = std::expected<void, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    if (const auto refused = refusal_to_remove(transaction, id, reach)) {
      return std::unexpected(*refused);
    }
    transaction.execute(
        "DELETE FROM card WHERE organization_id = :organization_id AND dashboard_id = :id",
        {{"id", id}});
    transaction.execute(
        "DELETE FROM dashboard WHERE organization_id = :organization_id AND id = :id",
        {{"id", id}});
    trail_.append(
        transaction,
        {.action = "dashboard.delete", .target_kind = "dashboard", .target_id = to_text(id)});
    return {};
  });
}

void DashboardRepository::delete_data_of(storage::Transaction& transaction,
                                         const std::string& vendor,
                                         const std::string& vendor_name) {
  transaction.execute(
      "UPDATE card SET answer = '', deleted_with = :name, stale_reason = NULL"
      " WHERE organization_id = :organization_id"
      " AND (answer LIKE :trace OR vendors LIKE :listed)",
      {{"name", vendor_name},
       {"trace", analytics::trace_of(vendor)},
       {"listed", listed_as(vendor)}});
}

std::vector<Card> DashboardRepository::cards_of_vendor(const std::string& vendor) const {
  std::vector<Card> cards;
  for (const storage::Row& row : store_.query(
           "SELECT id, dashboard_id, title, question, plan, answer, pinned_by, refreshed_at,"
           " stale_reason, deleted_with FROM card WHERE organization_id = :organization_id"
           " AND (answer LIKE :trace OR vendors LIKE :listed) ORDER BY position, id",
           {{"trace", analytics::trace_of(vendor)}, {"listed", listed_as(vendor)}})) {
    cards.push_back(card_of(row));
  }
  return cards;
}

}  // namespace sluice::dashboards
