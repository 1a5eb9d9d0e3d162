#include "calls/refresh_question.h"

#include "base/log.h"
#include "calls/reading_scopes.h"
#include "calls/refresh_verdict.h"
#include "oauth/client_management.h"
#include "oauth/discovery.h"

#include <utility>

namespace sluice::calls {
namespace {

// Whether the fault lies with the moment and not with the question.
[[nodiscard]] bool may_pass(const oauth::OAuthError& error) {
  return error.failure == oauth::OAuthFailure::unreachable || error.status >= 500 ||
         error.status == 429;
}

// `forgotten` stands where the server lets nobody register.
Task<RefreshAnswer> ask_as_new_client(RefreshAsker asker, RefreshQuestion* question,
                                      oauth::OAuthError forgotten) {
  const catalog::Vendor& vendor = *question->vendor;
  const oauth::DocumentRules rules = asker.identity.rules_for(vendor);
  auto server = co_await oauth::fetch_server_metadata(asker.door, question->client.issuer,
                                                      std::string(), rules);
  if (!server && may_pass(server.error())) co_return std::unexpected(std::move(server.error()));
  if (!server || !server->registration_endpoint) co_return std::unexpected(std::move(forgotten));
  const bool prefer_public = vendor.client == catalog::ClientKind::public_client;
  auto use = co_await run_blocking(
      asker.pool, [&] { return asker.uses.begin(asker.connection, "connection.register", ""); });
  if (!use) co_return std::unexpected(std::move(forgotten));
  auto client = co_await oauth::register_client(asker.door,
                                                {std::move(*server), asker.identity.profile(),
                                                 question->granted_scope, prefer_public, asker.now},
                                                rules);
  co_await run_blocking(asker.pool, [&] { asker.uses.end(std::move(*use), client.has_value()); });
  if (!client && may_pass(client.error())) co_return std::unexpected(std::move(client.error()));
  if (!client) co_return std::unexpected(std::move(forgotten));
  RefreshAnswer answer = std::unexpected(std::move(forgotten));
  if (!refused_registration(vendor, client->scope)) {
    answer =
        co_await oauth::refresh(asker.door, *client, question->target, question->refresh_token);
  }
  log(LogLevel::info, "client_registered_anew",
      {{"vendor", vendor.slug},
       {"result", answer ? std::string_view("ok") : oauth::reason_of(answer.error())}});
  if (answer) {
    question->client = std::move(*client);
  } else if (const auto kept = co_await oauth::unregister_client(asker.door, *client)) {
    log(LogLevel::warning, "client_not_removed",
        {{"vendor", vendor.slug}, {"reason", kept->reason}});
  }
  co_return answer;
}

}  // namespace

Task<RefreshAnswer> last_word(RefreshAsker asker, RefreshQuestion* question) {
  auto answer = co_await oauth::refresh(asker.door, question->client, question->target,
                                        question->refresh_token);
  if (answer) co_return answer;
  const RefreshVerdict verdict = verdict_on(answer.error());
  if (verdict == RefreshVerdict::client_unknown &&
      question->client.kind == oauth::RegistrationKind::dynamic) {
    co_return co_await ask_as_new_client(asker, question, std::move(answer.error()));
  }
  const bool may_omit = question->vendor->resource == catalog::ResourceIndicator::send &&
                        !question->target.resource.empty();
  if (verdict == RefreshVerdict::request_refused && may_omit) {
    question->target.resource.clear();
    answer = co_await oauth::refresh(asker.door, question->client, question->target,
                                     question->refresh_token);
  }
  co_return answer;
}

}  // namespace sluice::calls
