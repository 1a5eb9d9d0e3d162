// What people do, as the routes of the server would do it for them.
#include "analytics/asking/conversations.h"
#include "dashboards/card_repository.h"
#include "dashboards/dashboard_repository.h"
#include "simulation.h"
#include "vault/connection_repository.h"
#include "vault/pending_authorization.h"
#include "violation.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace sluice::simulation {
namespace {

constexpr std::chrono::seconds patience{20};

struct Proposal {
  const char* tool;
  const char* arguments;
};
// Reads with good and bad arguments, writes, and names that no list has.
constexpr std::array<Proposal, 10> proposals{{{"list_customers", "{}"},
                                              {"list_issues", "{}"},
                                              {"list_issues", R"({"limit":5})"},
                                              {"list_customers", R"({"nonsense":true})"},
                                              {"create_refund", "{}"},
                                              {"save_issue", R"({"title":"x"})"},
                                              {"create_comment", "{}"},
                                              {"List_issues", "{}"},
                                              {"list_customers ", "{}"},
                                              {"__proto__", "{}"}}};

const char* read_tool_of(const std::string& vendor) {
  return vendor == "stripe" ? "list_customers" : "list_issues";
}

std::string token_in(const std::string& set_cookie) {
  const std::size_t start = set_cookie.find('=') + 1;
  return set_cookie.substr(start, set_cookie.find(';') - start);
}

}  // namespace

std::string Simulation::changed(std::string query, Change how) {
  const std::size_t issuer = query.find("iss=");
  switch (how) {
    case Change::other_issuer:
      if (issuer == std::string::npos) return query + "&iss=https%3A%2F%2Fissuer.evil-example.com";
      return query.insert(issuer + 4, "https%3A%2F%2Fissuer.evil-example.com%2F");
    case Change::refused: return query.substr(query.find("state=")) + "&error=access_denied";
    case Change::two_codes: return query + "&code=another";
    case Change::two_states: return "state=unknown&" + query;
  }
  return query;
}

std::optional<identity::SignedIn> Simulation::somebody() {
  auto who = house_->sessions.authenticate(people_.at(person_).token);
  if (who) return who;
  sign_in_with(std::string(password));
  return house_->sessions.authenticate(people_.at(person_).token);
}

connections::Connector Simulation::connector(const identity::SignedIn& who) const {
  return {who, "127.0.0.1"};
}

std::string Simulation::a_vendor() {
  return std::string(vendor_slugs.at(dice_.below(vendor_slugs.size())));
}

std::optional<ConnectionId> Simulation::a_connection(const identity::SignedIn& who) {
  const auto all = vault::ConnectionRepository(*house_->database, who.access).list();
  if (all.empty()) return std::nullopt;
  return dice_.pick(all).id();
}

void Simulation::sign_in_with(std::string text) {
  const bool right = text == password;
  say(right ? "signs in" : "signs in with a wrong password");
  auto session =
      house_->accounts.sign_in(email_of(person_), Secret::take(std::move(text)), "127.0.0.1");
  say_outcome(session.has_value());
  if (!right && session) throw Violation("a wrong password signed in");
  if (!session) return;
  ++announced_.sign_ins;
  people_.at(person_).token = token_in(session->set_cookie);
}

void Simulation::sign_in() {
  sign_in_with(dice_.one_in(2) ? std::string(password) : "not the password");
}

void Simulation::sign_out() {
  const auto who = somebody();
  if (!who) return;
  say("signs out");
  house_->accounts.sign_out(*who, people_.at(person_).token);
  announced_.sign_outs = 1;
  if (house_->sessions.authenticate(people_.at(person_).token))
    throw Violation("a session that was signed out is alive");
}

bool Simulation::begin_with(const std::string& vendor) {
  const auto who = somebody();
  if (!who) return false;
  say("begins to connect " + vendor);
  const auto begun = wait(house_->service.begin(connector(*who), vendor, {}));
  say_outcome(begun.has_value());
  const auto* page = begun ? std::get_if<connections::AuthorizationBegun>(&*begun) : nullptr;
  if (page == nullptr) return false;
  std::string query = vendors_.consent(page->authorization_url);
  if (query.empty()) return false;
  flows_.push_back({person_, who->session.value, std::move(query), clock_.now()});
  return true;
}

void Simulation::begin_connect() {
  if (begin_with(a_vendor()) && dice_.one_in(2)) come_back_with(flows_.back(), std::nullopt);
}

