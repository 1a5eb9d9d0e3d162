#include "sandbox/faults.h"

#include "sandbox/authorization_server.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::chrono::milliseconds delay_default{2'000};
constexpr int delay_max_ms = 600'000;

std::optional<FaultKind> kind_named(std::string_view name) {
  using Named = std::pair<std::string_view, FaultKind>;
  static constexpr std::array<Named, 17> names{
      Named{"down", FaultKind::down},
      Named{"html", FaultKind::html},
      Named{"slow", FaultKind::slow},
      Named{"500", FaultKind::server_error},
      Named{"401", FaultKind::unauthorized},
      Named{"expire_tokens", FaultKind::expire_tokens},
      Named{"revoke_grants", FaultKind::revoke_grants},
      Named{"forget_clients", FaultKind::forget_clients},
      Named{"more_scope", FaultKind::more_scope},
      Named{"wide_grant", FaultKind::wide_grant},
      Named{"refuse_registration", FaultKind::refuse_registration},
      Named{"refuse_redirect", FaultKind::refuse_redirect},
      Named{"token_says", FaultKind::token_says},
      Named{"wide_registration", FaultKind::wide_registration},
      Named{"challenge_scope", FaultKind::challenge_scope},
      Named{"names_issuer", FaultKind::names_issuer},
      Named{"drift", FaultKind::drift}};
  const auto* const found = std::ranges::find(names, name, &Named::first);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

// And leaves nothing behind.
bool happens_at_once(FaultKind kind) {
  return kind == FaultKind::expire_tokens || kind == FaultKind::revoke_grants ||
         kind == FaultKind::forget_clients;
}

FaultPlace place_named(std::string_view name) {
  if (name == "authorization") return FaultPlace::authorization;
  return name == "both" ? FaultPlace::both : FaultPlace::mcp;
}

int integer_of(const Value& wish, std::string_view name, int fallback) {
  const Value& number = member_of(wish, name);
  return number.is_number_integer() ? number.get<int>() : fallback;
}

}  // namespace

std::optional<net::ServerResponse> broken_answer(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::down: return net::ServerResponse{503, {}, {}};
    case FaultKind::server_error: return json_answer(500, {{"error", "internal_error"}});
    case FaultKind::html:
      return net::ServerResponse{200,
                                 {{"Content-Type", "text/html; charset=utf-8"}},
                                 "<!doctype html><title>Maintenance</title><h1>We will be back "
                                 "soon</h1>"};
    // These change what is behind an answer, or one part of it: the request is answered all the
    // same.
    case FaultKind::slow:
    case FaultKind::unauthorized:
    case FaultKind::expire_tokens:
    case FaultKind::revoke_grants:
    case FaultKind::forget_clients:
    case FaultKind::more_scope:
    case FaultKind::wide_grant:
    case FaultKind::refuse_registration:
    case FaultKind::refuse_redirect:
    case FaultKind::token_says:
    case FaultKind::wide_registration:
    case FaultKind::challenge_scope:
    case FaultKind::names_issuer:
    case FaultKind::drift: return std::nullopt;
  }
  return std::nullopt;
}

std::expected<std::optional<Fault>, std::string> FaultBoard::set(const Value& wish) {
  const std::string vendor = text_of(wish, "vendor");
  if (vendor.empty()) return std::unexpected("a fault needs a vendor");
  const std::string name = as_text(member_of(wish, "fault"));
  if (name == "none") {
    faults_.erase(vendor);
    return std::nullopt;
  }
  const auto kind = kind_named(name);
  if (!kind) return std::unexpected("unknown fault " + name);
  const int delay_asked = integer_of(wish, "milliseconds", static_cast<int>(delay_default.count()));
  const int delay_ms = *kind == FaultKind::slow ? std::clamp(delay_asked, 0, delay_max_ms) : 0;
  const Fault fault{
      *kind,
      std::chrono::milliseconds(delay_ms),
      text_of(wish, "tool"),
      text_of(wish, "scope"),
      integer_of(wish, "times", -1),
      place_named(text_of(wish, "where", *kind == FaultKind::token_says ? "authorization" : "mcp")),
      integer_of(wish, "status", 200),
      text_of(wish, "text"),
      text_of(wish, "when")};
  if (!happens_at_once(*kind)) faults_.insert_or_assign(vendor, fault);
  return fault;
}

std::optional<Fault> FaultBoard::take(std::string_view vendor, FaultPlace place) {
  const auto found = faults_.find(vendor);
  if (found == faults_.end()) return std::nullopt;
  if (found->second.place != place && found->second.place != FaultPlace::both) return std::nullopt;
  const Fault fault = found->second;
  if (found->second.times > 0 && --found->second.times == 0) faults_.erase(found);
  return fault;
}

const Fault* FaultBoard::current(std::string_view vendor) const {
  const auto found = faults_.find(vendor);
  return found == faults_.end() ? nullptr : &found->second;
}

}  // namespace sluice::sandbox
