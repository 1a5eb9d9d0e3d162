#include "server/holdings.h"

#include "analytics/asking/conversations.h"
#include "dashboards/dashboards.h"
#include "server/router.h"

#include <utility>

namespace sluice::server {

net::ServerResponse holdings_of(const ServerParts& parts, const identity::SignedIn& who,
                                const std::string& vendor) {
  OrderedJson cards = OrderedJson::array();
  const dashboards::DashboardRepository boards(parts.database, who.access, parts.random,
                                               parts.audit);
  for (const dashboards::Card& card : boards.cards_of_vendor(vendor)) {
    cards.push_back({{"title", card.title}, {"question", card.question}, {"answer", card.answer}});
  }
  OrderedJson answers = OrderedJson::array();
  const analytics::ConversationRepository own(parts.database, who.access, parts.random);
  for (analytics::StoredAnswer& stored : own.answers_of_vendor(vendor))
    answers.push_back(std::move(stored.answer));
  const OrderedJson all = {
      {"vendor", vendor}, {"cards", std::move(cards)}, {"answers", std::move(answers)}};
  return json_text_response(all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::vector<std::string> cards_of(const ServerParts& parts, identity::OrganizationAccess access,
                                  const std::string& vendor) {
  std::vector<std::string> titles;
  const dashboards::DashboardRepository boards(parts.database, access, parts.random, parts.audit);
  for (const dashboards::Card& card : boards.cards_of_vendor(vendor))
    titles.push_back(card.title);
  return titles;
}

}  // namespace sluice::server
