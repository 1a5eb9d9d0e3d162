#include "calls/call_text.h"

#include "oauth/challenge.h"
#include "oauth/scope.h"

#include <algorithm>
#include <vector>

namespace sluice::calls {
namespace {

using Kind = CallError::Kind;

constexpr int client_error_min = 400;
constexpr int server_error_min = 500;

[[nodiscard]] CallError forbidden(const std::string& vendor, const mcp::McpError& error) {
  const auto challenge = oauth::token_challenge(error.challenges);
  // A 403 without this word is about the account's rights, and reconnecting would not help.
  if (challenge && challenge->insufficient_scope()) {
    return {Kind::needs_more_access, vendor + " asks for more access than was granted (the scope " +
                                         scopes_in_words(challenge->scope.value_or("")) +
                                         "). Reconnect it in Data sources."};
  }
  return {Kind::vendor_refused, status_text(vendor, error.status)};
}

[[nodiscard]] CallError by_status(const std::string& vendor, const mcp::McpError& error) {
  // A redirect counts as down: nothing was refused, and asking again may find the server where it
  // was.
  const bool down = error.status < client_error_min || error.status >= server_error_min;
  if (!error.moved_to.empty()) {
    return {Kind::vendor_down, vendor + " has moved: its server sends its clients to " +
                                   error.moved_to + " (HTTP " + std::to_string(error.status) +
                                   "), which Sluice does not follow by itself. Your operator can "
                                   "enter that address for " +
                                   vendor + " if it is theirs."};
  }
  return {down ? Kind::vendor_down : Kind::vendor_refused,
          status_text(vendor, error.status, error.retry_after)};
}

// "Wait 20 seconds", as far as the vendor said how long.
[[nodiscard]] std::string wait_text(std::optional<std::chrono::seconds> retry_after) {
  constexpr std::chrono::seconds longest{86'400};
  if (!retry_after) return "Wait a minute and ask again.";
  const auto wait = std::clamp(*retry_after, std::chrono::seconds(1), longest);
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait);
  if (wait <= std::chrono::minutes(1)) {
    return "Wait " + std::to_string(wait.count()) + (wait.count() == 1 ? " second" : " seconds") +
           " and ask again.";
  }
  return "Wait " + std::to_string(minutes.count()) + " minutes and ask again.";
}

// Names from a vendor's header: few, short, and only what RFC 6749 lets a scope be.
constexpr std::size_t named_scopes_max = 4;
constexpr std::size_t scope_shown_max = 80;

}  // namespace

CallError cannot_open(const std::string& vendor) {
  return {Kind::cannot_open,
          "Sluice cannot open its stored access to " + vendor +
              " with the keys it has, so nothing was sent to " + vendor +
              ". The access was kept. Your operator can see with `sluice doctor` what is missing; "
              "reconnect only if the key is lost for good."};
}

std::string scopes_in_words(std::string_view scopes) {
  std::vector<std::string> names = oauth::split_scope(scopes);
  std::erase_if(names, [](const std::string& name) {
    return !oauth::is_scope_token(name) || name.size() > scope_shown_max;
  });
  if (names.empty()) return "that it does not name";
  std::string words;
  for (std::size_t i = 0; i < std::min(names.size(), named_scopes_max); ++i) {
    words += (i == 0 ? "\"" : ", \"") + names[i] + "\"";
  }
  return names.size() > named_scopes_max ? words + " and others" : words;
}

CallError more_access(const std::string& vendor, std::string_view asked, bool may_ask) {
  const std::string wants = vendor + " answers this only with the scope " + scopes_in_words(asked) +
                            ", which was not granted. ";
  if (may_ask) {
    return {Kind::needs_more_access, wants + "Press Reconnect in Data sources and allow it."};
  }
  return {Kind::needs_more_access,
          wants +
              "It is not among the scopes that were reviewed as reading, and Sluice asks for no "
              "other, so this cannot be answered."};
}

std::string no_answer_text(const std::string& vendor, std::optional<net::HttpError> reason) {
  using net::HttpError;
  switch (reason.value_or(HttpError::connection_lost)) {
    case HttpError::unresolvable:
      return "The name of " + vendor +
             "'s server could not be found, so nothing was asked. Try again in a few minutes; if "
             "it stays, tell your operator that looking up names (DNS) fails.";
    case HttpError::connect_failed:
      return vendor +
             "'s server cannot be reached: no connection could be made. Try again in a few "
             "minutes; if it stays, tell your operator.";
    case HttpError::tls_failed:
      return "No secure connection to " + vendor +
             " could be made: its certificate was not accepted, or something stands between. "
             "Nothing was sent. Tell your operator.";
    case HttpError::timed_out:
      return vendor +
             " took too long to answer. Ask for a shorter period, or try again in a few minutes.";
    case HttpError::malformed_response:
    case HttpError::head_too_large:
      return vendor +
             " answered with something that is not HTTP as it should be. Try again in a few "
             "minutes; if it stays, tell your operator.";
    case HttpError::body_too_large:
    case HttpError::compression_bomb:
      return vendor + " sent more than one answer may hold. Ask for a shorter period.";
    case HttpError::refused_address:
      return "The address of " + vendor +
             " is not one that this server may reach. Tell your operator.";
    case HttpError::connection_lost:
    case HttpError::cancelled: break;
  }
  return vendor + " does not answer at the moment. Try again in a few minutes.";
}

std::string status_text(const std::string& vendor, int status,
                        std::optional<std::chrono::seconds> retry_after) {
  const std::string said = " (HTTP " + std::to_string(status) + ")";
  switch (status) {
    case 401:
      return vendor + " does not accept the access it granted" + said +
             ". Press Reconnect in Data sources.";
    case 403:
      return "Vendor returned a 4xx error: " + vendor + " does not let this account read that" +
             said + ". Check the account's rights there, then reconnect.";
    case 404:
    case 410:
      return "Vendor returned a 4xx error: nothing is at the address of " + vendor + " any more" +
             said + ". Try again in a few minutes; if it stays, tell your operator.";
    case 429:
      return vendor + " is being asked too often right now" + said + ". " + wait_text(retry_after);
    default: break;
  }
  if (status >= server_error_min) {
    return vendor + " answered with an error of its own" + said + ". " +
           (retry_after ? wait_text(retry_after) : "Try again in a few minutes.");
  }
  if (status >= client_error_min) {
    return "Vendor returned a 4xx error: " + vendor + " refused the request" + said +
           ". Reconnecting asks for the access it now wants.";
  }
  return vendor + " sends its clients to another address" + said +
         ", which Sluice does not follow. Tell your operator.";
}

CallError too_often(const std::string& vendor, std::chrono::milliseconds wait) {
  return {Kind::vendor_refused, vendor +
                                    " takes only so many calls in a time, and they were made. " +
                                    wait_text(std::chrono::ceil<std::chrono::seconds>(wait))};
}

CallError call_error(const std::string& vendor, const mcp::McpError& error) {
  using mcp::McpFailure;
  switch (error.failure) {
    case McpFailure::refused_address:
      return {Kind::vendor_down, no_answer_text(vendor, net::HttpError::refused_address)};
    case McpFailure::unreachable:
    case McpFailure::answer_lost:
      return {Kind::vendor_down, no_answer_text(vendor, error.transport)};
    case McpFailure::timed_out:
    case McpFailure::cancelled:
      return {Kind::deadline, no_answer_text(vendor, net::HttpError::timed_out)};
    case McpFailure::too_large:
      return {Kind::vendor_down, no_answer_text(vendor, net::HttpError::body_too_large)};
    case McpFailure::unauthorized:
      return {Kind::needs_reconnect, vendor +
                                         " no longer accepts the access it granted. Press "
                                         "Reconnect in Data sources."};
    case McpFailure::no_credential: return cannot_open(vendor);
    case McpFailure::forbidden: return forbidden(vendor, error);
    case McpFailure::rate_limited:
      return {error.status == 429 ? Kind::vendor_refused : Kind::vendor_down,
              status_text(vendor, error.status, error.retry_after)};
    case McpFailure::vendor_status: return by_status(vendor, error);
    case McpFailure::not_json:
      return {Kind::vendor_down, vendor +
                                     " answered with a web page instead of data, often a sign "
                                     "of maintenance. Try again in a few minutes."};
    case McpFailure::protocol_violation:
    case McpFailure::version_unsupported:
      return {Kind::vendor_down, vendor +
                                     " answered in a way that cannot be understood. Try again; "
                                     "if it stays, tell your operator."};
    case McpFailure::rpc_error:
      // A status that a JSON-RPC error came with says more about its kind than the error does.
      if (error.status >= client_error_min) return by_status(vendor, error);
      return {Kind::vendor_refused, vendor +
                                        " refused the request. If it stays, reconnect it in "
                                        "Data sources."};
    case McpFailure::input_required:
    case McpFailure::visit_required:
      return {Kind::vendor_refused, vendor + " wants somebody to do something there first. Open " +
                                        vendor + " and look for a notice."};
  }
  return {Kind::vendor_down, no_answer_text(vendor, std::nullopt)};
}

}  // namespace sluice::calls
