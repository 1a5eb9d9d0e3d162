#include "app/configuration.h"

#include "base/text.h"
#include "base/text_distance.h"
#include "net/ip_address.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <functional>

namespace sluice::app {
namespace {

// Each may take an analyst of a gigabyte.
constexpr std::size_t questions_max = 1024;

using Setter = std::function<std::string(Configuration&, const std::string&)>;  // Empty: fine.

struct Key {
  std::string_view name;
  Setter set;
};

[[nodiscard]] Setter text_into(std::string Configuration::* member) {
  return [member](Configuration& configuration, const std::string& value) {
    configuration.*member = value;
    return std::string();
  };
}

[[nodiscard]] Setter one_of(std::string Configuration::* member, std::vector<std::string> allowed) {
  return [member, allowed](Configuration& configuration, const std::string& value) {
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
      std::string list;
      for (const std::string& word : allowed)
        list += (list.empty() ? "" : ", ") + word;
      return "\"" + value + "\" is not one of: " + list;
    }
    configuration.*member = value;
    return std::string();
  };
}

[[nodiscard]] std::string set_port(Configuration& configuration, const std::string& value) {
  std::uint16_t port = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, port);
  // from_chars takes no sign and no blanks, and the type bounds the number.
  if (error != std::errc{} || stop != end) return "\"" + value + "\" is not a port (0 to 65535)";
  configuration.listen_port = port;
  return {};
}

[[nodiscard]] Setter count_into(std::size_t analytics::TurnLimits::* member) {
  return [member](Configuration& configuration, const std::string& value) {
    std::size_t count = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, count);
    if (error != std::errc{} || stop != end || count == 0 || count > questions_max)
      return "\"" + value + "\" is not a number from 1 to " + std::to_string(questions_max);
    configuration.questions.*member = count;
    return std::string();
  };
}

[[nodiscard]] std::string set_ranges(net::AddressRanges& ranges, const std::string& value) {
  auto read = net::AddressRanges::parse(value);
  if (!read) return read.error();
  ranges = std::move(*read);
  return {};
}

[[nodiscard]] std::string set_proxies(Configuration& configuration, const std::string& value) {
  return set_ranges(configuration.proxies.proxies, value);
}

[[nodiscard]] std::string set_metrics_from(Configuration& configuration, const std::string& value) {
  return set_ranges(configuration.metrics_from, value);
}

[[nodiscard]] std::string set_proxy_header(Configuration& configuration, const std::string& value) {
  using net::ForwardedHeader;
  ForwardedHeader& header = configuration.proxies.header;
  if (value == "either") {
    header = ForwardedHeader::either;
  } else if (value == "x-forwarded-for") {
    header = ForwardedHeader::x_forwarded_for;
  } else if (value == "forwarded") {
    header = ForwardedHeader::forwarded;
  } else {
    return "\"" + value + "\" is not one of: either, x-forwarded-for, forwarded";
  }
  return {};
}

[[nodiscard]] const std::vector<Key>& known_keys() {
  static const std::vector<Key> keys = {
      {"data.dir", text_into(&Configuration::data_dir)},
      {"server.address", text_into(&Configuration::listen_address)},
      {"server.port", set_port},
      {"server.public_url", text_into(&Configuration::public_url)},
      {"server.proxies", set_proxies},
      {"server.proxy_header", set_proxy_header},
      {"server.metrics_from", set_metrics_from},
      {"identity.sign_up", one_of(&Configuration::sign_up, {"open", "invite"})},
      {"keys.source", text_into(&Configuration::keys_source)},
      {"keys.slots", text_into(&Configuration::keys_slots)},
      {"questions.per_person", count_into(&analytics::TurnLimits::person)},
      {"questions.per_organization", count_into(&analytics::TurnLimits::organization)},
      {"questions.per_server", count_into(&analytics::TurnLimits::server)},
      {"log.level", one_of(&Configuration::log_level, {"debug", "info", "warning", "error"})},
  };
  return keys;
}

// Refused and not passed over: a misspelt security setting must not look as if it was set.
[[nodiscard]] std::string unknown_key(const std::string& name) {
  std::string_view nearest = known_keys().front().name;
  for (const Key& key : known_keys()) {
    if (text_distance(name, key.name) < text_distance(name, nearest)) nearest = key.name;
  }
  return "unknown key \"" + name + "\"; the nearest known key is \"" + std::string(nearest) +
         "\" (docs/operations.md lists all)";
}

// "vendors.github.client_id": a table with free names.
[[nodiscard]] std::string set_vendor_client(Configuration& configuration, const std::string& name,
                                            const std::string& value) {
  const std::size_t dot = name.rfind('.');
  const std::string slug =
      name.substr(std::string_view("vendors.").size(), dot - std::string_view("vendors.").size());
  const std::string member = name.substr(dot + 1);
  VendorClient& client = configuration.vendor_clients[slug];
  if (member == "client_id") {
    client.client_id = value;
  } else if (member == "client_secret_source") {
    // Configuration files are copied, printed and committed; a secret stays in a file of its own.
    if (!value.starts_with("file:")) {
      return "client_secret_source must be \"file:PATH\": the secret itself is never in the "
             "configuration";
    }
    client.client_secret_source = value;
  } else {
    return "unknown key \"" + name + "\"; a vendor has client_id and client_secret_source";
  }
  return {};
}

