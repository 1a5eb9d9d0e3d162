#include "calls/call_text.h"

#include "oauth/challenge.h"
#include "oauth/scope.h"

#include <algorithm>
#include <vector>

namespace sluice::calls {
namespace {

using Kind = CallError::Kind;

[[nodiscard]] CallError forbidden(const std::string& vendor, const mcp::McpError& error) {
  const auto challenge = oauth::token_challenge(error.challenges);
  if (challenge && challenge->insufficient_scope()) {
    return {Kind::needs_more_access, vendor + " asks for more access than was granted (the scope " +
                                         scopes_in_words(challenge->scope.value_or("")) +
                                         "). Reconnect it in Data sources."};
  }
  return {Kind::vendor_refused, "Vendor returned a 4xx error: " + vendor +
                                    " does not let this account read that (HTTP 403). Check the "
                                    "account's rights there, then reconnect."};
}

[[nodiscard]] CallError by_status(const std::string& vendor, int status) {
  if (status >= 400 && status < 500) {
    return {Kind::vendor_refused, "Vendor returned a 4xx error: " + vendor +
                                      " refused the request (HTTP " + std::to_string(status) +
                                      "). Reconnecting asks for the access it now wants."};
  }
  return {Kind::vendor_down, vendor + " answered with an error of its own (HTTP " +
                                 std::to_string(status) + "). Try again in a few minutes."};
}

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

CallError call_error(const std::string& vendor, const mcp::McpError& error) {
  using mcp::McpFailure;
  switch (error.failure) {
    case McpFailure::refused_address:
      return {Kind::vendor_down, "The address of " + vendor +
                                     " is not one that this server may reach. Tell your operator."};
    case McpFailure::unreachable:
    case McpFailure::answer_lost:
      return {Kind::vendor_down,
              vendor + " does not answer at the moment. Try again in a few minutes."};
    case McpFailure::timed_out:
    case McpFailure::cancelled:
      return {Kind::deadline, vendor +
                                  " took too long to answer. Ask for a shorter period, or "
                                  "try again."};
    case McpFailure::too_large:
      return {Kind::vendor_down, vendor +
                                     " sent more than one answer may hold. Ask for a shorter "
                                     "period."};
    case McpFailure::unauthorized:
      return {Kind::needs_reconnect, vendor +
                                         " no longer accepts the access it granted. Press "
                                         "Reconnect in Data sources."};
    case McpFailure::no_credential: return cannot_open(vendor);
    case McpFailure::forbidden: return forbidden(vendor, error);
    case McpFailure::rate_limited:
      if (error.status == 503) return by_status(vendor, error.status);
      return {Kind::vendor_refused, vendor +
                                        " is being asked too often right now. Wait a minute "
                                        "and ask again."};
    case McpFailure::vendor_status: return by_status(vendor, error.status);
    case McpFailure::not_json:
      return {Kind::vendor_down, vendor +
                                     " answered with a web page instead of data, often a sign "
                                     "of maintenance. Try again in a few minutes."};
    case McpFailure::protocol_violation:
    case McpFailure::version_unsupported:
      return {Kind::vendor_down, vendor +
                                     " answered in a way that cannot be understood. If it "
                                     "stays, tell your operator."};
    case McpFailure::rpc_error:
      return {Kind::vendor_refused, vendor +
                                        " refused the request. If it stays, reconnect it in "
                                        "Data sources."};
    case McpFailure::input_required:
    case McpFailure::visit_required:
      return {Kind::vendor_refused, vendor + " wants somebody to do something there first. Open " +
                                        vendor + " and look for a notice."};
  }
  return {Kind::vendor_down, vendor + " does not answer at the moment."};
}

}  // namespace sluice::calls
