#include "dashboards/dashboard_service.h"

#include "analytics/asking/conversations.h"
#include "dashboards/card_repository.h"
#include "dashboards/dashboard_repository.h"

#include <algorithm>
#include <utility>

namespace sluice::dashboards {
namespace {

using identity::Action;
using identity::Reach;
using identity::SignedIn;

// What the page offers; the use cases that delete ask the rows again.
[[nodiscard]] std::optional<Reach> reach_of(const SignedIn& who) {
  return identity::reach_of(who.role, Action::pin_own, Action::pin_any);
}

[[nodiscard]] bool may_delete(const Card& card, const SignedIn& who) {
  const auto reach = reach_of(who);
  return reach == Reach::any || (reach == Reach::own && card.pinned_by == who.user.id);
}

// A dashboard as a whole: one's own, with no card of anybody else.
[[nodiscard]] bool may_delete(const DashboardSummary& board, const std::vector<Card>& cards,
                              const SignedIn& who) {
  const bool own = board.created_by == who.user.id || reach_of(who) == Reach::any;
  return own && std::ranges::all_of(cards, [&](const Card& card) { return may_delete(card, who); });
}

[[nodiscard]] CardView seen_by(const SignedIn& who, Card card, const identity::People& people) {
  CardView view{.card = std::move(card), .pinned_by = std::nullopt, .may_delete = false};
  const auto person = people.find(view.card.pinned_by);
  if (person != people.end()) view.pinned_by = person->second.name;
  view.may_delete = may_delete(view.card, who);
  return view;
}

}  // namespace

Task<std::vector<DashboardSummary>> DashboardService::list(identity::OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool, [&] {
    return DashboardRepository(parts_.database, access, parts_.random, parts_.trail).list();
  });
}

Task<std::expected<DashboardSummary, DashboardError>> DashboardService::create(
    identity::OrganizationAccess access, std::string name) {
  if (name.empty() || name.size() > dashboard_name_bytes_max) {
    co_return std::unexpected(DashboardError::name_unfit);
  }
  co_return co_await run_blocking(parts_.pool, [&] {
    return DashboardRepository(parts_.database, access, parts_.random, parts_.trail)
        .create(name, parts_.clock.now());
  });
}

Task<std::expected<DashboardView, DashboardError>> DashboardService::show(SignedIn who,
                                                                          DashboardId id) {
  using Result = std::expected<DashboardView, DashboardError>;
  co_return co_await run_blocking(parts_.pool, [&]() -> Result {
    const auto summary =
        DashboardRepository(parts_.database, who.access, parts_.random, parts_.trail).find(id);
    if (!summary) return std::unexpected(DashboardError::not_found);
    std::vector<Card> cards =
        CardRepository(parts_.database, who.access, parts_.random, parts_.trail).cards(id);
    DashboardView view{
        .summary = *summary, .may_delete = may_delete(*summary, cards, who), .cards = {}};
    const identity::People people = parts_.organizations.people(who.access);
    for (Card& card : cards)
      view.cards.push_back(seen_by(who, std::move(card), people));
    return view;
  });
}

CardView DashboardService::view_of(Card card, const SignedIn& who) const {
  return seen_by(who, std::move(card), parts_.organizations.people(who.access));
}

std::expected<CardView, DashboardError> DashboardService::pin_now(const SignedIn& who,
                                                                  const PinRequest& request) const {
  const analytics::ConversationRepository own(parts_.database, who.access, parts_.random);
  auto stored = own.answer(request.conversation, request.question);
  if (!stored) return std::unexpected(DashboardError::answer_not_found);
  if (!stored->plan || stored->answer.value("status", std::string()) != "answered") {
    return std::unexpected(DashboardError::not_answered);
  }
  if (request.title.size() > card_title_bytes_max) {
    return std::unexpected(DashboardError::title_too_long);
  }
  const NewCard card{.dashboard = request.dashboard,
                     .source = request.question,
                     .title = request.title.empty() ? stored->question : request.title,
                     .question = stored->question,
                     .plan = *stored->plan,
                     .answer = stored->answer};
  auto pinned = CardRepository(parts_.database, who.access, parts_.random, parts_.trail)
                    .pin(card, parts_.clock.now());
  if (!pinned) return std::unexpected(pinned.error());
  return view_of(std::move(*pinned), who);
}

Task<std::expected<CardView, DashboardError>> DashboardService::pin(SignedIn who,
                                                                    PinRequest request) {
  co_return co_await run_blocking(parts_.pool, [&] { return pin_now(who, request); });
}

bool DashboardService::take_refresh(const SignedIn& who, CardId id) {
  const auto now = std::chrono::steady_clock::now();
  const std::string organization = to_text(who.organization.id) + "|";
  return refreshes_of_people_.take(organization + to_text(who.user.id), now) &&
         refreshes_of_cards_.take(organization + to_text(id), now);
}

std::expected<CardView, DashboardError> DashboardService::keep_refresh(
    const SignedIn& who, CardId id, const analytics::Answer& answer) const {
  const CardRepository cards(parts_.database, who.access, parts_.random, parts_.trail);
  if (answer.status == analytics::AnswerStatus::answered) {
    cards.refreshed(id, answer, parts_.clock.now());
  } else {
    cards.refresh_failed(id, answer.text);
  }
  auto card = cards.card(id);
  if (!card) return std::unexpected(DashboardError::card_not_found);  // Removed meanwhile.
  return view_of(std::move(*card), who);
}

Task<std::expected<CardView, DashboardError>> DashboardService::refresh(SignedIn who, CardId id) {
  const auto card = co_await run_blocking(parts_.pool, [&] {
    return CardRepository(parts_.database, who.access, parts_.random, parts_.trail).card(id);
  });
  if (!card) co_return std::unexpected(DashboardError::card_not_found);
  if (!take_refresh(who, id)) co_return std::unexpected(DashboardError::refreshed_too_often);
  if (!card->plan) co_return std::unexpected(DashboardError::card_damaged);
  const analytics::Answer answer =
      co_await parts_.run_plan({who.access, who.organization, {}, {}},
                               {to_text(id), card->question, std::nullopt}, *card->plan);
  co_return co_await run_blocking(parts_.pool, [&] { return keep_refresh(who, id, answer); });
}

Task<std::expected<void, DashboardError>> DashboardService::remove(
    identity::OrganizationAccess access, DashboardId id, Reach reach) {
  co_return co_await run_blocking(parts_.pool, [&] {
    return DashboardRepository(parts_.database, access, parts_.random, parts_.trail)
        .remove(id, reach);
  });
}

Task<std::expected<void, DashboardError>> DashboardService::remove(
    identity::OrganizationAccess access, CardId id, Reach reach) {
  co_return co_await run_blocking(parts_.pool, [&] {
    return CardRepository(parts_.database, access, parts_.random, parts_.trail).remove(id, reach);
  });
}

}  // namespace sluice::dashboards
