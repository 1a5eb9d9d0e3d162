#pragma once
#include "connections/connections_fixture.h"
#include "conversations/conversation_service.h"
#include "dashboards/dashboard_service.h"
#include "server/application.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::server {

// The whole table of routes over the real use cases and a data directory of one test. What a
// question brings is a function: planning and reading have tests of their own.
struct ApplicationFixture : connections::ConnectionsFixture {
  ApplicationFixture() { add_all_routes(router, parts); }

  Task<analytics::Answer> take(analytics::Question question) {
    co_await run_blocking(runtime.blocking_pool(), [this] {
      if (while_asked) while_asked();
    });
    analytics::Answer answer;
    answer.id = question.id;
    answer.question = question.text;
    answer.status = analytics::AnswerStatus::answered;
    answer.text = "MRR is 1.";
    answer.plan = analytics::QueryPlan{};
    answer.plan->measures = {{"stripe", "subscriptions", "mrr"}};
    co_return answer;
  }
  static Task<std::vector<std::string>> suggested(std::size_t count) {
    co_return std::vector<std::string>(count, "What was MRR last month?");
  }

  net::ServerResponse ask(net::ServerRequest request) {
    auto answered = run(router.handle(std::move(request)));
    return std::get<net::ServerResponse>(std::move(answered));
  }
  static net::ServerRequest request(std::string method, std::string path, const Json& body = {}) {
    net::ServerRequest made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.headers = {{"Host", "localhost:8080"}};
    if (!body.is_null()) {
      made.headers.push_back({"Content-Type", "application/json"});
      made.body = to_wire(body);
    }
    made.peer_address = "203.0.113.9";
    return made;
  }
  // As the page sends it: the cookie, and the token against other sites.
  static net::ServerRequest by(const identity::NewSession& who, std::string method,
                               std::string path, const Json& body = {}) {
    net::ServerRequest made = request(std::move(method), std::move(path), body);
    made.headers.push_back(
        {"Cookie", std::string(identity::session_cookie_name) + "=" + token_of(who)});
    made.headers.push_back({"X-CSRF-Token", who.signed_in.csrf_token});
    return made;
  }
  // "STATUS" of a good answer, "STATUS slug" of a problem document.
  static std::string outcome(const net::ServerResponse& response) {
    const auto body = parse_json(response.body);
    const std::string type = body ? text_member(*body, "type").value_or("") : "";
    constexpr std::string_view prefix = "urn:sluice:problem:";
    std::string text = std::to_string(response.status);
    if (type.starts_with(prefix)) text += " " + type.substr(prefix.size());
    return text;
  }
  // Which refusal of people it was: the member that programs tell them apart by.
  static std::string reason_of(const net::ServerResponse& response) {
    const auto body = parse_json(response.body);
    return body ? text_member(*body, "reason").value_or("") : "";
  }
  static Json json_of(const net::ServerResponse& response) {
    return parse_json(response.body).value_or(Json());
  }
  static std::string header(const net::ServerResponse& response, std::string_view name) {
    for (const net::Header& one : response.headers)
      if (one.name == name) return one.value;
    return "";
  }
  // A member of owner's organization, signed in.
  identity::NewSession joined(const std::string& name, identity::Role role) {
    const std::string email = name + "@example.com";
    constexpr const char* password = "a long enough password";
    if (!accounts.add_user({email, name, Secret::take(password)}, owner.signed_in.organization.id,
                           role))
      throw std::runtime_error("not added");
    auto session = accounts.sign_in(email, Secret::take(password), "203.0.113.9");
    if (!session) throw std::runtime_error("not signed in");
    return std::move(*session);
  }

  std::function<void()> while_asked;  // On a thread that may wait.
  identity::NewSession owner = sign_up("olga");
  identity::NewSession stranger = sign_up("sven");
  conversations::ConversationService conversations{
      {.database = *database,
       .trail = *trail,
       .pool = runtime.blocking_pool(),
       .clock = clock,
       .random = random,
       .ask =
           [this](const analytics::Asker&, analytics::Question question,
                  const conversations::ConversationService::Progress&) {
             return take(std::move(question));
           },
       .suggest = [](const analytics::Asker&, std::size_t count) { return suggested(count); }}};
  dashboards::DashboardService dashboards{
      {.database = *database,
       .organizations = organizations,
       .trail = *trail,
       .pool = runtime.blocking_pool(),
       .clock = clock,
       .random = random,
       .run_plan = [this](const analytics::Asker&, analytics::Question question,
                          const analytics::QueryPlan&) { return take(std::move(question)); }}};
  ServerParts parts{.catalog = catalog,
                    .sessions = sessions,
                    .accounts = accounts,
                    .organizations = organizations,
                    .audit = *trail,
                    .conversations = conversations,
                    .dashboards = dashboards,
                    .connections = service,
                    .sources = sources,
                    .upkeep = upkeep,
                    .pool = runtime.blocking_pool(),
                    .clock = clock,
                    .settings = {.public_url = "http://localhost:8080",
                                 .sign_up_open = true,
                                 .demo_today = {},
                                 .new_organization = {}}};
  Router router{sessions, *trail, runtime.blocking_pool(), random};
};

}  // namespace sluice::server
