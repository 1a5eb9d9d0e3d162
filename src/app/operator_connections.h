#pragma once
#include "app/product.h"
#include "base/time_zone.h"
#include "identity/organization_access.h"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace sluice::app {

// A connection that a command of the operator works with, and whose it is.
struct OperatorConnection {
  identity::OrganizationAccess access;
  ConnectionId id;
  std::string organization;  // Its slug.
  std::string vendor;        // A slug.
  Json parameters;
  analyst::CurrencyRates rates;
  TimeZone zone;
};

// What a command of the operator opens this server's data with; `config` as load_configuration()
// has it. The error is a sentence.
[[nodiscard]] std::expected<ProductOptions, std::string> command_options(const std::string& config);

// What a command opens a product with.
struct CommandFiles {
  std::string config;    // As load_configuration() has it.
  std::string row_file;  // As ProductOptions has it; empty: none.
  std::string peers;     // As ServeRequest has it; empty: none.
};
// The product over this server's data, for the time of one command, which listens nowhere. The
// error is a sentence.
[[nodiscard]] std::expected<std::unique_ptr<Product>, std::string> open_product(
    const CommandFiles& files, analyst::AnalystSpawner& spawner);

// All connections that can be asked, of every organization of the server, by organization and
// vendor. Blocking.
[[nodiscard]] std::vector<OperatorConnection> operator_connections(Product& product);

}  // namespace sluice::app
