#include "connections/data_sources.h"

#include "analytics/asking/conversations.h"
#include "dashboards/card_repository.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace sluice::connections {
namespace {

using identity::SignedIn;

[[nodiscard]] std::string name_of(const identity::People& people,
                                  const std::optional<UserId>& user) {
  const auto person = user ? people.find(*user) : people.end();
  return person == people.end() ? "" : person->second.name;
}

// Nothing when the plan includes vendors' own servers.
[[nodiscard]] std::optional<identity::Plan> locked_below(identity::Plan plan) {
  if (identity::includes<identity::Mcp>(plan)) return std::nullopt;
  return identity::lowest_plan_with<identity::Mcp>();
}

// Rows of connections that were ended, and of sign-ins that nobody came back from, are nobody's
// accounts; one is told of where there is nothing else.
[[nodiscard]] bool is_account(const ConnectionView& view) {
  return view.row.status != ConnectionStatus::disconnected &&
         !(view.row.status == ConnectionStatus::pending && !view.row.connected_at);
}

void place(DataSource& source, std::vector<ConnectionView> views) {
  std::ranges::copy_if(views, std::back_inserter(source.accounts), is_account);
  source.connection = source.accounts.empty() ? views.front() : source.accounts.front();
}

}  // namespace

Task<ConnectionView> DataSources::view_of(SignedIn who, ConnectionRow row) {
  const auto changed = co_await parts_.desk.changed_tools({who, {}}, row.id);
  auto drifted = co_await parts_.desk.drifted_tools({who, {}}, row.id);
  std::vector<std::string> news;
  for (const calls::ToolDrift& drift : co_await parts_.desk.row_drift({who, {}}, row.id)) {
    // Changed arguments are told with the tool itself (drifted_tools).
    if (drift.kind != calls::ToolDrift::Kind::arguments)
      news.push_back(calls::sentence_of(drift, row.name_in_sentences));
  }
  co_return ConnectionView{.row = std::move(row),
                           .connected_by = {},
                           .last_used_by = {},
                           .granted_scope = std::nullopt,
                           .changed_tools = changed.size(),
                           .drifted_tools = std::move(drifted),
                           .tool_news = std::move(news)};
}

Task<std::vector<DataSource>> DataSources::list(SignedIn who) {
  const auto granted = co_await parts_.desk.granted_scopes(who.access);
  const identity::People people =
      co_await run_blocking(parts_.pool, [&] { return parts_.organizations.people(who.access); });
  std::map<std::string, std::vector<ConnectionView>> connected;
  for (ConnectionRow& row : co_await parts_.desk.list(who.access)) {
    ConnectionView view = co_await view_of(who, std::move(row));
    view.connected_by = name_of(people, view.row.connected_by);
    view.last_used_by = name_of(people, view.row.last_used_by);
    const auto scope = granted.find(view.row.id);
    if (scope != granted.end()) view.granted_scope = scope->second;
    connected[view.row.vendor].push_back(std::move(view));
  }
  const auto locked = locked_below(identity::plan_at(who.organization, parts_.clock.now()));
  std::vector<DataSource> sources;
  for (const catalog::Vendor& vendor : parts_.catalog.all()) {
    DataSource source{.vendor = &vendor,
                      .locked_below = locked,
                      .missing_setup = parts_.desk.missing_setup(vendor),
                      .connection = std::nullopt};
    const auto found = connected.find(vendor.slug);
    if (found != connected.end()) place(source, std::move(found->second));
    sources.push_back(std::move(source));
  }
  co_return sources;
}

Task<std::optional<std::string>> DataSources::vendor_of(identity::OrganizationAccess access,
                                                        ConnectionId id) {
  for (const ConnectionRow& row : co_await parts_.desk.list(access)) {
    if (row.id == id) co_return row.vendor;
  }
  co_return std::nullopt;
}

Task<Holdings> DataSources::holdings(identity::OrganizationAccess access, ConnectionId id,
                                     std::string vendor) {
  co_return co_await run_blocking(parts_.pool, [&] {
    Holdings all{.vendor = vendor, .cards = {}, .answers = {}};
    const dashboards::CardRepository cards(parts_.database, access, parts_.random, parts_.trail);
    for (dashboards::Card& card : cards.cards_through(id))
      all.cards.push_back({card.title, card.question, std::move(card.answer)});
    const analytics::ConversationRepository own(parts_.database, access, parts_.random);
    for (analytics::StoredAnswer& stored : own.answers_through(id))
      all.answers.push_back(std::move(stored.answer));
    return all;
  });
}

Task<std::expected<std::vector<std::string>, ConnectError>> DataSources::disconnect(
    Connector connector, ConnectionId id) {
  // Before: afterwards no card shows any more what it was made from.
  auto titles = co_await run_blocking(parts_.pool, [&] {
    std::vector<std::string> found;
    const dashboards::CardRepository cards(parts_.database, connector.who.access, parts_.random,
                                           parts_.trail);
    for (const dashboards::Card& card : cards.cards_through(id))
      found.push_back(card.title);
    return found;
  });
  const auto done = co_await parts_.desk.disconnect(std::move(connector), id);
  if (!done) co_return std::unexpected(done.error());
  co_return titles;
}

}  // namespace sluice::connections
