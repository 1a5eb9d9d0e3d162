#include "cli/token_file.h"

#include "base/json_text.h"
#include "base/time_format.h"
#include "keys/owner_only_file.h"

#include <cstdio>
#include <string_view>
#include <utility>

namespace sluice::cli {
namespace {

constexpr std::string_view file_kind = "sluice-token-1";

// A member whose value is secret, escaped without leaving a copy outside of `text`.
void append_member(std::string& text, std::string_view name, const Secret& value) {
  if (value.empty()) return;
  text.append(",\"").append(name).append("\":\"");
  value.use([&](std::string_view secret) {
    for (const char c : secret) {
      if (c == '"' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
  });
  text.push_back('"');
}

Secret text_of(const TokenFile& token) {
  Json expiry = nullptr;
  if (token.expires_at) expiry = to_rfc3339(*token.expires_at);
  const Json open = {{"kind", file_kind},
                     {"mcp_server", token.mcp_server},
                     {"client", calls::to_json(token.server, token.client)},
                     {"scope", token.scope},
                     {"expires_at", expiry}};
  std::string text;
  text.reserve(token_file_bytes_max);  // Once, so that no copy of a token stays behind.
  text = to_wire(open);
  text.pop_back();
  append_member(text, "access_token", token.access_token);
  append_member(text, "refresh_token", token.refresh_token);
  append_member(text, "client_secret", token.client.client_secret);
  append_member(text, "registration_access_token", token.client.registration_access_token);
  text += "}\n";
  return Secret::take(std::move(text));
}

Secret secret_member(const JsonText& document, std::string_view name) {
  auto value = document.member(name).secret();
  return value ? std::move(*value) : Secret::take({});
}

std::unexpected<std::string> no_token_file(const std::filesystem::path& path) {
  return std::unexpected(path.string() +
                         " is not a file that `sluice mcp login` made. Sign in again with "
                         "`sluice mcp login URL --token-file FILE`.");
}

std::optional<TokenFile> parse(std::string_view text) {
  const auto document = JsonText::check(text, {.duplicate_members_refused = true});
  if (!document || document->member("kind").string() != file_kind) return std::nullopt;
  const auto details = parse_json(document->member("client").raw());
  if (!details) return std::nullopt;
  auto client = calls::registration_from(*details);
  if (!client) return std::nullopt;
  TokenFile token{.mcp_server = document->member("mcp_server").string().value_or(""),
                  .server = calls::server_details(*details),
                  .client = std::move(*client),
                  .expires_at = std::nullopt,
                  .scope = document->member("scope").string().value_or("")};
  token.client.client_secret = secret_member(*document, "client_secret");
  token.client.registration_access_token = secret_member(*document, "registration_access_token");
  token.access_token = secret_member(*document, "access_token");
  token.refresh_token = secret_member(*document, "refresh_token");
  if (const auto expiry = document->member("expires_at").string()) {
    token.expires_at = parse_rfc3339(*expiry);
  }
  if (token.mcp_server.empty() || token.access_token.empty()) return std::nullopt;
  return token;
}

}  // namespace

void TokenFile::take(oauth::TokenResponse&& token, Instant now) {
  access_token = std::move(token.access_token);
  if (!token.refresh_token.empty()) refresh_token = std::move(token.refresh_token);
  expires_at = now + token.lifetime;
  if (!token.scope.empty()) scope = token.scope;
}

std::expected<TokenFile, std::string> read_token_file(const std::filesystem::path& path) {
  const auto open = keys::open_owner_only(path);
  if (!open) return std::unexpected(open.error().detail);
  const auto text = keys::read_all(*open, path.string(), token_file_bytes_max);
  if (!text) return std::unexpected(text.error().detail);
  std::optional<TokenFile> token;
  text->use([&](std::string_view bytes) { token = parse(bytes); });
  if (!token) return no_token_file(path);
  return std::move(*token);
}

std::expected<void, std::string> write_token_file(const std::filesystem::path& path,
                                                  const TokenFile& token, bool replace) {
  const std::filesystem::path target = replace ? path.string() + ".new" : path.string();
  if (auto written = keys::write_new_file(target, text_of(token)); !written) {
    return std::unexpected(written.error().detail);
  }
  if (replace && std::rename(target.c_str(), path.c_str()) != 0) {
    return std::unexpected("Replacing " + path.string() + " failed: the new token is in " +
                           target.string() + ".");
  }
  return {};
}

}  // namespace sluice::cli
