#include "oauth/registration.h"

#include "base/json.h"
#include "oauth/contains.h"
#include "oauth/document_reader.h"
#include "oauth/scope.h"

#include <algorithm>
#include <chrono>

namespace sluice::oauth {
namespace {

constexpr std::size_t client_id_bytes_max = std::size_t{8} * 1024;  // Stateless servers pack JWTs.
constexpr std::size_t secret_bytes_max = std::size_t{8} * 1024;
constexpr std::int64_t latest_expiry_seconds = 253'402'300'799;  // The year 9999.

// Visible ASCII without the two characters that end a quoted text in a header.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

bool is_secret_text(const Secret& secret) {
  return secret.use([](std::string_view text) {
    return !text.empty() && text.size() <= secret_bytes_max &&
           std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
  });
}

Json profile_members(const ClientProfile& profile, ClientAuthentication authentication) {
  Json members{{"client_name", profile.client_name},
               {"redirect_uris", Json::array({profile.redirect_uri})},
               {"grant_types", Json::array({"authorization_code"})},
               {"response_types", Json::array({"code"})},
               {"token_endpoint_auth_method", to_text(authentication)},
               {"application_type", profile.application_type}};
  if (profile.refresh_tokens) members["grant_types"].push_back("refresh_token");
  if (!profile.client_uri.empty()) members["client_uri"] = profile.client_uri;
  if (!profile.logo_uri.empty()) members["logo_uri"] = profile.logo_uri;
  if (!profile.software_id.empty()) members["software_id"] = profile.software_id;
  return members;
}

void take_client_id(DocumentReader& reader, ClientRegistration& client) {
  client.client_id = reader.required_text("client_id").value_or("");
  const std::size_t size = client.client_id.size();
  if (size == 0 || size > client_id_bytes_max || !is_plain(client.client_id)) {
    reader.fail(OAuthReason::bad_client_id, "client_id");
  }
}

void check_redirect_uris(DocumentReader& reader, std::string_view ours) {
  const auto uris = reader.list("redirect_uris");
  // Left out means as asked (RFC 7591 wants it echoed, not every server does).
  if (!uris) return;
  if (uris->size() != 1 || uris->front() != ours) {
    reader.fail(OAuthReason::redirect_uris_changed, "redirect_uris");
  }
}

void take_method(DocumentReader& reader, ClientRegistration& client, ClientAuthentication asked) {
  client.authentication = asked;
  const auto name = reader.text("token_endpoint_auth_method");
  if (!name) return;
  const auto method = client_authentication(*name);
  if (!method || *method == ClientAuthentication::private_key_jwt) {
    return reader.fail(OAuthReason::unusable_authentication_method, "token_endpoint_auth_method");
  }
  client.authentication = *method;
}

void take_secret(DocumentReader& reader, ClientRegistration& client,
                 ClientAuthentication with_secret, Instant now) {
  if (auto secret = reader.secret("client_secret")) {
    if (!is_secret_text(*secret)) reader.fail(OAuthReason::bad_client_secret, "client_secret");
    client.client_secret = std::move(*secret);
    const bool unsaid = !reader.text("token_endpoint_auth_method");
    if (unsaid && client.authentication == ClientAuthentication::none)
      client.authentication = with_secret;
  }
  const std::int64_t expiry = reader.number("client_secret_expires_at").value_or(0);
  if (expiry != 0 && !client.client_secret.empty()) {
    const std::int64_t bounded = std::clamp<std::int64_t>(expiry, 0, latest_expiry_seconds);
    client.secret_expires_at = Instant(std::chrono::seconds(bounded));
    if (*client.secret_expires_at <= now) {
      reader.fail(OAuthReason::secret_already_expired, "client_secret_expires_at");
    }
  }
  const bool needs_secret = client.authentication != ClientAuthentication::none;
  if (needs_secret && client.client_secret.empty())
    reader.fail(OAuthReason::no_secret, "client_secret");
}

// A place that we may not ask is left out, not an error: the client works without it.
void take_management(DocumentReader& reader, ClientRegistration& client,
                     const DocumentRules& rules) {
  auto uri = reader.text("registration_client_uri");
  auto token = reader.secret("registration_access_token");
  if (!uri || !token || endpoint_fault(*uri, rules) || !is_secret_text(*token)) return;
  client.registration_client_uri = std::move(*uri);
  client.registration_access_token = std::move(*token);
}

}  // namespace

std::string client_metadata_document(const ClientProfile& profile, std::string_view client_id_url) {
  Json document = profile_members(profile, ClientAuthentication::none);
  document["client_id"] = client_id_url;
  return to_wire(document);
}

std::optional<RegistrationKind> choose_registration(const AuthorizationServerMetadata& server,
                                                    const RegistrationChoice& choice) {
  if (choice.preregistered) return RegistrationKind::preregistered;
  const auto possible = [&](RegistrationKind kind) {
    switch (kind) {
      case RegistrationKind::preregistered: return false;
      case RegistrationKind::metadata_document:
        return server.metadata_document_supported && !choice.metadata_document_url.empty() &&
               contains(server.authentication_methods, ClientAuthentication::none);
      case RegistrationKind::dynamic: return server.registration_endpoint.has_value();
    }
    return false;
  };
  const auto found = std::ranges::find_if(choice.order, possible);
  if (found == choice.order.end()) return std::nullopt;
  return *found;
}

ClientAuthentication choose_authentication(const AuthorizationServerMetadata& server,
                                           bool prefer_public) {
  const auto& offered = server.authentication_methods;
  using enum ClientAuthentication;
  if (prefer_public && contains(offered, none)) return none;
  if (contains(offered, client_secret_basic)) return client_secret_basic;
  if (contains(offered, client_secret_post)) return client_secret_post;
  return none;
}

std::string registration_request(const ClientProfile& profile, ClientAuthentication authentication,
                                 std::string_view scope) {
  Json request = profile_members(profile, authentication);
  if (!scope.empty()) request["scope"] = scope;
  return to_wire(request);
}

std::expected<ClientRegistration, DocumentError> read_registration(
    std::string_view body, const RegistrationQuestion& question, const DocumentRules& rules) {
  auto opened = DocumentReader::open(body, EmptyText::absent);
  if (!opened) return std::unexpected(opened.error());
  DocumentReader& reader = *opened;
  ClientRegistration client;
  client.kind = RegistrationKind::dynamic;
  client.issuer = question.issuer;
  take_client_id(reader, client);
  check_redirect_uris(reader, question.redirect_uri);
  take_method(reader, client, question.asked);
  take_secret(reader, client, question.with_secret, question.now);
  take_management(reader, client, rules);
  client.scope = join_scope(reader.scopes("scope").value_or(std::vector<std::string>()));
  if (const auto& error = reader.error()) return std::unexpected(*error);
  return client;
}

}  // namespace sluice::oauth
