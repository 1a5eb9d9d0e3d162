#include "target.h"

#include "loopback.h"

#include <cstdlib>
#include <utility>

namespace sluice::attack {
namespace {

constexpr std::string_view control = "https://control.attack.example";

std::string fixture_origin() {
  // One thread runs at this point. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* origin = std::getenv("SLUICE_ATTACK");
  return origin == nullptr ? "" : origin;
}

std::vector<net::EgressException> exceptions_for(const std::string& origin) {
  return conformance::peer_exceptions(
      Json{{origin, fixture_origin()}, {control, fixture_origin()}});
}

}  // namespace

// Every other name leads into a private network.
Target::Target(const std::string& fault, Waits waits)
    : origin_("https://" + fault + ".attack.example"),
      waits_(waits),
      resolver_({{"*", {{"10.0.0.8"}}}}),
      policy_(resolver_, exceptions_for(origin_)) {}

mcp::McpClient Target::client(const std::string& era) {
  mcp::McpOptions options;
  if (waits_ == Waits::brief) {
    options.idle = idle;
    options.deadline = Deadline::in(whole_call);
  }
  return {*http_, policy_, clock_, {.url = origin_ + "/" + era}, std::move(options)};
}

oauth::HttpDoor Target::door() {
  const oauth::DoorLimits limits =
      waits_ == Waits::brief ? oauth::DoorLimits{.timeout = idle} : oauth::DoorLimits();
  return {*http_, policy_, oauth::Trust::catalog, limits};
}

std::expected<mcp::ToolResult, mcp::McpError> Target::call_tool(const std::string& era) {
  mcp::McpClient asking = client(era);
  return runtime_.run_to_completion(
      asking.call_tool({.name = "list_invoices", .repeatable = true}, {}));
}

std::expected<mcp::ToolList, mcp::McpError> Target::list_tools(const std::string& era) {
  mcp::McpClient asking = client(era);
  return runtime_.run_to_completion(asking.list_tools({}));
}

std::expected<oauth::Discovery, oauth::OAuthError> Target::discover() {
  oauth::HttpDoor asking = door();
  oauth::DocumentRules rules;
  rules.own_origin = "https://sluice.other.example";
  rules.excepted_origins = {origin_};
  oauth::DiscoveryQuestion question;
  question.mcp_server = origin_ + "/mcp";
  return runtime_.run_to_completion(oauth::discover(asking, std::move(question), rules));
}

std::expected<oauth::TokenResponse, oauth::OAuthError> Target::refresh(std::string token_endpoint) {
  oauth::HttpDoor asking = door();
  oauth::ClientRegistration registration;
  registration.issuer = origin_;
  registration.client_id = "c";
  const Secret token = Secret::take("refresh-token");
  return runtime_.run_to_completion(
      oauth::refresh(asking, registration, {std::move(token_endpoint), "", ""}, token));
}

std::size_t Target::trapped() {
  oauth::HttpDoor asking = door();
  const auto response =
      runtime_.run_to_completion(asking.get_document(std::string(control) + "/trapped", ""));
  const auto counted = JsonText::check(response ? response->body : "");
  // An unreadable answer must not look like innocence.
  return counted ? static_cast<std::size_t>(counted->member("trapped").integer().value_or(-1))
                 : std::size_t(-1);
}

}  // namespace sluice::attack
