#include "server/dashboard_routes.h"

#include "analytics/asking/conversations.h"
#include "analytics/asking/question_desk.h"
#include "base/rate_limit.h"
#include "base/time_format.h"
#include "dashboards/dashboards.h"
#include "server/people.h"
#include "server/problems.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <utility>

namespace sluice::server {
namespace {

using dashboards::Card;
using dashboards::DashboardRepository;
using dashboards::DashboardSummary;
using identity::Action;
using identity::SignedIn;

constexpr std::size_t name_bytes_max = 120;
constexpr std::size_t title_bytes_max = 200;

// A refresh asks vendors: so often a card, whoever asks, and so often a person.
constexpr std::size_t refreshes_of_a_card_max = 6;
constexpr std::chrono::minutes card_window{1};
constexpr std::size_t refreshes_of_a_person_max = 200;
constexpr std::chrono::minutes person_window{10};

struct RefreshLimits {
  RateLimit of_a_card{refreshes_of_a_card_max, card_window};
  RateLimit of_a_person{refreshes_of_a_person_max, person_window};

  [[nodiscard]] bool take(const SignedIn& who, CardId card) {
    const auto now = std::chrono::steady_clock::now();
    const std::string organization = to_text(who.organization.id) + "|";
    return of_a_person.take(organization + to_text(who.user.id), now) &&
           of_a_card.take(organization + to_text(card), now);
  }
};

[[nodiscard]] DashboardRepository repository_of(const ServerParts& parts, const SignedIn& who) {
  return {parts.database, who.access, parts.random, parts.audit};
}

[[nodiscard]] Json summary_json(const DashboardSummary& summary) {
  return {{"id", to_text(summary.id)},
          {"name", summary.name},
          {"card_count", summary.card_count},
          {"updated_at", to_rfc3339(summary.updated_at)}};
}

// Whoever may pin removes what is their own; who may change what others pinned removes that too.
[[nodiscard]] bool may_delete(const Card& card, const SignedIn& who) {
  return identity::permits(who.role, Action::pin_any) ||
         (identity::permits(who.role, Action::pin_own) && card.pinned_by == who.user.id);
}

// A dashboard as a whole: one's own, with no card of anybody else.
[[nodiscard]] bool may_delete(const DashboardSummary& board, const std::vector<Card>& cards,
                              const SignedIn& who) {
  const bool own = board.created_by == who.user.id || identity::permits(who.role, Action::pin_any);
  return own && std::ranges::all_of(cards, [&](const Card& card) { return may_delete(card, who); });
}

// The answer keeps the order of its members: a person reads it. `pinned_by` is a name, and null
// for somebody who has left.
[[nodiscard]] OrderedJson card_json(const Card& card, const People& people, const SignedIn& who) {
  OrderedJson pinned_by = nullptr;
  const auto person = people.find(card.pinned_by);
  if (person != people.end()) pinned_by = person->second.name;
  OrderedJson stale = nullptr;
  if (card.stale_reason) stale = *card.stale_reason;
  return {{"id", to_text(card.id)},
          {"dashboard_id", to_text(card.dashboard)},
          {"title", card.title},
          {"question", card.question},
          {"answer", card.answer},
          {"refreshed_at", to_rfc3339(card.refreshed_at)},
          {"stale_reason", stale},
          {"pinned_by", pinned_by},
          {"may_delete", may_delete(card, who)}};
}

[[nodiscard]] net::ServerResponse ordered_response(const OrderedJson& json, int status = 200) {
  return json_text_response(json.dump(-1, ' ', false, Json::error_handler_t::replace), status);
}

[[nodiscard]] net::ServerResponse dashboard_problem(dashboards::DashboardError error) {
  switch (error) {
    case dashboards::DashboardError::not_found:
      return net::problem(not_found, "This dashboard is gone or was never yours.");
    case dashboards::DashboardError::too_many:
      return net::problem(conflict, "This dashboard is full: remove a card or start another.");
    case dashboards::DashboardError::answer_deleted:
      return net::problem(conflict, "This answer was deleted with its connection: ask it anew.");
    case dashboards::DashboardError::others_cards:
      return net::problem(not_permitted,
                          "It is not yours alone: somebody else made it or pinned a card to it. An "
                          "analyst or administrator can delete it.");
  }
  return net::problem(not_found, "This dashboard is gone.");
}

[[nodiscard]] net::ServerResponse no_such_card() {
  return net::problem(not_found, "This card is gone or was never yours.");
}

Task<Answered> list_dashboards(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    Json list = Json::array();
    for (const DashboardSummary& summary : repository_of(*parts, who).list()) {
      list.push_back(summary_json(summary));
    }
    return json_response({{"dashboards", list}});
  });
}

