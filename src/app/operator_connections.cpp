#include "app/operator_connections.h"

#include "app/serve_options.h"
#include "identity/operator_authenticator.h"
#include "vault/connection_repository.h"

#include <utility>

namespace sluice::app {

std::expected<ProductOptions, std::string> command_options(const std::string& config) {
  auto configuration = load_configuration(config, process_environment());
  if (!configuration) return std::unexpected(configuration.error());
  if (std::string fault = key_fault(*configuration); !fault.empty())
    return std::unexpected(std::move(fault));
  ProductOptions options;
  options.public_url = configuration->public_url;
  options.configuration = std::move(*configuration);
  return options;
}

std::expected<std::unique_ptr<Product>, std::string> open_product(
    const CommandFiles& files, analyst::AnalystSpawner& spawner) {
  auto options = files.peers.empty() ? command_options(files.config)
                                     : serve_options({files.config, std::nullopt, files.peers});
  if (!options) return std::unexpected(options.error());
  options->row_file = files.row_file;
  return Product::create(*std::move(options), spawner);
}

std::vector<OperatorConnection> operator_connections(Product& product) {
  const identity::OperatorAuthenticator shell(product.database());
  const identity::OrganizationDirectory directory(product.database(), product.clock(),
                                                  product.random(), product.audit());
  std::vector<OperatorConnection> all;
  for (const identity::Organization& organization : directory.list()) {
    const auto access = shell.authenticate(organization.slug);
    if (!access) continue;
    for (const auto& connection : vault::ConnectionRepository(product.database(), *access).list()) {
      const vault::ConnectionRow& row = connection.row();
      if (!vault::is_usable(row.status)) continue;
      all.push_back({*access, row.id, organization.slug, row.vendor, row.parameters,
                     analytics::rates_of(organization), analytics::zone_of(organization)});
    }
  }
  return all;
}

}  // namespace sluice::app
