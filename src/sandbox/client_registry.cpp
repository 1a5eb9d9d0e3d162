#include "sandbox/client_registry.h"

#include "base/base64.h"
#include "base/text.h"
#include "net/ip_address.h"
#include "net/url.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t id_bytes = 12;
constexpr std::size_t secret_bytes = 24;
constexpr std::size_t redirects_max = 10;
constexpr std::string_view callback_path = "/oauth/callback";

OAuthRefusal invalid_metadata(std::string description) {
  return {400, "invalid_client_metadata", std::move(description)};
}

std::expected<std::vector<std::string>, OAuthRefusal> redirects_of(const Value& metadata) {
  std::vector<std::string> redirects;
  for (const Value& uri : member_of(metadata, "redirect_uris"))
    redirects.push_back(as_text(uri));
  if (redirects.empty() || redirects.size() > redirects_max)
    return std::unexpected(
        OAuthRefusal{400, "invalid_redirect_uri", "1 to 10 redirect_uris are needed"});
  for (const std::string& uri : redirects)
    if (!is_acceptable_redirect(uri))
      return std::unexpected(
          OAuthRefusal{400, "invalid_redirect_uri", uri + " is neither https nor loopback"});
  return redirects;
}

// What we can serve of it must include the code flow.
std::optional<OAuthRefusal> grant_refusal(const Value& metadata) {
  const Value& grants = member_of(metadata, "grant_types");
  if (grants.is_array() && std::ranges::find(grants, Value("authorization_code")) == grants.end())
    return invalid_metadata("grant_types must hold authorization_code");
  const Value& responses = member_of(metadata, "response_types");
  if (responses.is_array() && std::ranges::find(responses, Value("code")) == responses.end())
    return invalid_metadata("response_types must hold code");
  return std::nullopt;
}

}  // namespace

// OAuth 2.1 section 2.3.1: https, or http on loopback whatever its port.
bool is_acceptable_redirect(std::string_view uri) {
  const auto url = net::parse_strict_url(uri);
  if (!url || url->has_fragment) return false;
  return url->scheme == "https" || net::is_loopback_host(url->host);
}

ClientRegistry::ClientRegistry(const AuthorizationProfile& profile, Random& random,
                               std::string product_url)
    : profile_(profile), random_(random), product_url_(std::move(product_url)) {
  if (!profile_.client) return;
  RegisteredClient client{profile_.client->id, profile_.client->secret, {}, {}, "Sluice", {}};
  if (!profile_.methods.empty()) client.method = profile_.methods.front();
  // Without a known product any acceptable address goes: the sandbox alone serves other clients
  // too.
  if (!product_url_.empty()) client.redirects.push_back(product_url_ + std::string(callback_path));
  clients_.emplace(client.id, std::move(client));
}

std::expected<RegisteredClient, OAuthRefusal> ClientRegistry::register_client(
    const Value& metadata) {
  if (!metadata.is_object()) return std::unexpected(invalid_metadata("the body is no JSON object"));
  auto redirects = redirects_of(metadata);
  if (!redirects) return std::unexpected(redirects.error());
  for (const std::string& redirect : *redirects)
    if (!is_approved(redirect))
      return std::unexpected(OAuthRefusal{400, "invalid_redirect_uri",
                                          redirect + " is not of an approved application"});
  if (auto refusal = grant_refusal(metadata)) return std::unexpected(std::move(*refusal));
  // RFC 7591 section 2: the default is client_secret_basic.
  const std::string method = text_of(metadata, "token_endpoint_auth_method", "client_secret_basic");
  if (std::ranges::find(profile_.methods, method) == profile_.methods.end())
    return std::unexpected(
        invalid_metadata("token_endpoint_auth_method " + method + " is not supported"));
  RegisteredClient client{"client_" + to_base64url(random_.bytes(id_bytes)),
                          {},
                          method,
                          std::move(*redirects),
                          text_of(metadata, "client_name", "An application without a name"),
                          {}};
  if (method != "none") client.secret = to_base64url(random_.bytes(secret_bytes));
  if (profile_.manages_registrations)
    client.management_token = to_base64url(random_.bytes(secret_bytes));
  return clients_.emplace(client.id, client).first->second;
}

bool ClientRegistry::is_approved(std::string_view redirect) const {
  const auto& approved = profile_.approved_redirects;
  // Without a known product it is as with a preregistered client: anybody is the product.
  const bool any = approved.empty() || product_url_.empty();
  return any || std::ranges::any_of(approved, [&](const std::string& pattern) {
           return replaced(pattern, "{product}", product_url_) == redirect;
         });
}

bool ClientRegistry::may_be_document(std::string_view id) const {
  return profile_.metadata_document && !product_url_.empty() &&
         id.starts_with(product_url_ + "/") && !id.contains('#') && !id.contains('?');
}

std::expected<void, OAuthRefusal> ClientRegistry::learn_document(const std::string& url,
                                                                 const Value& document) {
  const OAuthRefusal refusal{400, "invalid_client", "the metadata document at " + url};
  const auto refused = [&](std::string_view why) {
    return std::unexpected(
        OAuthRefusal{400, refusal.error, refusal.description + std::string(why)});
  };
  // Client ID Metadata Document, section 4.1: the document must name the address it was read from.
  if (text_of(document, "client_id") != url) return refused(" names another client_id");
  auto redirects = redirects_of(document);
  if (!redirects) return std::unexpected(redirects.error());
  if (!std::ranges::all_of(*redirects, [&](const auto& one) { return is_approved(one); }))
    return refused(" is not of an approved application");
  if (text_of(document, "token_endpoint_auth_method", "none") != "none")
    return refused(" must use token_endpoint_auth_method none");
  clients_.insert_or_assign(url,
                            RegisteredClient{url,
                                             {},
                                             "none",
                                             std::move(*redirects),
                                             text_of(document, "client_name", "An application"),
                                             {}});
  return {};
}

const RegisteredClient* ClientRegistry::find(std::string_view id) const {
  const auto found = clients_.find(id);
  return found == clients_.end() ? nullptr : &found->second;
}

Value ClientRegistry::to_value() const {
  Value list = Value::array();
  for (const auto& [id, client] : clients_)
    list.push_back({{"id", client.id},
                    {"secret", client.secret},
                    {"method", client.method},
                    {"redirects", client.redirects},
                    {"name", client.name},
                    {"management_token", client.management_token}});
  return list;
}

void ClientRegistry::restore(const Value& kept) {
  for (const Value& entry : kept) {
    RegisteredClient client{text_of(entry, "id"),     text_of(entry, "secret"),
                            text_of(entry, "method"), {},
                            text_of(entry, "name"),   text_of(entry, "management_token")};
    for (const Value& redirect : member_of(entry, "redirects"))
      client.redirects.push_back(as_text(redirect));
    clients_.emplace(client.id, std::move(client));
  }
}

void ClientRegistry::forget_registered() {
  std::erase_if(clients_, [&](const auto& entry) {
    return !profile_.client || entry.first != profile_.client->id;
  });
}

bool ClientRegistry::remove(std::string_view id) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return false;
  clients_.erase(found);
  return true;
}

}  // namespace sluice::sandbox