Task<Answered> create_dashboard(ServerParts* parts, Call call, SignedIn who) {
  const std::string name = call.text("name");
  if (name.empty() || name.size() > name_bytes_max) {
    co_return net::problem(invalid_input, "Give the dashboard a name of 1 to 120 characters.");
  }
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), name]() -> net::ServerResponse {
        const auto made = repository_of(*parts, who).create(name, parts->clock.now());
        if (!made) return dashboard_problem(made.error());
        return json_response(summary_json(*made), 201);
      });
}

Task<Answered> show_dashboard(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<DashboardId>();
  if (!id) co_return dashboard_problem(dashboards::DashboardError::not_found);
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), id = *id]() -> net::ServerResponse {
        const DashboardRepository repository = repository_of(*parts, who);
        const auto summary = repository.find(id);
        if (!summary) return dashboard_problem(dashboards::DashboardError::not_found);
        const People people = people_of(*parts, who.access);
        const std::vector<Card> all = repository.cards(id);
        OrderedJson cards = OrderedJson::array();
        for (const Card& card : all)
          cards.push_back(card_json(card, people, who));
        return ordered_response({{"id", to_text(id)},
                                 {"name", summary->name},
                                 {"may_delete", may_delete(*summary, all, who)},
                                 {"cards", std::move(cards)}});
      });
}

// The vendors whose data an answer shows: who disconnects one is told about the card.
[[nodiscard]] std::vector<std::string> vendors_of(const OrderedJson& answer) {
  std::set<std::string> vendors;
  const auto provenance = answer.find("provenance");
  if (provenance != answer.end() && provenance->is_array()) {
    for (const OrderedJson& source : *provenance) {
      vendors.insert(source.value("vendor", std::string()));
    }
  }
  return {vendors.begin(), vendors.end()};
}

[[nodiscard]] net::ServerResponse pin_card(const ServerParts& parts, const SignedIn& who,
                                           const Call& call) {
  const auto conversation = parse_id<ConversationId>(call.text("conversation_id"));
  const auto question = parse_id<QuestionId>(call.text("question_id"));
  if (!conversation || !question) {
    return net::problem(invalid_input, "Say which answer to pin: conversation_id, question_id.");
  }
  const analytics::ConversationRepository conversations(parts.database, who.access, parts.random);
  const auto stored = conversations.answer(*conversation, *question);
  if (!stored) return net::problem(not_found, "This answer is gone or was never yours.");
  if (!stored->plan || stored->answer.value("status", std::string()) != "answered") {
    return net::problem(conflict, "Only an answer can be pinned, and this question got none.");
  }
  dashboards::NewCard card;
  if (call.body.contains("dashboard_id")) {
    card.dashboard = parse_id<DashboardId>(call.text("dashboard_id"));
    if (!card.dashboard) return dashboard_problem(dashboards::DashboardError::not_found);
  }
  card.source = *question;
  card.title = call.text("title").empty() ? stored->question : call.text("title");
  if (call.text("title").size() > title_bytes_max) {
    return net::problem(invalid_input, "The title is too long. Use at most 200 characters.");
  }
  card.question = stored->question;
  card.plan = *stored->plan;
  card.answer = stored->answer;
  card.vendors = vendors_of(stored->answer);
  const auto pinned = repository_of(parts, who).pin(card, parts.clock.now());
  if (!pinned) return dashboard_problem(pinned.error());
  return ordered_response(card_json(*pinned, people_of(parts, who.access), who), 201);
}

Task<Answered> pin(ServerParts* parts, Call call, SignedIn who) {
  co_return co_await run_blocking(parts->pool,
                                  [parts, call = std::move(call), who = std::move(who)] {
                                    return pin_card(*parts, who, call);
                                  });
}

