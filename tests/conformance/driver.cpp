// The client under test of the MCP conformance suite: src/mcp and src/oauth, driven as the suite
// says (environment and last argument). Exit 0 when everything asked for worked.
#include "base/wiping.h"
#include "loopback.h"
#include "net/io_runtime.h"
#include "net/system_resolver.h"
#include "other_grants.h"
#include "script.h"

#include <cstdlib>
#include <iostream>

namespace sluice::conformance {
namespace {

constexpr std::string_view metadata_document =
    "https://conformance-test.local/client-metadata.json";
constexpr std::string_view redirect_uri = "http://localhost:3000/callback";

struct Assignment {
  std::string scenario;
  std::string version;
  Json context;
  std::string url;
};

std::string environment(const char* name) {
  // One thread runs at this point. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

LoginOptions login_options(const Assignment& task, std::vector<std::string> loopback_origins) {
  LoginOptions options;
  options.mcp_server = task.url;
  options.protocol_version = task.version;
  options.profile.client_name = "Sluice conformance client";
  options.profile.redirect_uri = redirect_uri;
  options.profile.application_type = "native";
  options.registration.metadata_document_url = metadata_document;
  options.rules.excepted_origins = std::move(loopback_origins);
  options.dpop = task.scenario.starts_with("auth/dpop");
  const auto client_id = text_member(task.context, "client_id");
  const bool other = OtherGrants::knows(task.scenario);
  if (client_id && !other) {
    oauth::ClientRegistration client;
    client.kind = oauth::RegistrationKind::preregistered;
    client.issuer = text_member(task.context, "issuer").value_or("");
    client.client_id = *client_id;
    client.client_secret = Secret::take(text_member(task.context, "client_secret").value_or(""));
    options.preregistered = std::move(client);
  }
  return options;
}

mcp::McpOptions client_options(const Assignment& task) {
  const bool modern = task.version == mcp::modern_version;
  mcp::McpOptions options;
  options.client_name = "sluice-conformance";
  options.era = modern ? mcp::EraChoice::modern_only : mcp::EraChoice::legacy_only;
  options.capabilities = R"({"elicitation":{"form":{}}})";
  options.input_handler = accepting_handler();
  // Where the suite's server asks; the other legacy scenarios count GET requests.
  options.listen = task.scenario == "elicitation-sep1034-client-defaults";
  return options;
}

// Everything outlives the task: main() waits for it.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<bool> run(LoginParts parts, Assignment task, std::vector<std::string> origins) {
  LoginOptions options = login_options(task, std::move(origins));
  const oauth::DocumentRules rules = options.rules;
  HeadlessLogin login(parts, std::move(options));
  mcp::McpClient client(parts.http, parts.policy, parts.clock, {.url = task.url},
                        client_options(task));
  Session session(client, login);
  if (OtherGrants::knows(task.scenario)) {
    OtherGrants grants(parts, task.url, rules);
    auto token = co_await grants.token_for(task.scenario, task.context);
    if (!token) {
      std::cerr << "failed: " << token.error() << "\n";
      co_return false;
    }
    login.use_token(std::move(*token));
  }
  const bool good = co_await run_script(session, task.scenario, task.context);
  if (!login.failure().empty()) std::cerr << "login: " << login.failure() << "\n";
  co_await client.close(login.authorize());
  co_return good;
}

int play(int argc, char** argv) {
  if (!install_wiping_openssl() || argc < 2) return 2;
  Assignment task;
  task.scenario = environment("MCP_CONFORMANCE_SCENARIO");
  task.version = environment("MCP_CONFORMANCE_PROTOCOL_VERSION");
  if (task.version.empty()) task.version = mcp::newest_legacy_version;
  task.context = parse_json(environment("MCP_CONFORMANCE_CONTEXT")).value_or(Json());
  task.url = argv[argc - 1];
  auto exceptions = loopback_exceptions();
  auto origins = origins_of(exceptions);
  net::IoRuntime runtime(1);
  net::SystemResolver resolver;
  net::EgressPolicy policy(resolver, std::move(exceptions));
  const auto http = net::make_http_client(runtime);
  const SystemClock clock;
  SystemRandom random;
  const LoginParts parts{*http, policy, clock, random};
  const bool good = runtime.run_to_completion(run(parts, std::move(task), std::move(origins)));
  return good ? 0 : 1;
}

}  // namespace
}  // namespace sluice::conformance

int main(int argc, char** argv) {
  return sluice::conformance::play(argc, argv);
}
