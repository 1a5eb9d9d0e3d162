#include "headless_login.h"

#include "oauth/callback.h"
#include "oauth/dpop.h"

#include <utility>

namespace sluice::conformance {
namespace {

constexpr int authorizations_max = 3;  // For one operation: a server may refuse for ever.

std::string words(const oauth::OAuthError& error) {
  std::string text = std::string(oauth::reason_of(error)) + " (" + error.detail + ")";
  if (error.refusal) text += ": " + error.refusal->error + " " + error.refusal->description;
  return text;
}

}  // namespace

HeadlessLogin::HeadlessLogin(LoginParts parts, LoginOptions options)
    : parts_(parts),
      options_(std::move(options)),
      door_(parts.http, parts.policy, oauth::Trust::catalog),
      agent_(parts.http, parts.policy) {
  if (options_.dpop) dpop_key_ = oauth::SigningKey::generate();
}

bool HeadlessLogin::fail(std::string why) {
  failure_ = std::move(why);
  return false;
}

mcp::Authorize HeadlessLogin::authorize() {
  return [this](std::string_view method, std::string_view url) {
    mcp::Credentials credentials;
    if (!token_) return credentials;
    const bool bound = token_->type == oauth::TokenType::dpop && dpop_key_;
    credentials.secret_headers.push_back(
        {"Authorization", bound ? "DPoP " : "Bearer ", oauth::copy_secret(token_->access_token)});
    if (bound) {
      const oauth::DpopRequest about{method, url, resource_nonce_, parts_.clock.now()};
      credentials.headers.push_back(
          {"DPoP", oauth::dpop_proof(*dpop_key_, about, &token_->access_token, parts_.random)});
    }
    return credentials;
  };
}

Task<bool> HeadlessLogin::recover(mcp::McpError error) {
  const bool about_access =
      error.failure == mcp::McpFailure::unauthorized || error.failure == mcp::McpFailure::forbidden;
  auto challenge = oauth::token_challenge(error.challenges);
  if (!about_access) co_return fail(std::string(to_text(error.failure)) + ": " + error.detail);
  if (challenge && challenge->error == "use_dpop_nonce" && error.dpop_nonce != resource_nonce_) {
    resource_nonce_ = error.dpop_nonce;
    co_return true;
  }
  const bool more_scope = challenge && challenge->insufficient_scope();
  if (error.failure == mcp::McpFailure::forbidden && !more_scope) {
    co_return fail("the server denies access");
  }
  const bool renewable = token_ && !token_->refresh_token.empty() && !more_scope && !refreshed_;
  if (renewable && co_await refresh_token()) co_return true;
  if (++authorizations_ > authorizations_max) co_return fail("too many authorizations");
  if (challenge && more_scope) {
    challenge->scope = oauth::unite_scopes(scope_, challenge->scope.value_or(""));
  }
  co_return co_await log_in(std::move(challenge));
}

Task<bool> HeadlessLogin::log_in(std::optional<oauth::TokenChallenge> challenge) {
  const std::string known = client_ ? client_->issuer : "";
  auto found = co_await oauth::discover(
      door_, {options_.mcp_server, challenge, known, options_.protocol_version}, options_.rules);
  if (!found) co_return fail("discovery: " + words(found.error()));
  discovery_ = std::move(*found);
  token_.reset();
  const oauth::ProtectedResourceMetadata* resource =
      discovery_->resource ? &*discovery_->resource : nullptr;
  scope_ = oauth::choose_scope(challenge, resource, discovery_->server, oauth::WritingScopes::ask);
  // Credentials belong to the server that gave them.
  if (client_ && client_->issuer != discovery_->server.issuer) client_.reset();
  if (!client_ && !co_await register_at(scope_)) co_return false;
  co_return co_await authorize_in_browser();
}

Task<bool> HeadlessLogin::register_at(std::string scope) {
  const oauth::AuthorizationServerMetadata& server = discovery_->server;
  oauth::RegistrationChoice choice = options_.registration;
  choice.preregistered = options_.preregistered.has_value();
  const auto kind = oauth::choose_registration(server, choice);
  if (!kind) co_return fail("the server offers no way to register that we know");
  if (*kind == oauth::RegistrationKind::preregistered) {
    const std::string& issuer = options_.preregistered->issuer;
    if (!issuer.empty() && issuer != server.issuer) {
      co_return fail("the client was registered at another server");
    }
    client_ = std::move(*options_.preregistered);
    options_.preregistered.reset();
    client_->issuer = server.issuer;
    client_->authentication = oauth::choose_authentication(server, client_->client_secret.empty());
    co_return true;
  }
  if (*kind == oauth::RegistrationKind::metadata_document) {
    client_.emplace();
    client_->kind = *kind;
    client_->issuer = server.issuer;
    client_->client_id = choice.metadata_document_url;
    co_return true;
  }
  oauth::RegistrationAsk ask{server, options_.profile, std::move(scope), true, parts_.clock.now()};
  auto registered = co_await oauth::register_client(door_, std::move(ask), options_.rules);
  if (!registered) co_return fail("registration: " + words(registered.error()));
  client_ = std::move(*registered);
  ++counts_.registrations;
  co_return true;
}

Task<bool> HeadlessLogin::authorize_in_browser() {
  const oauth::AuthorizationAsk ask{.redirect_uri = options_.profile.redirect_uri, .scope = scope_};
  const oauth::AuthorizationRequest request =
      oauth::begin_authorization(*discovery_, *client_, ask, parts_.random);
  const auto query = co_await agent_.visit(request.url, ask.redirect_uri);
  if (!query) co_return fail("authorization: " + query.error());
  auto callback = oauth::Callback::read(*query);
  if (!callback) co_return fail(std::string(to_text(callback.error().fault)));
  const oauth::PendingAuthorization& pending = request.pending;
  auto code = std::move(*callback).take_code(
      {pending.state, pending.issuer, pending.iss_parameter_supported});
  if (!code) {
    co_return fail("callback: " + std::string(to_text(code.error().fault)) + " " +
                   code.error().error + " " + code.error().description);
  }
  ++counts_.logins;
  co_return co_await take_token(pending, *code);
}

oauth::TokenProof HeadlessLogin::proof(std::string_view nonce) {
  return {.issuer = client_->issuer,
          .client_key = nullptr,
          .dpop_key = dpop_key_ ? &*dpop_key_ : nullptr,
          .dpop_nonce = nonce,
          .now = parts_.clock.now(),
          .random = &parts_.random};
}

// Both live in the caller's frame, which waits.
// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<bool> HeadlessLogin::take_token(const oauth::PendingAuthorization& pending,
                                     const Secret& code) {
  // NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)
  std::string nonce;
  for (int attempt = 0; attempt < 2; ++attempt) {
    oauth::TokenGrant grant = oauth::code_grant(pending, code);
    oauth::TokenAsk ask;
    ask.token_endpoint = pending.token_endpoint;
    ask.request = oauth::token_request(pending.token_endpoint, *client_, grant, proof(nonce));
    ask.scope_asked = pending.scope;
    ask.dpop = dpop_key_.has_value();
    auto token = co_await oauth::ask_for_token(door_, std::move(ask));
    if (token) {
      token_ = std::move(*token);
      co_return true;
    }
    const auto& refusal = token.error().refusal;
    const bool wants_nonce = refusal && refusal->error == "use_dpop_nonce";
    if (!wants_nonce || token.error().dpop_nonce.empty()) {
      co_return fail("token: " + words(token.error()));
    }
    nonce = token.error().dpop_nonce;
  }
  co_return fail("token: the server keeps asking for another nonce");
}