void Simulation::connect_with_key() {
  const auto who = somebody();
  if (!who) return;
  const std::string vendor = a_vendor();
  const bool right = !dice_.one_in(3);
  const std::string key = vendor == "stripe" ? "rk_test_brightwater" : "lin_api_brightwater";
  say("connects " + vendor + (right ? " with a key" : " with a wrong key"));
  connections::BeginOptions options;
  options.api_key = Secret::take(right ? std::string(key) : key + "-wrong");
  const auto begun = wait(house_->service.begin(connector(*who), vendor, std::move(options)));
  say_outcome(begun.has_value());
  if (!right && begun) throw Violation("a wrong key connected " + vendor);
}

void Simulation::come_back_with(Flow& flow, std::optional<Change> change) {
  const auto who = somebody();
  if (!who) return;
  say("comes back from the vendor" +
      (change ? " with change " + std::to_string(static_cast<int>(*change)) : std::string()));
  const bool may = !change && !flow.used && flow.session == who->session.value &&
                   clock_.now() - flow.begun_at < vault::authorization_lifetime;
  const bool taken = !change || *change == Change::other_issuer || *change == Change::refused;
  const bool here = organization_of_person(flow.person) == organization_of_person(person_);
  if (taken && here) flow.used = true;
  const std::string query = change ? changed(flow.query, *change) : flow.query;
  const bool finished = wait(house_->service.finish(connector(*who), query)).has_value();
  say_outcome(finished);
  if (finished && !may)
    throw Violation("a way back was taken that is another's, changed, used or too old");
}

void Simulation::come_back() {
  if (flows_.empty()) return say("has nowhere to come back from");
  Flow& flow = dice_.one_in(3) ? flows_[dice_.below(flows_.size())] : flows_.back();
  if (!dice_.one_in(6)) person_ = flow.person;
  watchman_.works_for(organization_of_person(person_));
  const auto change = static_cast<Change>(dice_.below(change_kinds));
  come_back_with(flow, dice_.one_in(6) ? std::optional(change) : std::nullopt);
}

void Simulation::test_connection() {
  const auto who = somebody();
  if (!who) return;
  const auto id = a_connection(*who);
  say("tests a connection");
  if (id) say_outcome(wait(house_->service.test(connector(*who), *id)).ok);
}

void Simulation::call_tool() {
  const auto who = somebody();
  if (!who) return;
  const Proposal& proposal = proposals.at(dice_.below(proposals.size()));
  const std::string vendor = a_vendor();
  say("has " + std::string(proposal.tool) + " called at " + vendor);
  const auto result =
      wait(house_->caller.call(who->access, id_of(*who, vendor), proposal.tool,
                               Json::parse(proposal.arguments), Deadline::in(patience)));
  say_result(result);
}

std::int64_t Simulation::disconnects_of(const identity::SignedIn& who,
                                        const std::string& vendor) const {
  const auto connections =
      vault::ConnectionRepository(*house_->database, who.access).list_of(vendor);
  return connections.empty() ? 0 : connections.front().row().disconnects;
}

ConnectionId Simulation::id_of(const identity::SignedIn& who, const std::string& vendor) const {
  const auto connections =
      vault::ConnectionRepository(*house_->database, who.access).list_of(vendor);
  return connections.empty() ? ConnectionId{} : connections.front().id();
}

bool Simulation::read_from(const identity::SignedIn& who, const std::string& vendor) {
  const auto result = wait(house_->caller.call(who.access, id_of(who, vendor), read_tool_of(vendor),
                                               Json::object(), Deadline::in(patience)));
  say_result(result);
  return result.has_value();
}

analytics::Answer Simulation::answer_from(ConnectionId through, const std::string& vendor,
                                          std::int64_t disconnects, const std::string& id) const {
  analytics::Answer answer;
  answer.id = id;
  answer.question = "how many";
  answer.status = analytics::AnswerStatus::answered;
  answer.text = marker(organization_of_person(person_), vendor, disconnects);
  answer.provenance.push_back(
      {vendor, read_tool_of(vendor), Json::object(), 1, 1, false, clock_.now(), through});
  answer.connections.push_back({vendor, vendor, disconnects, through});
  return answer;
}

void Simulation::disconnect_all(const identity::SignedIn& who, const std::string& vendor) {
  for (const vault::Connection& each :
       vault::ConnectionRepository(*house_->database, who.access).list_of(vendor))
    (void)wait(house_->service.disconnect(connector(who), each.id()));
}

void Simulation::ask() {
  const auto who = somebody();
  if (!who) return;
  const std::string vendor = a_vendor();
  const std::int64_t disconnects = disconnects_of(*who, vendor);
  const bool ended_meanwhile = dice_.one_in(8);
  say("asks " + vendor + (ended_meanwhile ? ", which is disconnected meanwhile" : ""));
  const bool good = read_from(*who, vendor);
  if (!good) return;
  if (ended_meanwhile) disconnect_all(*who, vendor);
  const analytics::ConversationRepository talks(*house_->database, who->access, random_);
  const QuestionId question{random_.id()};
  const ConversationId conversation = talks.create(clock_.now());
  (void)talks.append(conversation, question,
                     answer_from(id_of(*who, vendor), vendor, disconnects, to_text(question)),
                     clock_.now());
  asked_.push_back({person_, conversation, question, vendor});
}

