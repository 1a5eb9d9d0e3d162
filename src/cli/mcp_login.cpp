#include "cli/mcp_login.h"

#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/loopback_redirect.h"
#include "cli/mcp_workbench.h"
#include "keys/owner_only_file.h"
#include "oauth/callback.h"
#include "oauth/client_management.h"
#include "oauth/discovery.h"
#include "oauth/scope.h"
#include "oauth/token_request.h"

#include <filesystem>
#include <iostream>
#include <system_error>
#include <utility>

namespace sluice::cli {
namespace {

constexpr std::chrono::minutes browser_time{10};  // docs/limits: an authorization flow.
constexpr std::size_t secret_bytes_max = 4096;

// Thrown nowhere: what went wrong, for the terminal.
using Failure = std::unexpected<std::string>;

// One sign-in on its way. The arguments outlive it.
class Login {
 public:
  Login(McpWorkbench& bench, const LoginArguments& arguments)
      : bench_(bench), arguments_(arguments), rules_(bench.rules()) {}

  [[nodiscard]] Task<std::expected<TokenFile, std::string>> run() {
    auto challenge = co_await challenge_of_server();
    if (!challenge) co_return Failure(challenge.error());
    auto found = co_await oauth::discover(
        bench_.door(), {arguments_.url, *challenge, "", std::string(mcp::newest_legacy_version)},
        rules_);
    if (!found) co_return Failure("who guards the server cannot be found: " + words(found.error()));
    auto redirect = LoopbackRedirect::listen(bench_.runtime, arguments_.port);
    if (!redirect) co_return Failure(redirect.error());
    const std::string scope = scope_for(*found, *challenge);
    auto client = co_await client_at(&found->server, scope, (*redirect)->address());
    if (!client) co_return Failure(client.error());
    const oauth::AuthorizationRequest request = oauth::begin_authorization(
        *found, *client, {.redirect_uri = (*redirect)->address(), .scope = scope}, bench_.random);
    // A page that knows the port can send requests there; only the answer to this state is taken.
    (*redirect)->expect(request.pending.state);
    const auto query = co_await send_browser(redirect->get(), request.url);
    if (!query) co_return Failure(query.error());
    auto token = co_await token_for(*query, &request.pending, &*client);
    if (!token) co_return Failure(token.error());
    TokenFile kept{.mcp_server = arguments_.url,
                   .server = {.issuer = found->server.issuer,
                              .token_endpoint = found->server.token_endpoint,
                              .revocation_endpoint = found->server.revocation_endpoint.value_or(""),
                              .resource = request.pending.resource},
                   .client = std::move(*client),
                   .expires_at = std::nullopt,
                   .scope = scope};
    kept.take(std::move(*token), bench_.clock.now());
    co_return kept;
  }

 private:
  using Challenge = std::expected<std::optional<oauth::TokenChallenge>, std::string>;

  [[nodiscard]] static std::string words(const oauth::OAuthError& error) { return words_of(error); }

  // What a request without a token is told.
  [[nodiscard]] Task<Challenge> challenge_of_server() {
    const auto client = bench_.client(arguments_.url);
    // Any request would do: what is wanted is the 401 and its challenge (RFC 9728, section 5.1).
    const auto tools = co_await client->list_tools({});
    if (tools) {
      co_return Failure("this server lists its tools without a sign-in: use `sluice mcp tools " +
                        arguments_.url + "` directly.");
    }
    const auto& error = tools.error();
    if (error.failure == mcp::McpFailure::refused_address) {
      co_return Failure(arguments_.url + " is not an address that is asked: " + error.detail);
    }
    if (error.failure != mcp::McpFailure::unauthorized) {
      co_return Failure("the server does not ask for a sign-in but fails (" +
                        std::string(to_text(error.failure)) + ": " + error.detail + ").");
    }
    co_return oauth::token_challenge(error.challenges);
  }

  [[nodiscard]] std::string scope_for(const oauth::Discovery& found,
                                      const std::optional<oauth::TokenChallenge>& challenge) const {
    if (!arguments_.scope.empty()) return arguments_.scope;
    // Of a server that nobody has reviewed, scopes that look like writing are not asked for.
    return oauth::choose_scope(challenge, found.resource ? &*found.resource : nullptr, found.server,
                               oauth::WritingScopes::leave_out);
  }

  [[nodiscard]] Task<std::expected<oauth::ClientRegistration, std::string>> client_at(
      const oauth::AuthorizationServerMetadata* server, std::string scope, std::string redirect) {
    oauth::RegistrationChoice choice;
    choice.preregistered = !arguments_.client_id.empty();
    choice.metadata_document_url = arguments_.client_document;
    const auto kind = oauth::choose_registration(*server, choice);
    oauth::ClientRegistration client;
    client.issuer = server->issuer;
    if (kind == oauth::RegistrationKind::preregistered) co_return preregistered(*server);
    if (kind == oauth::RegistrationKind::metadata_document) {
      client.kind = *kind;
      client.client_id = arguments_.client_document;
      co_return client;
    }
    if (!kind) {
      co_return Failure(
          "the server lets no program register itself. Register a client there by hand with the "
          "redirect address http://127.0.0.1/callback and pass --client-id ID (and "
          "--client-secret-file FILE).");
    }
    const oauth::ClientProfile profile{.client_name = "Sluice (command line)",
                                       .redirect_uri = std::move(redirect),
                                       .application_type = "native",
                                       .software_id = "sluice"};
    auto registered = co_await oauth::register_client(
        bench_.door(), {*server, profile, std::move(scope), true, bench_.clock.now()}, rules_);
    if (!registered) co_return Failure("registering failed: " + words(registered.error()));
    co_return std::move(*registered);
  }

