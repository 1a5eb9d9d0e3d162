#pragma once
#include "base/clock.h"
#include "base/secret.h"
#include "calls/client_details.h"
#include "oauth/registration.h"
#include "oauth/token_response.h"

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

namespace sluice::cli {

inline constexpr std::size_t token_file_bytes_max = std::size_t{256} * 1024;

// What `sluice mcp login` keeps for `mcp tools`, `mcp call` and `mcp logout`: one sign-in at one
// MCP server. The file is the user's alone (0600) and holds the tokens as they are, as a browser's
// cookie store does; the server's own credentials are never in such a file.
struct TokenFile {
  std::string mcp_server;  // The one server that the token is shown to.
  calls::ServerDetails server;
  oauth::ClientRegistration client;
  Secret access_token = Secret::take({});
  Secret refresh_token = Secret::take({});  // Empty: none was given.
  std::optional<Instant> expires_at;
  std::string scope;

  // Takes over what a token endpoint answered; an absent refresh token keeps the old one.
  void take(oauth::TokenResponse&& token, Instant now);
};

// Errors are sentences with what to do. Reading refuses a file that others may read.
[[nodiscard]] std::expected<TokenFile, std::string> read_token_file(
    const std::filesystem::path& path);
// `replace`: the file is exchanged whole; otherwise one that exists is left alone.
[[nodiscard]] std::expected<void, std::string> write_token_file(const std::filesystem::path& path,
                                                                const TokenFile& token,
                                                                bool replace);

}  // namespace sluice::cli
