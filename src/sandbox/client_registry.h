#pragma once
#include "base/random.h"
#include "sandbox/profile.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// One OAuth client as the stand-in vendor knows it. The secrets are worth nothing: they open
// sample data.
struct RegisteredClient {
  std::string id;
  std::string secret;                  // Empty: public.
  std::string method;                  // token_endpoint_auth_method.
  std::vector<std::string> redirects;  // Empty: any (preregistered without a known product).
  std::string name;
  std::string management_token;  // RFC 7592; empty: not managed.
};

// An error of RFC 6749 or RFC 7591.
struct OAuthRefusal {
  int status = 400;
  std::string error;
  std::string description;
};

// The clients of one authorization server: preregistered, registered (RFC 7591), and known by
// their metadata document.
class ClientRegistry {
 public:
  // `product_url`: where the product under test serves; its callback is the preregistered one.
  ClientRegistry(const AuthorizationProfile& profile, Random& random, std::string product_url);

  // RFC 7591: 1 to 10 redirect addresses, all of approved applications where the vendor has a list
  // of them, the code flow, and an authentication method that this vendor takes.
  [[nodiscard]] std::expected<RegisteredClient, OAuthRefusal> register_client(
      const Value& metadata);
  // Takes a fetched client id metadata document; refuses one that does not name its own address.
  [[nodiscard]] std::expected<void, OAuthRefusal> learn_document(const std::string& url,
                                                                 const Value& document);
  // True when `id` is the address of a document of the product that may be fetched.
  [[nodiscard]] bool may_be_document(std::string_view id) const;
  [[nodiscard]] const RegisteredClient* find(std::string_view id) const;
  // True when it existed.
  bool remove(std::string_view id);
  // All but the preregistered one.
  void forget_registered();
  [[nodiscard]] std::size_t size() const noexcept { return clients_.size(); }

  // The registered clients, for a restarted demo; restore() keeps the preregistered one as it is.
  [[nodiscard]] Value to_value() const;
  void restore(const Value& kept);

 private:
  [[nodiscard]] bool is_approved(std::string_view redirect) const;

  const AuthorizationProfile& profile_;
  Random& random_;
  std::string product_url_;
  std::map<std::string, RegisteredClient, std::less<>> clients_;
};

// https, or http on a loopback host; no fragment.
[[nodiscard]] bool is_acceptable_redirect(std::string_view uri);

}  // namespace sluice::sandbox
