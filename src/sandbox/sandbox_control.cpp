// What tests ask the sandbox itself: what was received, what is alive, what shall go wrong.
#include "sandbox/sandbox.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

net::ServerResponse refused(std::string sentence) {
  return json_answer(400, {{"error", std::move(sentence)}});
}

}  // namespace

net::ServerResponse Sandbox::answer_control(const net::ServerRequest& request) {
  const std::string& path = request.path;
  if (request.method == "GET" && path == "/_sandbox/calls") return json_answer(200, log_.to_json());
  if (request.method == "GET" && path == "/_sandbox/state") return json_answer(200, state_json());
  if (request.method != "POST") return json_answer(404, {{"error", "not_found"}});
  if (path == "/_sandbox/reset") {
    log_.reset();
    faults_.clear();
    apply_standing_faults();
    return json_answer(200, {{"ok", true}});
  }
  const auto body = parse_json(request.body);
  if (!body) return refused(body.error());
  const Value wish = to_value(*body);
  if (path == "/_sandbox/faults") return set_fault(wish);
  if (path == "/_sandbox/consent") {
    options_.automatic_consent = member_of(wish, "automatic") == Value(true);
    options_.branch = member_of(wish, "branch") == Value(true);
    return json_answer(200, {{"automatic", options_.automatic_consent}});
  }
  return json_answer(404, {{"error", "not_found"}});
}

net::ServerResponse Sandbox::set_fault(const Value& wish) {
  const std::string slug = text_of(wish, "vendor");
  VendorStandIn* stand_in = stand_in_named(slug);
  if (stand_in == nullptr) return refused("the sandbox knows no vendor " + slug);
  const auto set = faults_.set(wish);
  if (!set) return refused(set.error());
  apply_standing_faults();
  AuthorizationServer* server = stand_in->authorization();
  if (const std::optional<Fault>& fault = *set; fault && server != nullptr) {
    if (fault->kind == FaultKind::expire_tokens) server->grants().expire_access_tokens();
    if (fault->kind == FaultKind::revoke_grants) {
      if (member_of(wish, "branch") == Value(true))
        server->grants().revoke_branch();
      else
        server->grants().revoke_all();
    }
    if (fault->kind == FaultKind::forget_clients) {
      server->clients().forget_registered();
      server->grants().release_all();
    }
  }
  return json_answer(200, {{"ok", true}});
}

void Sandbox::apply_standing_faults() {
  for (const auto& stand_in : stand_ins_)
    if (AuthorizationServer* server = stand_in->authorization();
        server != nullptr && stand_in->owns_authorization()) {
      const Fault* fault = faults_.current(faulted_among(*stand_in).profile().slug);
      const auto is = [&](FaultKind kind) { return fault != nullptr && fault->kind == kind; };
      server->refuses_registration = is(FaultKind::refuse_registration);
      server->refuses_redirect = is(FaultKind::refuse_redirect);
      server->registers_besides = is(FaultKind::wide_registration) ? fault->scope : std::string();
      server->grants_besides = is(FaultKind::wide_grant) ? fault->scope : std::string();
    }
}

Value Sandbox::state_json() {
  Value vendors = Value::object();
  for (const auto& stand_in : stand_ins_)
    if (AuthorizationServer* server = stand_in->authorization())
      vendors[stand_in->profile().slug] = {
          {"clients", server->clients().size()},
          {"token_requests", token_requests_[stand_in->profile().slug]},
          {"live_grants", server->grants().live_grants()},
          {"live_access_tokens", server->grants().live_access_tokens()}};
  return {{"vendors", std::move(vendors)}};
}

AuthorizationServer* Sandbox::authorization_for(const net::ServerRequest& request) {
  for (const auto& stand_in : stand_ins_) {
    AuthorizationServer* server = stand_in->authorization();
    if (server == nullptr) continue;
    const AuthorizationProfile& profile = server->profile();
    const bool by_page = request.path == "/_as/" + stand_in->profile().slug + "/authorize";
    const bool by_host = request.path == profile.authorize_path &&
                         request.header("host") == host_of(profile.origin());
    if (by_page || by_host) return server;
  }
  return nullptr;
}

std::optional<std::string> Sandbox::document_needed(const net::ServerRequest& request) {
  const AuthorizationServer* server = authorization_for(request);
  return server == nullptr ? std::nullopt : server->document_needed(request);
}

void Sandbox::learn_document(const net::ServerRequest& request, const std::string& url,
                             const Value& document) {
  // A document that is refused leaves the client unknown: the page then says so.
  if (AuthorizationServer* server = authorization_for(request))
    (void)server->clients().learn_document(url, document);
}

}  // namespace sluice::sandbox
