#include "oauth/token_response.h"

#include "base/text.h"
#include "oauth/document_reader.h"
#include "oauth/scope.h"

#include <algorithm>

namespace sluice::oauth {
namespace {

// Fit for a header: visible ASCII only (RFC 6749, appendix A.12, without the blank).
bool is_token_text(const Secret& token) {
  return token.use([](std::string_view text) {
    return !text.empty() && text.size() <= token_bytes_max &&
           std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
  });
}

bool is_code_char(char c) {
  return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.';
}

void take_token_type(DocumentReader& reader, TokenResponse& response, TokenQuestion question) {
  const std::string type = lower(reader.required_text("token_type").value_or(""));
  if (type == "bearer") return;
  if (type == "dpop" && question.dpop) {
    response.type = TokenType::dpop;
  } else if (type == "n_a" && question.exchange) {
    response.type = TokenType::not_applicable;
  } else {
    reader.fail(OAuthReason::token_type, "token_type");
  }
}

void take_lifetime(DocumentReader& reader, TokenResponse& response) {
  response.lifetime = lifetime_unsaid;
  const auto seconds = reader.number("expires_in");
  if (!seconds) return;
  if (*seconds < 0) return reader.fail(OAuthReason::negative_lifetime, "expires_in");
  response.lifetime = std::chrono::seconds(std::min<std::int64_t>(*seconds, lifetime_max.count()));
}

std::optional<TokenRefusal> read_refusal(DocumentReader& reader) {
  const auto error = reader.text("error");
  if (!error) return std::nullopt;
  const bool is_code = error->size() <= 64 && std::ranges::all_of(*error, is_code_char);
  return TokenRefusal{is_code ? *error : "unreadable_error",
                      plain_text(reader.text("error_description").value_or(""))};
}

}  // namespace

std::expected<TokenResponse, TokenError> read_token_response(std::string_view body,
                                                             TokenQuestion question) {
  auto opened = DocumentReader::open(body, EmptyText::absent);
  if (!opened) return std::unexpected(TokenError{opened.error(), std::nullopt});
  DocumentReader& reader = *opened;
  if (auto refusal = read_refusal(reader)) {
    DocumentError why{OAuthReason::refused_by_server,
                      "The token endpoint refused: " + refusal->error + ". Connect again."};
    return std::unexpected(TokenError{std::move(why), std::move(refusal)});
  }
  TokenResponse response;
  take_token_type(reader, response, question);
  if (reader.absent("access_token")) reader.fail(OAuthReason::missing_member, "access_token");
  if (auto token = reader.secret("access_token")) response.access_token = std::move(*token);
  if (!is_token_text(response.access_token)) reader.fail(OAuthReason::bad_token, "access_token");
  if (auto token = reader.secret("refresh_token")) {
    if (!is_token_text(*token)) reader.fail(OAuthReason::bad_token, "refresh_token");
    response.refresh_token = std::move(*token);
  }
  take_lifetime(reader, response);
  // RFC 6749, section 5.1: left out means as asked.
  const auto scopes = reader.scopes("scope");
  response.scope = scopes ? join_scope(*scopes) : std::string(question.scope_asked);
  if (const auto& error = reader.error()) return std::unexpected(TokenError{*error, std::nullopt});
  return response;
}

std::vector<std::string> scopes_beyond(std::string_view granted, std::string_view asked) {
  const auto known = split_scope(asked);
  std::vector<std::string> beyond = split_scope(granted);
  std::erase_if(beyond, [&](const std::string& scope) {
    return std::ranges::find(known, scope) != known.end();
  });
  return beyond;
}

std::string plain_text(std::string_view text, std::size_t characters_max) {
  std::string result;
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool continues = (byte & 0xC0U) == 0x80U;
    if (!continues && ++characters > characters_max) break;
    result.push_back(byte < 0x20 || byte == 0x7F ? ' ' : c);
  }
  return result;
}

}  // namespace sluice::oauth