Task<bool> HeadlessLogin::refresh_token() {
  refreshed_ = true;
  const std::string resource =
      discovery_ && discovery_->resource ? discovery_->resource->resource : std::string();
  auto token = co_await oauth::refresh(door_, *client_,
                                       {discovery_->server.token_endpoint, resource, scope_},
                                       token_->refresh_token);
  if (!token) co_return fail("refresh: " + words(token.error()));
  if (token->refresh_token.empty()) token->refresh_token = std::move(token_->refresh_token);
  token_ = std::move(*token);
  ++counts_.refreshes;
  co_return true;
}

Task<bool> HeadlessLogin::sign_out() {
  if (!token_ || !client_ || !discovery_) co_return false;
  const auto& endpoint = discovery_->server.revocation_endpoint;
  if (endpoint && !token_->refresh_token.empty()) {
    const auto error = co_await oauth::revoke(door_, *endpoint, *client_, token_->refresh_token,
                                              oauth::TokenKind::refresh_token);
    if (error) co_return fail("revocation: " + words(*error));
  }
  if (!client_->registration_client_uri.empty()) {
    const auto error = co_await oauth::unregister_client(door_, *client_);
    if (error) co_return fail("unregistration: " + words(*error));
  }
  token_.reset();
  co_return true;
}

}  // namespace sluice::conformance