// A refresh that fails keeps the last good answer and says why.
[[nodiscard]] net::ServerResponse store_refresh(const ServerParts& parts, const SignedIn& who,
                                                CardId id, const analytics::Answer& answer) {
  const DashboardRepository repository = repository_of(parts, who);
  if (answer.status == analytics::AnswerStatus::answered) {
    repository.refreshed(id, answer, parts.clock.now());
  } else {
    repository.refresh_failed(id, answer.text);
  }
  const auto card = repository.card(id);
  return card ? ordered_response(card_json(*card, people_of(parts, who.access), who))
              : no_such_card();
}

Task<Answered> refresh(ServerParts* parts, std::shared_ptr<RefreshLimits> limits, Call call,
                       SignedIn who) {
  const auto id = call.id<CardId>();
  if (!id) co_return no_such_card();
  const auto card = co_await run_blocking(
      parts->pool, [parts, who, id = *id] { return repository_of(*parts, who).card(id); });
  if (!card) co_return no_such_card();
  if (!limits->take(who, *id)) {
    co_return net::problem(too_many_attempts,
                           "This was refreshed several times just now. Wait a minute, then try "
                           "again.");
  }
  if (!card->plan) {
    co_return net::problem(conflict,
                           "What was stored of this card is damaged, so it cannot be refreshed. "
                           "Remove it, ask its question again and pin the answer.");
  }
  analytics::Answer answer =
      co_await parts->desk.ask_again({who.access, who.organization, {}, {}},
                                     {to_text(*id), card->question, std::nullopt}, *card->plan);
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), id = *id, answer = std::move(answer)] {
        return store_refresh(*parts, who, id, answer);
      });
}

[[nodiscard]] net::ServerResponse remove_card(const ServerParts& parts, const SignedIn& who,
                                              CardId id) {
  const DashboardRepository repository = repository_of(parts, who);
  const auto card = repository.card(id);
  if (!card) return no_such_card();
  if (!may_delete(*card, who)) {
    return net::problem(not_permitted, "Somebody else pinned this card: ask them.");
  }
  return repository.remove(id) ? no_content() : no_such_card();
}

Task<Answered> remove(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<CardId>();
  if (!id) co_return no_such_card();
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who), id = *id] {
    return remove_card(*parts, who, id);
  });
}

Task<Answered> remove_dashboard(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<DashboardId>();
  if (!id) co_return dashboard_problem(dashboards::DashboardError::not_found);
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who), id = *id] {
    const auto reach = identity::permits(who.role, Action::pin_any) ? dashboards::Reach::any
                                                                    : dashboards::Reach::own;
    const auto removed = repository_of(*parts, who).remove(id, reach);
    return removed ? no_content() : dashboard_problem(removed.error());
  });
}

}  // namespace

void add_dashboard_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.readable(
      "GET", "/api/v1/dashboards", "All dashboards", Action::view_dashboards,
      [shared](Call /*call*/, SignedIn who) { return list_dashboards(shared, std::move(who)); });
  router.member("POST", "/api/v1/dashboards", "A new dashboard", Action::pin_own,
                [shared](Call call, SignedIn who) {
                  return create_dashboard(shared, std::move(call), std::move(who));
                });
  router.readable("GET", "/api/v1/dashboards/{id}", "A dashboard with its cards",
                  Action::view_dashboards, [shared](Call call, SignedIn who) {
                    return show_dashboard(shared, std::move(call), std::move(who));
                  });
  router.member("DELETE", "/api/v1/dashboards/{id}", "Delete a dashboard with its cards",
                Action::pin_own, [shared](Call call, SignedIn who) {
                  return remove_dashboard(shared, std::move(call), std::move(who));
                });
  router.member(
      "POST", "/api/v1/cards", "Pin an answer", Action::pin_own,
      [shared](Call call, SignedIn who) { return pin(shared, std::move(call), std::move(who)); });
  router.readable("POST", "/api/v1/cards/{id}/refresh", "Run a card's plan again",
                  Action::view_dashboards,
                  [shared, limits = std::make_shared<RefreshLimits>()](Call call, SignedIn who) {
                    return refresh(shared, limits, std::move(call), std::move(who));
                  });
  router.member("DELETE", "/api/v1/cards/{id}", "Remove a card", Action::pin_own,
                [shared](Call call, SignedIn who) {
                  return remove(shared, std::move(call), std::move(who));
                });
}

}  // namespace sluice::server
