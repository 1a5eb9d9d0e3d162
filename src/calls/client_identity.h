#pragma once
#include "catalog/catalog.h"
#include "oauth/document_rules.h"
#include "oauth/registration.h"

#include <string>
#include <vector>

namespace sluice::calls {

// Who this server is to the authorization servers of vendors, and what it holds them to.
struct ClientIdentity {
  std::string public_url;
  // Only beside the sandbox: the origins that it answers.
  std::vector<std::string> excepted_origins = {};

  // The one redirect URI of this server, kept for ever.
  [[nodiscard]] std::string redirect_uri() const { return public_url + "/oauth/callback"; }
  // Where the Client ID Metadata Document is.
  [[nodiscard]] std::string metadata_url() const {
    return public_url + "/oauth/client-metadata.json";
  }
  [[nodiscard]] oauth::ClientProfile profile() const;
  [[nodiscard]] oauth::DocumentRules rules_for(const catalog::Vendor& vendor) const;
};

}  // namespace sluice::calls
