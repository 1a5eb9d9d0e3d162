#include "cli/guard_metadata.h"

#include "base/json_text.h"
#include "net/url.h"
#include "oauth/callback.h"
#include "oauth/metadata.h"
#include "oauth/registration.h"
#include "oauth/scope.h"
#include "oauth/token_response.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::string_view usual_redirect_uri = "https://app.example.com/oauth/callback";
constexpr std::string_view usual_scope = "read";

struct Line {
  std::string body;
  std::string fetched_from;
  std::string mcp_server;
  std::string issuer;
  std::string redirect_uri;
  std::string scope_asked;
  bool iss_advertised = true;
  Instant now;
};

oauth::DocumentRules strict_rules(const Line& line) {
  oauth::DocumentRules rules;
  // The product's own origin is that of its redirect address, here as there.
  if (const auto url = net::parse_strict_url(line.redirect_uri)) rules.own_origin = url->origin();
  return rules;
}

OrderedJson verdict(std::string_view word, std::string_view reason, std::string_view detail) {
  return {{"verdict", word}, {"reason", reason}, {"detail", detail}};
}

OrderedJson refuse(const oauth::DocumentError& error) {
  return verdict("refuse", to_text(error.reason), error.detail);
}

OrderedJson allow_or_review(const std::vector<std::string>& review) {
  if (review.empty()) return verdict("allow", "acceptable", "the document keeps the rules");
  return verdict("review", review.front(), "usable without the odd part; a person should look");
}

OrderedJson judge_server(const Line& line) {
  const auto server = oauth::read_server_metadata(line.body, line.issuer, strict_rules(line));
  return server ? allow_or_review(server->review) : refuse(server.error());
}

OrderedJson judge_resource(const Line& line) {
  const auto resource = oauth::read_resource_metadata(
      line.body, {line.mcp_server, line.fetched_from}, strict_rules(line));
  return resource ? allow_or_review(resource->review) : refuse(resource.error());
}

OrderedJson judge_registration(const Line& line) {
  const oauth::RegistrationQuestion question{line.issuer, line.redirect_uri,
                                             oauth::ClientAuthentication::none, line.now};
  const auto client = oauth::read_registration(line.body, question, strict_rules(line));
  if (!client) return refuse(client.error());
  const auto beyond = oauth::scopes_beyond(client->scope, line.scope_asked);
  if (std::ranges::none_of(beyond, oauth::looks_like_writing)) return allow_or_review({});
  return verdict("review", "widened_to_writing",
                 "the server registered more than was asked for, and not only to read");
}

OrderedJson judge_token(const Line& line) {
  const auto token = oauth::read_token_response(line.body, {.scope_asked = line.scope_asked});
  if (!token) return refuse(token.error().document);
  if (oauth::scopes_beyond(token->scope, line.scope_asked).empty()) return allow_or_review({});
  return verdict("review", "wider_grant", "more was granted than was asked for");
}

// The texts between " then ".
std::vector<std::string> split_sequence(const std::string& text) {
  constexpr std::string_view separator = " then ";
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos;
       end = text.find(separator, start)) {
    parts.push_back(text.substr(start, end - start));
    start = end + separator.size();
  }
  parts.push_back(text.substr(start));
  return parts;
}

OrderedJson judge_callback(const Line& line) {
  // The pending requests: state -> whether the server advertises `iss`. Each is used up once.
  std::map<std::string, bool> pending{
      {"$STATE", line.iss_advertised}, {"$STATE1", false}, {"$STATE2", false}};
  for (const std::string& query : split_sequence(line.body)) {
    auto callback = oauth::Callback::read(query);
    if (!callback) {
      return verdict("refuse", to_text(callback.error().fault), "the callback cannot be used");
    }
    // Taken out, not looked at: the second answer to a request finds nothing.
    const auto waiting = pending.extract(callback->state());
    if (!waiting) return verdict("refuse", "unknown_state", "no request waits for this answer");
    const auto code =
        std::move(*callback).take_code({waiting.key(), line.issuer, waiting.mapped()});
    if (!code) {
      return verdict("refuse", to_text(code.error().fault), "the callback cannot be used");
    }
  }
  return verdict("allow", "acceptable", "the callback answers its request");
}

std::expected<Line, std::string> read_line(const JsonText& input, Instant now) {
  const auto text = [&](std::string_view name, std::string_view otherwise) {
    return input.member(name).string().value_or(std::string(otherwise));
  };
  const JsonText document = input.member("document");
  if (document.absent()) return std::unexpected("\"document\" is missing");
  Line line;
  line.body = document.string().value_or(std::string(document.raw()));
  line.fetched_from = text("fetched_from", "");
  line.mcp_server = text("mcp_server", "");
  line.issuer = text("issuer_expected", "");
  line.redirect_uri = text("redirect_uri", usual_redirect_uri);
  line.scope_asked = text("scope_asked", usual_scope);
  line.iss_advertised = input.member("iss_advertised").flag().value_or(true);
  line.now = now;
  return line;
}

std::expected<OrderedJson, std::string> judge(std::string_view text, Instant now) {
  using Judge = OrderedJson (*)(const Line&);
  static const std::map<std::string, Judge, std::less<>> judges{
      {"as-metadata", judge_server},
      {"protected-resource", judge_resource},
      {"registration-response", judge_registration},
      {"token-response", judge_token},
      {"callback", judge_callback}};
  const auto input = JsonText::check(text);
  if (!input) return std::unexpected(input.error());
  const auto found = judges.find(input->member("kind").string().value_or(""));
  if (found == judges.end()) {
    return std::unexpected(
        "\"kind\" must be as-metadata, protected-resource, registration-response, token-response "
        "or callback");
  }
  const auto line = read_line(*input, now);
  if (!line) return std::unexpected(line.error());
  return found->second(*line);
}

}  // namespace

Guard make_metadata_guard(const Clock& clock) {
  return [&clock](std::string_view line) { return judge(line, clock.now()); };
}

Guard make_metadata_guard() {
  return [](std::string_view line) { return judge(line, SystemClock().now()); };
}

}  // namespace sluice::cli