  [[nodiscard]] std::expected<oauth::ClientRegistration, std::string> preregistered(
      const oauth::AuthorizationServerMetadata& server) const {
    oauth::ClientRegistration client;
    client.kind = oauth::RegistrationKind::preregistered;
    client.issuer = server.issuer;
    client.client_id = arguments_.client_id;
    if (arguments_.client_secret_file.empty()) return client;
    const auto open = keys::open_owner_only(arguments_.client_secret_file);
    if (!open) return Failure(open.error().detail);
    auto secret = keys::read_all(*open, arguments_.client_secret_file, secret_bytes_max);
    if (!secret) return Failure(secret.error().detail);
    client.client_secret = std::move(*secret);
    client.authentication = oauth::choose_authentication(server, false);
    return client;
  }

  [[nodiscard]] Task<std::expected<std::string, std::string>> send_browser(
      LoopbackRedirect* redirect, std::string url) {
    std::cerr << "Open this address in a browser and agree:\n\n"
              << bench_.browser_url(url) << "\n\n";
    if (arguments_.paste) {
      std::cerr << "The browser then fails to open an address that begins with\n"
                << redirect->address() << ". Paste that whole address here:" << std::endl;
      const std::string pasted = read_input_line();
      const std::size_t query = pasted.find('?');
      if (query == std::string::npos) co_return Failure("what was pasted holds no answer.");
      co_return pasted.substr(query + 1);
    }
    std::cerr << "Waiting for the browser to come back to " << redirect->address()
              << " (a browser elsewhere: use --paste)." << std::endl;
    auto query = co_await redirect->wait(Deadline::in(browser_time));
    if (!query) co_return Failure("nobody came back within ten minutes. Begin again.");
    co_return std::move(*query);
  }

  [[nodiscard]] Task<std::expected<oauth::TokenResponse, std::string>> token_for(
      std::string query, const oauth::PendingAuthorization* pending,
      const oauth::ClientRegistration* client) {
    auto callback = oauth::Callback::read(query);
    if (!callback) co_return Failure(refusal_of(callback.error()));
    auto code = std::move(*callback).take_code(
        {pending->state, pending->issuer, pending->iss_parameter_supported});
    if (!code) co_return Failure(refusal_of(code.error()));
    auto token = co_await oauth::exchange_code(bench_.door(), *client, *pending, *code);
    if (!token) co_return Failure("the server gave no token: " + words(token.error()));
    co_return std::move(*token);
  }

  [[nodiscard]] static std::string refusal_of(const oauth::CallbackError& error) {
    if (error.fault != oauth::CallbackFault::refused) {
      return "the answer was not used (" + std::string(to_text(error.fault)) + "). Begin again.";
    }
    return "the server said no (" + error.error + "): " + error.description;
  }

  McpWorkbench& bench_;
  const LoginArguments& arguments_;
  oauth::DocumentRules rules_;
};

[[nodiscard]] Task<std::string> farewell(McpWorkbench* bench, TokenFile token) {
  std::string kept;
  const auto note = [&kept](const std::optional<oauth::OAuthError>& error) {
    if (error) kept = words_of(*error);
  };
  const std::string& revocation = token.server.revocation_endpoint;
  // The refresh token first: while it lives, the access token is worth nothing to end.
  if (!revocation.empty() && !token.refresh_token.empty()) {
    note(co_await oauth::revoke(bench->door(), revocation, token.client, token.refresh_token,
                                oauth::TokenKind::refresh_token));
  }
  if (!revocation.empty()) {
    note(co_await oauth::revoke(bench->door(), revocation, token.client, token.access_token,
                                oauth::TokenKind::access_token));
  }
  if (!token.client.registration_client_uri.empty()) {
    note(co_await oauth::unregister_client(bench->door(), token.client));
  }
  co_return kept;
}

}  // namespace

int mcp_login(const LoginArguments& arguments) {
  std::error_code ignored;
  if (std::filesystem::exists(arguments.token_file, ignored)) {
    return report_failure("mcp login", arguments.token_file +
                                           " exists already: end that sign-in with `sluice mcp "
                                           "logout --token-file " +
                                           arguments.token_file + "`, or name another file.");
  }
  const auto bench = McpWorkbench::create(arguments.peers);
  if (!bench) return report_failure("mcp login", bench.error());
  Login login(**bench, arguments);
  auto token = (*bench)->runtime.run_to_completion(login.run());
  if (!token) return report_failure("mcp login", token.error());
  if (const auto kept = write_token_file(arguments.token_file, *token, false); !kept) {
    return report_failure("mcp login", kept.error());
  }
  std::cerr << "Signed in at " << token->server.issuer << ". Now try:\n  sluice mcp tools "
            << arguments.url << " --token-file " << arguments.token_file << '\n';
  return exit_ok;
}

int mcp_logout(const LogoutArguments& arguments) {
  const auto bench = McpWorkbench::create(arguments.peers);
  if (!bench) return report_failure("mcp logout", bench.error());
  auto token = read_token_file(arguments.token_file);
  if (!token) return report_failure("mcp logout", token.error());
  std::error_code error;
  // Removed before the server is told: whatever it answers, nothing stays behind here.
  if (!std::filesystem::remove(arguments.token_file, error) || error) {
    return report_failure("mcp logout", arguments.token_file + " cannot be removed.");
  }
  const std::string kept =
      (*bench)->runtime.run_to_completion(farewell(bench->get(), std::move(*token)));
  if (!kept.empty()) {
    return report_failure("mcp logout", "the file is gone, but the server kept the sign-in (" +
                                            kept + "). End it in your account there.");
  }
  std::cerr << "Signed out.\n";
  return exit_ok;
}

}  // namespace sluice::cli
