#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "cli/token_file.h"
#include "mcp/client.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "net/io_runtime.h"
#include "net/system_resolver.h"
#include "oauth/http_door.h"

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::cli {

// Everything a conversation with one server needs, for the time of one command. An address is a
// typed one: https, public, never an exception; only test peers on loopback are let through, where
// the command names their file.
class McpWorkbench {
 public:
  // `peers`: as for `sluice serve --peers`; empty: none. The error is a sentence.
  [[nodiscard]] static std::expected<std::unique_ptr<McpWorkbench>, std::string> create(
      const std::string& peers);

  // A client for one conversation; and what documents of its authorization server are held to.
  [[nodiscard]] std::unique_ptr<mcp::McpClient> client(const std::string& url);
  [[nodiscard]] oauth::DocumentRules rules() const;
  // How a browser on this machine reaches a page: itself, or the peer that stands for it.
  [[nodiscard]] std::string browser_url(const std::string& url) const;

  net::IoRuntime runtime{1};
  SystemClock clock;
  SystemRandom random;

  [[nodiscard]] oauth::HttpDoor& door() { return door_; }

 private:
  explicit McpWorkbench(std::vector<net::EgressException> peers);

  std::vector<net::EgressException> peers_;
  net::SystemResolver resolver_;
  net::EgressPolicy policy_;
  std::unique_ptr<net::HttpClient> http_;
  oauth::HttpDoor door_;
};

// "unauthorized: ...": an MCP failure for a person at the shell.
[[nodiscard]] std::string words_of(const mcp::McpError& error);
[[nodiscard]] std::string words_of(const oauth::OAuthError& error);

// The sign-in of a token file, kept fresh. Made for one command; the workbench outlives it.
class TokenKeeper {
 public:
  // Refuses a file that belongs to another server than `url`.
  [[nodiscard]] static std::expected<TokenKeeper, std::string> open(McpWorkbench& bench,
                                                                    std::filesystem::path path,
                                                                    const std::string& url);
  // Good as long as the keeper's token file is not ended; reads the newest token with each request.
  [[nodiscard]] mcp::Authorize authorize() const;
  // Less than a minute is left of the token.
  [[nodiscard]] bool about_to_end() const;
  // Asks for a new token and writes it down before it is used. Nothing: done.
  [[nodiscard]] std::optional<std::string> renew();

 private:
  TokenKeeper(McpWorkbench& bench, std::filesystem::path path, TokenFile token)
      : bench_(&bench),
        path_(std::move(path)),
        token_(std::make_shared<TokenFile>(std::move(token))) {}

  McpWorkbench* bench_;
  std::filesystem::path path_;
  std::shared_ptr<TokenFile> token_;  // Shared with the functions that authorize() hands out.
};

}  // namespace sluice::cli
