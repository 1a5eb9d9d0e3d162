#include "server/notice_routes.h"

#include "base/time_format.h"
#include "connections/credential_upkeep.h"

#include <utility>

namespace sluice::server {
namespace {

using connections::CredentialNotice;
using identity::SignedIn;

[[nodiscard]] std::string_view kind_of(CredentialNotice::Kind kind) {
  switch (kind) {
    case CredentialNotice::Kind::slot_kept: return "slot_kept";
    case CredentialNotice::Kind::deletion_planned: return "deletion_planned";
  }
  return "";
}

[[nodiscard]] Json instant_json(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return to_rfc3339(*instant);
}

Task<Answered> list(ServerParts* parts, SignedIn who) {
  Json list = Json::array();
  for (const CredentialNotice& notice : co_await parts->upkeep.notices(who.access)) {
    list.push_back({{"kind", kind_of(notice.kind)},
                    {"title", notice.title},
                    {"text", notice.text},
                    {"began_at", instant_json(notice.began_at)},
                    {"deletes_at", instant_json(notice.deletes_at)}});
  }
  co_return json_response({{"notices", std::move(list)}});
}

}  // namespace

void add_notice_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.member("GET", "/api/v1/credential-notices", "What becomes of stored credentials",
                needs(identity::Action::connect_source),
                [shared](Call /*call*/, SignedIn who) { return list(shared, std::move(who)); });
}

}  // namespace sluice::server
