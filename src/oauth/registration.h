#pragma once
#include "base/clock.h"
#include "base/secret.h"
#include "oauth/metadata.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// By the operator's hand; a Client ID Metadata Document; RFC 7591.
enum class RegistrationKind { preregistered, metadata_document, dynamic };

// Who we are at one authorization server. Belongs to its issuer: never shown to another one.
struct ClientRegistration {
  RegistrationKind kind = RegistrationKind::dynamic;
  std::string issuer;
  std::string client_id;
  ClientAuthentication authentication = ClientAuthentication::none;
  Secret client_secret = Secret::take({});   // Empty for public clients.
  std::optional<Instant> secret_expires_at;  // Nothing: never. Register again before.
  std::string scope;  // What the server says it registered us for; empty: it did not say.
  std::string registration_client_uri;  // RFC 7592; empty when we cannot delete it.
  Secret registration_access_token = Secret::take({});
};

// What we say about ourselves when registering; the same members make the metadata document.
struct ClientProfile {
  std::string client_name = {};
  std::string client_uri = {};
  std::string logo_uri = {};
  std::string redirect_uri = {};  // The one and only.
  std::string application_type = "web";
  std::string software_id = {};
  bool refresh_tokens = true;
};

// The Client ID Metadata Document that the product serves at `client_id_url`: same bytes for
// everyone, no secret in it.
[[nodiscard]] std::string client_metadata_document(const ClientProfile& profile,
                                                   std::string_view client_id_url);

// What a row, the operator and the deployment allow.
struct RegistrationChoice {
  bool preregistered = false;         // The operator entered a client for this issuer.
  std::string metadata_document_url;  // Empty: the deployment cannot be reached from outside.
  // In the row's order; preregistered always wins where there is one.
  std::vector<RegistrationKind> order{RegistrationKind::metadata_document,
                                      RegistrationKind::dynamic};
};
// The first way that the server and we both know; nothing: an operator must register a client.
[[nodiscard]] std::optional<RegistrationKind> choose_registration(
    const AuthorizationServerMetadata& server, const RegistrationChoice& choice);

// The method to ask for: public where the row wants it and the server offers it, else the best
// secret, else public.
[[nodiscard]] ClientAuthentication choose_authentication(const AuthorizationServerMetadata& server,
                                                         bool prefer_public);

// The body of an RFC 7591 request.
[[nodiscard]] std::string registration_request(const ClientProfile& profile,
                                               ClientAuthentication authentication,
                                               std::string_view scope);

// What the answer to a registration is compared with.
struct RegistrationQuestion {
  std::string_view issuer;
  std::string_view redirect_uri;
  ClientAuthentication asked = ClientAuthentication::none;
  Instant now;
  // Where a secret comes without a word on how to show it: such a server wants to see it.
  ClientAuthentication with_secret = ClientAuthentication::client_secret_basic;
};
// Keeps everything that the server granted; an empty text counts as not said; the method it
// answered wins over the asked one.
[[nodiscard]] std::expected<ClientRegistration, DocumentError> read_registration(
    std::string_view body, const RegistrationQuestion& question, const DocumentRules& rules);

}  // namespace sluice::oauth