[[nodiscard]] std::string set_key(Configuration& configuration, const std::string& name,
                                  const std::string& value) {
  if (name.starts_with("vendors.") && std::count(name.begin(), name.end(), '.') == 2) {
    return set_vendor_client(configuration, name, value);
  }
  for (const Key& key : known_keys()) {
    if (key.name == name) return key.set(configuration, value);
  }
  return unknown_key(name);
}

[[nodiscard]] std::string text_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  // Every setting goes through its text, so that the file and the environment have one set of
  // rules.
  if (const toml::array* list = node.as_array()) {
    std::string text;
    for (const toml::node& element : *list)
      text += (text.empty() ? "" : ", ") + text_of(element);
    return text;
  }
  return {};
}

// Returns the first error as "line N: why".
[[nodiscard]] std::string set_from_table(Configuration& configuration, const toml::table& table,
                                         const std::string& prefix) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table()) {
      // What is wrong further inside names its own line.
      if (std::string error = set_from_table(configuration, *inner, name + "."); !error.empty())
        return error;
      continue;
    }
    const std::string error = set_key(configuration, name, text_of(node));
    if (error.empty()) continue;
    return "line " + std::to_string(node.source().begin.line) + ": " + error;
  }
  return {};
}

[[nodiscard]] std::expected<Configuration, std::string> read_file(const std::string& file) {
  Configuration configuration;
  if (file.empty()) return configuration;
  if (!std::filesystem::exists(file)) {
    return std::unexpected("the configuration file " + file + " does not exist");
  }
  try {  // The library reports a syntax error by throwing.
    const toml::table table = toml::parse_file(file);
    const std::string error = set_from_table(configuration, table, "");
    if (!error.empty()) return std::unexpected(file + ": " + error);
  } catch (const toml::parse_error& error) {
    return std::unexpected(file + ": line " + std::to_string(error.source().begin.line) + ": " +
                           std::string(error.description()));
  }
  return configuration;
}

// SLUICE_DATA_DIR -> data.dir; nothing for a variable that is not ours.
[[nodiscard]] std::optional<std::string> key_of_variable(std::string_view variable) {
  for (const Key& key : known_keys()) {
    if ("SLUICE_" + upper(replaced(key.name, ".", "_")) == variable) return std::string(key.name);
  }
  return std::nullopt;
}

}  // namespace

std::string configuration_file(const std::string& path) {
  if (!path.empty()) return path;
  for (const char* candidate : {"./sluice.toml", "/etc/sluice/sluice.toml"}) {
    if (std::filesystem::exists(candidate)) return candidate;
  }
  return {};
}

std::string key_fault(const Configuration& configuration) {
  if (!configuration.keys_source.empty()) return {};
  return "no master key: set keys.source in sluice.toml, for example "
         "keys.source = \"file:/etc/sluice/master.key\" (`sluice keys init --key-file PATH` "
         "makes one)";
}

std::string start_fault(const Configuration& configuration) {
  const std::string& address = configuration.listen_address;
  // The cookie's __Host- prefix needs https, which browsers wave for loopback only.
  const bool loopback = net::is_loopback_host(address);
  if (std::string fault = key_fault(configuration); !fault.empty()) return fault;
  if (!loopback && !configuration.public_url.starts_with("https://")) {
    return "listening beyond loopback needs server.public_url to be the https address that "
           "browsers use (end TLS in a proxy in front): sign-in cookies work only there";
  }
  return {};
}

std::vector<std::string> process_environment() {
  std::vector<std::string> assignments;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at)
    assignments.emplace_back(*at);
  return assignments;
}

std::expected<Configuration, std::string> load_configuration(
    const std::string& path, const std::vector<std::string>& environment) {
  auto configuration = read_file(configuration_file(path));
  if (!configuration) return configuration;
  for (const std::string& assignment : environment) {
    // After the file, so that one variable can override it; an unknown one of ours is an error too.
    if (!assignment.starts_with("SLUICE_")) continue;
    const std::size_t equals = assignment.find('=');
    const std::string variable = assignment.substr(0, equals);
    const auto key = key_of_variable(variable);
    if (!key) return std::unexpected("environment: unknown variable " + variable);
    const std::string error = set_key(*configuration, *key, assignment.substr(equals + 1));
    if (!error.empty()) return std::unexpected("environment: " + variable + ": " + error);
  }
  return configuration;
}

std::vector<std::string> configuration_keys() {
  std::vector<std::string> names;
  for (const Key& key : known_keys())
    names.emplace_back(key.name);
  return names;
}

}  // namespace sluice::app
