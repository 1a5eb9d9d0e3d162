#include "net/egress_policy.h"

#include "net/host_name.h"
#include "net/ip_address.h"
#include "net/own_addresses.h"
#include "net/url.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace sluice::net {
namespace {

constexpr std::array<std::uint16_t, 2> ports_allowed{443, 8443};
// Each is checked and handed on; a name with more has been made to take our time.
constexpr std::size_t answers_max = 256;

std::unexpected<EgressRefusal> refuse(EgressReason reason, std::string detail) {
  return std::unexpected(EgressRefusal{reason, std::move(detail)});
}

// Everything that can be said of a URL without asking the name system.
std::expected<void, EgressRefusal> check_text(const StrictUrl& url) {
  if (url.scheme != "https")
    return refuse(EgressReason::scheme_not_allowed, "Only https addresses are used.");
  if (url.kind != HostKind::name)
    return refuse(EgressReason::ip_literal, "A host is named, not given by its number.");
  if (auto special = special_host_name(url.host)) return std::unexpected(std::move(*special));
  if (std::ranges::find(ports_allowed, url.port) == ports_allowed.end())
    return refuse(EgressReason::port_not_allowed, "Only the ports 443 and 8443 are used.");
  return {};
}

// One private answer condemns the name: whoever mixes them in may do so for a reason.
std::expected<void, EgressRefusal> check_answers(const std::vector<std::string>& answers) {
  if (answers.empty())
    return refuse(EgressReason::unresolvable, "The name of the host could not be found.");
  if (answers.size() > answers_max)
    return refuse(EgressReason::too_many_addresses, "The name of the host has too many addresses.");
  for (const std::string& answer : answers) {
    const auto address = IpAddress::parse(answer);
    if (!address || !address->is_public())
      return refuse(EgressReason::not_public_address,
                    "The name leads to an address that is not public.");
    if (is_own_address(*address))
      return refuse(EgressReason::own_address, "The name leads back to this machine.");
  }
  return {};
}

PublicEndpoint::Parts parts_of(const StrictUrl& url) {
  return {.url = url.text(),
          .scheme = url.scheme,
          .host = url.host,
          .port = url.port,
          .target = url.target,
          .addresses = {},
          .excepted = false,
          .loopback = {}};
}

}  // namespace

std::expected<void, EgressRefusal> judge_address(std::string_view url) {
  const auto parsed = parse_strict_url(url);
  if (!parsed) return std::unexpected(parsed.error());
  return check_text(*parsed);
}

EgressPolicy::EgressPolicy(Resolver& resolver, std::vector<EgressException> exceptions)
    : resolver_(resolver), exceptions_(std::move(exceptions)) {}

Task<std::expected<PublicEndpoint, EgressRefusal>> EgressPolicy::admit(std::string url) {
  co_return co_await admit_with(std::move(url), true);
}

Task<std::expected<PublicEndpoint, EgressRefusal>> EgressPolicy::admit_custom(std::string url) {
  co_return co_await admit_with(std::move(url), false);
}

Task<std::expected<PublicEndpoint, EgressRefusal>> EgressPolicy::admit_with(std::string url,
                                                                            bool exceptions) {
  const auto parsed = parse_strict_url(url);
  if (!parsed) co_return std::unexpected(parsed.error());
  PublicEndpoint::Parts parts = parts_of(*parsed);
  if (exceptions) {
    const auto excepts = [origin = parsed->origin()](const EgressException& exception) {
      return exception.origin() == origin;
    };
    const auto found = std::ranges::find_if(exceptions_, excepts);
    // Before the rules, and by the exact origin: what is excepted is answered on loopback, whatever
    // its name resolves to.
    if (found != exceptions_.end()) {
      parts.excepted = true;
      parts.loopback = found->loopback();
      co_return PublicEndpoint({}, std::move(parts));
    }
  }
  if (const auto fine = check_text(*parsed); !fine) co_return std::unexpected(fine.error());
  std::vector<std::string> answers = co_await resolver_.resolve(parsed->host);
  if (const auto fine = check_answers(answers); !fine) co_return std::unexpected(fine.error());
  parts.addresses = std::move(answers);
  co_return PublicEndpoint({}, std::move(parts));
}

std::expected<PublicEndpoint, EgressRefusal> EgressPolicy::admit_redirect(
    const PublicEndpoint& from, std::string_view location) const {
  const auto base = parse_strict_url(from.url());
  if (!base) return std::unexpected(base.error());
  const auto target = resolve_reference(*base, location);
  if (!target) return std::unexpected(target.error());
  // The addresses that were checked are those of this origin and of no other.
  if (target->origin() != base->origin())
    return refuse(EgressReason::redirect_to_other_origin,
                  "A redirect may not lead to another server.");
  if (target->target == base->target)
    return refuse(EgressReason::redirect_loop, "The redirect leads back to where it came from.");
  PublicEndpoint::Parts parts = from.parts();
  parts.url = target->text();
  parts.target = target->target;
  return PublicEndpoint({}, std::move(parts));
}

}  // namespace sluice::net