void Simulation::pin() {
  if (asked_.empty()) return say("has nothing to pin");
  const Asked& asked = dice_.pick(asked_);
  if (!dice_.one_in(6)) person_ = asked.person;
  watchman_.works_for(organization_of_person(person_));
  const auto who = somebody();
  if (!who) return;
  const bool ended_meanwhile = dice_.one_in(6);
  say(std::string("pins an answer") + (ended_meanwhile ? " while it is disconnected" : ""));
  const auto stored = analytics::ConversationRepository(*house_->database, who->access, random_)
                          .answer(asked.conversation, asked.question);
  if (stored && person_ != asked.person) throw Violation("another person's answer was found");
  if (!stored) return say_outcome(false);
  if (ended_meanwhile) disconnect_all(*who, asked.vendor);
  const dashboards::CardRepository repository(*house_->database, who->access, random_,
                                              *house_->trail);
  const auto card = repository.pin({.dashboard = std::nullopt,
                                    .source = asked.question,
                                    .title = "a card",
                                    .question = stored->question,
                                    .plan = {},
                                    .answer = stored->answer},
                                   clock_.now());
  say_outcome(card.has_value());
}

void Simulation::refresh_card() {
  const auto who = somebody();
  if (!who) return;
  const dashboards::DashboardRepository boards(*house_->database, who->access, random_,
                                               *house_->trail);
  const dashboards::CardRepository repository(*house_->database, who->access, random_,
                                              *house_->trail);
  const auto all = boards.list();
  const auto cards =
      all.empty() ? std::vector<dashboards::Card>() : repository.cards(all.front().id);
  if (cards.empty()) return say("has no card to refresh");
  const std::string vendor = a_vendor();
  const bool ended_meanwhile = dice_.one_in(4);
  say("refreshes a card from " + vendor +
      (ended_meanwhile ? ", which is disconnected meanwhile" : ""));
  const CardId card = dice_.pick(cards).id;
  const std::int64_t disconnects = disconnects_of(*who, vendor);
  const bool good = read_from(*who, vendor);
  if (!good) return repository.refresh_failed(card, "the vendor did not answer");
  if (ended_meanwhile) disconnect_all(*who, vendor);
  repository.refreshed(card, answer_from(id_of(*who, vendor), vendor, disconnects, to_text(card)),
                       clock_.now());
}

void Simulation::remove_card() {
  const auto who = somebody();
  if (!who) return;
  const dashboards::DashboardRepository boards(*house_->database, who->access, random_,
                                               *house_->trail);
  const dashboards::CardRepository repository(*house_->database, who->access, random_,
                                              *house_->trail);
  const auto all = boards.list();
  const auto cards =
      all.empty() ? std::vector<dashboards::Card>() : repository.cards(all.front().id);
  say("removes a card");
  if (!cards.empty())
    say_outcome(repository.remove(dice_.pick(cards).id, identity::Reach::any).has_value());
}

void Simulation::disconnect() {
  const auto who = somebody();
  if (!who) return;
  const auto id = a_connection(*who);
  say("disconnects");
  if (id) say_outcome(wait(house_->service.disconnect(connector(*who), *id)).has_value());
}

void Simulation::reach_for_another() {
  const auto who = somebody();
  if (!who) return;
  const std::size_t other = (organization_of_person(person_) + 1) % organization_count;
  const Snapshot now = look_at(*house_);
  say("reaches for the connections of " + organization_name(other));
  for (const auto& [id, connection] : now.organizations.at(other).connections) {
    if (wait(house_->service.disconnect(connector(*who), id)))
      throw Violation("another organization's connection was disconnected");
    if (wait(house_->service.test(connector(*who), id)).ok)
      throw Violation("another organization's connection was tested");
    if (!wait(house_->service.changed_tools(connector(*who), id)).empty())
      throw Violation("another organization's tools were shown");
  }
}

void Simulation::approve_tool() {
  const auto who = somebody();
  if (!who) return;
  const auto id = a_connection(*who);
  say("approves what changed");
  if (!id) return;
  for (const auto& tool : wait(house_->service.changed_tools(connector(*who), *id)))
    (void)wait(house_->service.approve_tool(connector(*who), *id, tool.tool, tool.listed_digest));
}

}  // namespace sluice::simulation
