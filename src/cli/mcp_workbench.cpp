#include "cli/mcp_workbench.h"

#include "calls/token_refresher.h"
#include "oauth/secret_form.h"
#include "oauth/token_request.h"
#include "sandbox/launcher.h"
#include "sandbox/peer_file.h"

#include <utility>

namespace sluice::cli {

McpWorkbench::McpWorkbench(std::vector<net::EgressException> peers)
    : peers_(std::move(peers)),
      policy_(resolver_, peers_),
      // Every request opens its own connection.
      http_(net::make_http_client(runtime, {.trust = net::TrustClass::custom})),
      door_(*http_, policy_, peers_.empty() ? oauth::Trust::custom : oauth::Trust::catalog) {}

std::expected<std::unique_ptr<McpWorkbench>, std::string> McpWorkbench::create(
    const std::string& peers) {
  std::vector<net::EgressException> exceptions;
  if (!peers.empty()) {
    auto read = sandbox::PeerFile::read(peers, "127.0.0.1");
    if (!read) return std::unexpected(read.error());
    exceptions = std::move(*read);
  }
  // make_unique cannot reach the private constructor.
  return std::unique_ptr<McpWorkbench>(new McpWorkbench(std::move(exceptions)));
}

std::unique_ptr<mcp::McpClient> McpWorkbench::client(const std::string& url) {
  return std::make_unique<mcp::McpClient>(*http_, policy_, clock,
                                          mcp::McpTarget{.url = url, .custom = peers_.empty()});
}

oauth::DocumentRules McpWorkbench::rules() const {
  oauth::DocumentRules rules;
  rules.resource = oauth::ResourceRule::covering;
  for (const net::EgressException& peer : peers_)
    rules.excepted_origins.push_back(peer.origin());
  return rules;
}

std::string McpWorkbench::browser_url(const std::string& url) const {
  for (const net::EgressException& peer : peers_) {
    if (url.starts_with(peer.origin() + "/")) {
      return peer.loopback() + url.substr(peer.origin().size());
    }
  }
  return url;
}

std::string words_of(const mcp::McpError& error) {
  std::string words = std::string(to_text(error.failure)) + ": " + error.detail;
  if (error.status != 0) words += " (HTTP " + std::to_string(error.status) + ")";
  if (error.rpc) words += ": " + error.rpc->message;
  if (error.failure == mcp::McpFailure::unauthorized) {
    words +=
        "; sign in with `sluice mcp login URL --token-file FILE` and pass --token-file FILE, or "
        "give a token with --header 'Authorization: Bearer ...'";
  }
  return words;
}

std::string words_of(const oauth::OAuthError& error) {
  std::string words = std::string(oauth::reason_of(error)) + ": " + error.detail;
  if (error.status != 0) words += " (HTTP " + std::to_string(error.status) + ")";
  if (error.refusal) words += ": " + error.refusal->error + " " + error.refusal->description;
  return words;
}

std::expected<TokenKeeper, std::string> TokenKeeper::open(McpWorkbench& bench,
                                                          std::filesystem::path path,
                                                          const std::string& url) {
  auto token = read_token_file(path);
  if (!token) return std::unexpected(token.error());
  if (token->mcp_server != url) {
    return std::unexpected(path.string() + " is a sign-in for " + token->mcp_server +
                           ": its token is shown to no other address.");
  }
  return TokenKeeper(bench, std::move(path), std::move(*token));
}

mcp::Authorize TokenKeeper::authorize() const {
  return [token = token_](std::string_view /*method*/, std::string_view /*url*/) {
    mcp::Credentials credentials;
    credentials.secret_headers.push_back(
        {"Authorization", "Bearer ", oauth::copy_secret(token->access_token)});
    return credentials;
  };
}

bool TokenKeeper::about_to_end() const {
  const std::optional<Instant> end = token_->expires_at;
  return end && !token_->refresh_token.empty() &&
         *end <= bench_->clock.now() + calls::refresh_margin;
}

std::optional<std::string> TokenKeeper::renew() {
  if (token_->refresh_token.empty()) {
    return "the token has ended and the server gave nothing to renew it with. Sign in again.";
  }
  const calls::ServerDetails& server = token_->server;
  auto fresh = bench_->runtime.run_to_completion(oauth::refresh(
      bench_->door(), token_->client, {server.token_endpoint, server.resource, token_->scope},
      token_->refresh_token));
  if (!fresh) return "the token cannot be renewed (" + words_of(fresh.error()) + ").";
  token_->take(std::move(*fresh), bench_->clock.now());
  if (const auto kept = write_token_file(path_, *token_, true); !kept) return kept.error();
  return std::nullopt;
}

}  // namespace sluice::cli
