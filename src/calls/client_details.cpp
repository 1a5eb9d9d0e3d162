#include "calls/client_details.h"

#include "base/time_format.h"

#include <utility>

namespace sluice::calls {
namespace {

[[nodiscard]] std::string_view kind_text(oauth::RegistrationKind kind) {
  switch (kind) {
    case oauth::RegistrationKind::preregistered: return "preregistered";
    case oauth::RegistrationKind::metadata_document: return "metadata_document";
    case oauth::RegistrationKind::dynamic: return "dynamic";
  }
  return "dynamic";
}

[[nodiscard]] oauth::RegistrationKind kind_of(const std::string& text) {
  if (text == "preregistered") return oauth::RegistrationKind::preregistered;
  if (text == "metadata_document") return oauth::RegistrationKind::metadata_document;
  return oauth::RegistrationKind::dynamic;
}

}  // namespace

Json to_json(const ServerDetails& server, const oauth::ClientRegistration& client) {
  Json expiry = nullptr;
  if (client.secret_expires_at) expiry = to_rfc3339(*client.secret_expires_at);
  return {{"issuer", server.issuer},
          {"token_endpoint", server.token_endpoint},
          {"revocation_endpoint", server.revocation_endpoint},
          {"resource", server.resource},
          {"client_id", client.client_id},
          {"registration", kind_text(client.kind)},
          {"authentication", oauth::to_text(client.authentication)},
          {"secret_expires_at", expiry},
          {"registration_client_uri", client.registration_client_uri}};
}

ServerDetails server_details(const Json& details) {
  return {.issuer = text_member(details, "issuer").value_or(""),
          .token_endpoint = text_member(details, "token_endpoint").value_or(""),
          .revocation_endpoint = text_member(details, "revocation_endpoint").value_or(""),
          .resource = text_member(details, "resource").value_or("")};
}

std::optional<oauth::ClientRegistration> registration_from(const Json& details) {
  const auto client_id = text_member(details, "client_id");
  // An API key has no client: there is nobody to refresh, revoke or unregister.
  if (!client_id || client_id->empty()) return std::nullopt;
  oauth::ClientRegistration client;
  client.kind = kind_of(text_member(details, "registration").value_or(""));
  client.issuer = text_member(details, "issuer").value_or("");
  client.client_id = *client_id;
  const auto method =
      oauth::client_authentication(text_member(details, "authentication").value_or("none"));
  client.authentication = method.value_or(oauth::ClientAuthentication::none);
  if (const auto expiry = text_member(details, "secret_expires_at")) {
    client.secret_expires_at = parse_rfc3339(*expiry);
  }
  client.registration_client_uri = text_member(details, "registration_client_uri").value_or("");
  return client;
}

std::optional<oauth::ClientRegistration> registration_from(vault::ClientRecord&& record) {
  auto client = registration_from(std::as_const(record.details));
  if (!client) return std::nullopt;
  if (record.client_secret) client->client_secret = std::move(*record.client_secret);
  if (record.registration_token) {
    client->registration_access_token = std::move(*record.registration_token);
  }
  return client;
}

vault::ClientRecord record_of(const ServerDetails& server, oauth::ClientRegistration&& client) {
  vault::ClientRecord record;
  record.details = to_json(server, client);
  if (!client.client_secret.empty()) record.client_secret = std::move(client.client_secret);
  if (!client.registration_access_token.empty()) {
    record.registration_token = std::move(client.registration_access_token);
  }
  return record;
}

}  // namespace sluice::calls
