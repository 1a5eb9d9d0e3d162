#include "server/connect_routes.h"

#include "base/log.h"
#include "connections/connection_service.h"
#include "identity/storage_failure.h"
#include "net/http_text.h"
#include "server/problems.h"

#include <utility>

namespace sluice::server {
namespace {

using identity::SignedIn;

// Only ever to a fixed page of ours: the callback is no open redirect. The values are codes: what
// the page says of them are its own words, so that nobody's link makes it say theirs.
[[nodiscard]] net::ServerResponse redirect_to(std::string page, const net::Parameters& values) {
  net::ServerResponse response;
  response.status = 302;
  response.headers = {{"Location", std::move(page) + "?" + net::encode_form(values)},
                      {"Cache-Control", "no-store"}};
  return response;
}

[[nodiscard]] std::string_view reason_of(NavigationRefusal refusal) {
  switch (refusal) {
    case NavigationRefusal::signed_out: return "signed_out";
    case NavigationRefusal::not_permitted: return "not_permitted";
  }
  return "signed_out";
}

// The vendor's redirect is a navigation from another site, so it carries no token; the state is
// what ties it to the session that began.
Task<Answered> callback(ServerParts* parts, Call call, Navigator who) {
  if (!who) {
    // The pending authorization stays as it is: only the session that began it may take it.
    co_return redirect_to("/connect/failed",
                          {{"vendor", ""}, {"reason", std::string(reason_of(who.error()))}});
  }
  std::expected<std::string, connections::CallbackFailure> finished;
  try {  // The window shows pages, no problem documents.
    finished = co_await parts->connections.finish({std::move(*who), call.request.peer_address},
                                                  call.request.query);
  } catch (const identity::StorageFailure& failure) {
    log(LogLevel::error, "storage_failed",
        {{"path", call.request.path}, {"error", failure.what()}});
    finished = std::unexpected(connections::CallbackFailure{
        "", {connections::ConnectReason::storage_failed, identity::user_text(failure.kind())}});
  }
  if (!finished) {
    co_return redirect_to("/connect/failed",
                          {{"vendor", finished.error().vendor},
                           {"reason", std::string(to_text(finished.error().error.reason))}});
  }
  co_return redirect_to("/connect/done", {{"vendor", *finished}});
}

Task<Answered> client_metadata(ServerParts* parts, Call /*call*/) {
  net::ServerResponse response = json_response(parts->connections.client_metadata());
  // An authorization server fetches it again and again, and it changes with the program alone.
  response.headers = {{"Content-Type", "application/json"},
                      {"Cache-Control", "public, max-age=3600"}};
  co_return response;
}

}  // namespace

void add_connect_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.navigation("GET", "/oauth/callback", "Where a vendor's sign-in returns to",
                    needs(identity::Action::connect_source), [shared](Call call, Navigator who) {
                      return callback(shared, std::move(call), std::move(who));
                    });
  router.open("GET", "/oauth/client-metadata.json", "The Client ID Metadata Document",
              [shared](Call call) { return client_metadata(shared, std::move(call)); });
}

}  // namespace sluice::server
