#include "server/dashboard_routes.h"

#include "base/time_format.h"
#include "dashboards/dashboard_service.h"
#include "server/problems.h"

#include <utility>

namespace sluice::server {
namespace {

using dashboards::CardView;
using dashboards::DashboardError;
using dashboards::DashboardSummary;
using identity::Action;
using identity::Reach;
using identity::SignedIn;

[[nodiscard]] Json summary_json(const DashboardSummary& summary) {
  return {{"id", to_text(summary.id)},
          {"name", summary.name},
          {"card_count", summary.card_count},
          {"updated_at", to_rfc3339(summary.updated_at)}};
}

// The answer keeps the order of its members: a person reads it. `pinned_by` is a name, and null
// for somebody who has left.
[[nodiscard]] OrderedJson card_json(const CardView& view) {
  const dashboards::Card& card = view.card;
  OrderedJson pinned_by = nullptr;
  if (view.pinned_by) pinned_by = *view.pinned_by;
  OrderedJson stale = nullptr;
  if (card.stale_reason) stale = *card.stale_reason;
  return {{"id", to_text(card.id)},       {"dashboard_id", to_text(card.dashboard)},
          {"title", card.title},          {"question", card.question},
          {"answer", card.answer},        {"refreshed_at", to_rfc3339(card.refreshed_at)},
          {"stale_reason", stale},        {"pinned_by", pinned_by},
          {"may_delete", view.may_delete}};
}

[[nodiscard]] net::ServerResponse ordered_response(const OrderedJson& json, int status = 200) {
  return json_text_response(json.dump(-1, ' ', false, Json::error_handler_t::replace), status);
}

[[nodiscard]] const net::ProblemKind& kind_of(DashboardError error) {
  switch (error) {
    case DashboardError::not_found:
    case DashboardError::card_not_found:
    case DashboardError::answer_not_found: return not_found;
    case DashboardError::name_unfit:
    case DashboardError::title_too_long: return invalid_input;
    case DashboardError::too_many:
    case DashboardError::not_answered:
    case DashboardError::answer_deleted:
    case DashboardError::card_damaged: return conflict;
    case DashboardError::others_cards:
    case DashboardError::others_card: return not_permitted;
    case DashboardError::refreshed_too_often: return too_many_attempts;
  }
  return not_found;
}

[[nodiscard]] net::ServerResponse dashboard_problem(DashboardError error) {
  return net::problem(kind_of(error), std::string(user_text(error)));
}

Task<Answered> list_dashboards(ServerParts* parts, SignedIn who) {
  Json list = Json::array();
  for (const DashboardSummary& summary : co_await parts->dashboards.list(who.access))
    list.push_back(summary_json(summary));
  co_return json_response({{"dashboards", list}});
}

Task<Answered> create_dashboard(ServerParts* parts, Call call, SignedIn who) {
  const auto made = co_await parts->dashboards.create(who.access, call.text("name"));
  if (!made) co_return dashboard_problem(made.error());
  co_return json_response(summary_json(*made), 201);
}

Task<Answered> show_dashboard(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<DashboardId>();
  if (!id) co_return dashboard_problem(DashboardError::not_found);
  const auto shown = co_await parts->dashboards.show(std::move(who), *id);
  if (!shown) co_return dashboard_problem(shown.error());
  OrderedJson cards = OrderedJson::array();
  for (const CardView& view : shown->cards)
    cards.push_back(card_json(view));
  co_return ordered_response({{"id", to_text(*id)},
                              {"name", shown->summary.name},
                              {"may_delete", shown->may_delete},
                              {"cards", std::move(cards)}});
}

Task<Answered> pin(ServerParts* parts, Call call, SignedIn who) {
  const auto conversation = parse_id<ConversationId>(call.text("conversation_id"));
  const auto question = parse_id<QuestionId>(call.text("question_id"));
  if (!conversation || !question) {
    co_return net::problem(invalid_input, "Say which answer to pin: conversation_id, question_id.");
  }
  const auto dashboard = parse_id<DashboardId>(call.text("dashboard_id"));
  // A malformed id is not "none named": the card would land where nobody meant it.
  if (call.body.contains("dashboard_id") && !dashboard) {
    co_return dashboard_problem(DashboardError::not_found);
  }
  const auto pinned = co_await parts->dashboards.pin(
      std::move(who), {*conversation, *question, dashboard, call.text("title")});
  if (!pinned) co_return dashboard_problem(pinned.error());
  co_return ordered_response(card_json(*pinned), 201);
}

Task<Answered> refresh(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<CardId>();
  if (!id) co_return dashboard_problem(DashboardError::card_not_found);
  const auto refreshed = co_await parts->dashboards.refresh(std::move(who), *id);
  if (!refreshed) co_return dashboard_problem(refreshed.error());
  co_return ordered_response(card_json(*refreshed));
}

Task<Answered> remove_card(ServerParts* parts, Call call, SignedIn who, Reach reach) {
  const auto id = call.id<CardId>();
  if (!id) co_return dashboard_problem(DashboardError::card_not_found);
  const auto removed = co_await parts->dashboards.remove(who.access, *id, reach);
  co_return removed ? no_content() : dashboard_problem(removed.error());
}

Task<Answered> remove_dashboard(ServerParts* parts, Call call, SignedIn who, Reach reach) {
  const auto id = call.id<DashboardId>();
  if (!id) co_return dashboard_problem(DashboardError::not_found);
  const auto removed = co_await parts->dashboards.remove(who.access, *id, reach);
  co_return removed ? no_content() : dashboard_problem(removed.error());
}

}  // namespace

void add_dashboard_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.readable(
      "GET", "/api/v1/dashboards", "All dashboards", needs(Action::view_dashboards),
      [shared](Call /*call*/, SignedIn who) { return list_dashboards(shared, std::move(who)); });
  router.member("POST", "/api/v1/dashboards", "A new dashboard", needs(Action::pin_own),
                [shared](Call call, SignedIn who) {
                  return create_dashboard(shared, std::move(call), std::move(who));
                });
  router.readable("GET", "/api/v1/dashboards/{id}", "A dashboard with its cards",
                  needs(Action::view_dashboards), [shared](Call call, SignedIn who) {
                    return show_dashboard(shared, std::move(call), std::move(who));
                  });
  router.member("DELETE", "/api/v1/dashboards/{id}", "Delete a dashboard with its cards",
                own_or(Action::pin_own, Action::pin_any),
                [shared](Call call, SignedIn who, Reach reach) {
                  return remove_dashboard(shared, std::move(call), std::move(who), reach);
                });
  router.member(
      "POST", "/api/v1/cards", "Pin an answer", needs(Action::pin_own),
      [shared](Call call, SignedIn who) { return pin(shared, std::move(call), std::move(who)); });
  router.readable("POST", "/api/v1/cards/{id}/refresh", "Run a card's plan again",
                  needs(Action::view_dashboards), [shared](Call call, SignedIn who) {
                    return refresh(shared, std::move(call), std::move(who));
                  });
  router.member("DELETE", "/api/v1/cards/{id}", "Remove a card",
                own_or(Action::pin_own, Action::pin_any),
                [shared](Call call, SignedIn who, Reach reach) {
                  return remove_card(shared, std::move(call), std::move(who), reach);
                });
}

}  // namespace sluice::server
