#include "oauth/callback.h"

#include "net/http_text.h"
#include "oauth/token_response.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sluice::oauth {
namespace {

CallbackError fault(CallbackFault what) {
  return {what, "", ""};
}

bool is_code_text(const Secret& code) {
  return code.use([](std::string_view text) {
    // RFC 6749, appendix A.11: printable ASCII.
    return !text.empty() && text.size() <= code_bytes_max &&
           std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
  });
}

}  // namespace

std::string_view to_text(CallbackFault fault) {
  switch (fault) {
    case CallbackFault::unreadable: return "unreadable_callback";
    case CallbackFault::no_state: return "no_state";
    case CallbackFault::wrong_state: return "wrong_state";
    case CallbackFault::wrong_issuer: return "issuer_mismatch";
    case CallbackFault::missing_issuer: return "issuer_missing";
    case CallbackFault::refused: return "refused_by_server";
    case CallbackFault::no_code: return "no_code";
  }
  return "unreadable_callback";
}

std::expected<Callback, CallbackError> Callback::read(std::string_view query) {
  if (query.size() > callback_bytes_max) return std::unexpected(fault(CallbackFault::unreadable));
  auto fields = net::parse_strict_form(query);
  if (!fields) return std::unexpected(fault(CallbackFault::unreadable));
  Callback callback;
  std::set<std::string> seen;
  for (auto& [name, value] : *fields) {
    // RFC 6749, section 3.1: a parameter must not come more than once, and of two one may be
    // planted.
    if (!seen.insert(name).second) {
      return std::unexpected(fault(CallbackFault::unreadable));
    }
    if (name == "state")
      callback.state_ = std::move(value);
    else if (name == "iss")
      callback.issuer_ = std::move(value);
    else if (name == "error")
      callback.error_ = std::move(value);
    else if (name == "error_description")
      callback.description_ = std::move(value);
    else if (name == "code")
      callback.code_ = Secret::take(std::move(value));
  }
  if (callback.state_.empty()) return std::unexpected(fault(CallbackFault::no_state));
  return callback;
}

std::expected<Secret, CallbackError> Callback::take_code(const Expected& expected) && {
  if (state_ != expected.state) return std::unexpected(fault(CallbackFault::wrong_state));
  if (issuer_ && *issuer_ != expected.issuer) {
    return std::unexpected(fault(CallbackFault::wrong_issuer));
  }
  if (!issuer_ && expected.iss_parameter_supported) {
    return std::unexpected(fault(CallbackFault::missing_issuer));
  }
  if (error_) {
    return std::unexpected(
        CallbackError{CallbackFault::refused, plain_text(*error_, 64), plain_text(description_)});
  }
  if (!is_code_text(code_)) return std::unexpected(fault(CallbackFault::no_code));
  return std::move(code_);
}

}  // namespace sluice::oauth
