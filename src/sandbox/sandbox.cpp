#include "sandbox/sandbox.h"

#include "base/text.h"
#include "net/http_text.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view pages = "/_as/";
constexpr std::string_view control = "/_sandbox/";

net::ServerResponse not_found() {
  return json_answer(404, {{"error", "not_found"}});
}

// Whose server it is comes first: the pages bear that vendor's name.
std::vector<VendorProfile> owners_first(const std::vector<VendorProfile>& vendors) {
  const auto shares = &VendorProfile::shares_authorization;
  std::vector<VendorProfile> ordered;
  std::ranges::remove_copy_if(vendors, std::back_inserter(ordered), shares);
  std::ranges::copy_if(vendors, std::back_inserter(ordered), shares);
  return ordered;
}

}  // namespace

std::expected<std::unique_ptr<Sandbox>, std::string> Sandbox::create(
    SandboxSettings settings, const Environment& environment) {
  const auto text = environment.files.read("vendors.json");
  if (!text) return std::unexpected("vendors.json was not found");
  auto directory = Directory::load(*text);
  if (!directory) return std::unexpected(directory.error());
  if (auto kept = directory->keep(settings.vendors); !kept) return std::unexpected(kept.error());
  auto zone = TimeZone::find(directory->time_zone);
  if (!zone) return std::unexpected("unknown time zone " + directory->time_zone);
  return std::make_unique<Sandbox>(Private{}, std::move(*directory), std::move(*zone),
                                   std::move(settings), environment);
}

Sandbox::Sandbox(Private, Directory directory, TimeZone zone, SandboxSettings settings,
                 const Environment& environment)
    : environment_(environment),
      zone_(std::move(zone)),
      options_{directory.company, std::move(settings.product_url), settings.token_lifetime,
               settings.automatic_consent, false},
      origins_(directory.origins()),
      state_path_(std::move(settings.state)) {
  const StandInParts parts{environment_.files,          options_, environment_.business_clock,
                           environment_.security_clock, zone_,    environment_.random};
  std::vector<VendorProfile> vendors = owners_first(directory.vendors);
  for (VendorProfile& vendor : vendors) {
    std::shared_ptr<AuthorizationServer> shared;
    for (const auto& other : stand_ins_) {
      const auto& theirs = other->profile().authorization;
      if (vendor.authorization && theirs && theirs->issuer == vendor.authorization->issuer)
        shared = other->shared_authorization();
    }
    stand_ins_.push_back(
        std::make_unique<VendorStandIn>(std::move(vendor), parts, std::move(shared)));
  }
  restore_state();
}

void Sandbox::restore_state() {
  if (state_path_.empty()) return;
  // A missing or broken file is an empty one: a demo that forgets its sign-ins still works.
  std::ifstream file(state_path_);
  const Value kept = Value::parse(file, nullptr, false);
  for (const auto& stand_in : stand_ins_) {
    AuthorizationServer* const server = stand_in->authorization();
    const Value& own = member_of(kept, stand_in->profile().slug);
    if (server == nullptr || !stand_in->owns_authorization() || !own.is_object()) continue;
    server->clients().restore(member_of(own, "clients"));
    server->grants().restore(member_of(own, "grants"));
  }
}

void Sandbox::keep_state() {
  if (state_path_.empty()) return;
  Value state = Value::object();
  for (const auto& stand_in : stand_ins_) {
    if (AuthorizationServer* const server = stand_in->authorization();
        server != nullptr && stand_in->owns_authorization())
      state[stand_in->profile().slug] = {{"clients", server->clients().to_value()},
                                         {"grants", server->grants().to_value()}};
  }
  std::string text = state.dump();
  if (text == state_kept_) return;
  // Renamed into place: a process that is killed leaves the old file or the new one.
  const std::filesystem::path next = state_path_.string() + ".next";
  std::ofstream(next) << text << std::flush;
  std::error_code error;
  std::filesystem::rename(next, state_path_, error);
  if (!error) state_kept_ = std::move(text);
}

VendorStandIn* Sandbox::stand_in_named(std::string_view slug) {
  const auto found = std::ranges::find_if(
      stand_ins_, [&](const auto& stand_in) { return stand_in->profile().slug == slug; });
  return found == stand_ins_.end() ? nullptr : found->get();
}

SandboxReply Sandbox::answer(const net::ServerRequest& request) {
  if (request.path.starts_with(control)) return {answer_control(request)};
  if (auto metadata = answer_resource_metadata(request)) return {std::move(*metadata)};
  if (auto reply = answer_mcp(request)) return std::move(*reply);
  auto reply = answer_as_page(request);
  if (!reply) reply = answer_authorization(request);
  keep_state();
  return reply ? std::move(*reply) : SandboxReply{not_found()};
}

std::optional<SandboxReply> Sandbox::answer_as_page(const net::ServerRequest& request) {
  if (!request.path.starts_with(pages)) return std::nullopt;
  const std::string_view rest = std::string_view(request.path).substr(pages.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  VendorStandIn* stand_in = stand_in_named(rest.substr(0, slash));
  const std::string_view page = rest.substr(slash);
  if (stand_in == nullptr || stand_in->authorization() == nullptr) return SandboxReply{not_found()};
  if (page == "/authorize" && request.method == "GET")
    return SandboxReply{stand_in->authorization()->authorize(request)};
  if (page == "/consent" && request.method == "POST")
    return SandboxReply{stand_in->authorization()->consent(request)};
  return SandboxReply{not_found()};
}

// Of the stand-ins that share the server, the one that has a fault; else the one that owns it.
const VendorStandIn& Sandbox::faulted_among(const VendorStandIn& owner) const {
  for (const auto& other : stand_ins_)
    if (other->shared_authorization() == owner.shared_authorization() &&
        faults_.current(other->profile().slug) != nullptr)
      return *other;
  return owner;
}

// A token endpoint that says something else before it has looked at the grant.
std::optional<net::ServerResponse> Sandbox::said_instead(const VendorStandIn& stand_in,
                                                         const net::ServerRequest& request) {
  const std::string& slug = stand_in.profile().slug;
  const auto& authorization = stand_in.profile().authorization;
  if (!authorization || request.path != authorization->token_path) return std::nullopt;
  ++token_requests_[slug];
  const Fault* fault = faults_.current(slug);
  if (fault == nullptr || fault->kind != FaultKind::token_says) return std::nullopt;
  const net::Parameters form = net::parse_form(request.body);
  const bool fits = fault->when.empty() || std::ranges::any_of(form, [&](const auto& field) {
                      return field.first == fault->when;
                    });
  if (!fits) return std::nullopt;
  const bool json = fault->text.starts_with('{');
  net::ServerResponse response{
      fault->status, {{"Content-Type", json ? "application/json" : "text/html"}}, fault->text};
  // Counted only now: a fault that waits for a certain form must not be used up by another.
  (void)faults_.take(slug, FaultPlace::authorization);
  return response;
}

std::optional<SandboxReply> Sandbox::answer_authorization(const net::ServerRequest& request) {
  for (const auto& stand_in : stand_ins_) {
    AuthorizationServer* server = stand_in->authorization();
    if (server == nullptr || !stand_in->owns_authorization() ||
        !is_at_host(server->profile().origin(), request.header("host")))
      continue;
    const VendorStandIn& faulted = faulted_among(*stand_in);
    if (auto said = said_instead(faulted, request)) return SandboxReply{std::move(*said)};
    auto response = server->answer(request);
    if (!response) continue;
    const Fault* standing = faults_.current(faulted.profile().slug);
    const bool of_tokens = standing != nullptr && standing->kind == FaultKind::token_says;
    const auto fault =
        of_tokens ? std::nullopt : faults_.take(faulted.profile().slug, FaultPlace::authorization);
    const auto broken = fault ? broken_answer(*fault) : std::nullopt;
    return SandboxReply{broken ? *broken : std::move(*response),
                        fault ? fault->delay : std::chrono::milliseconds(0)};
  }
  return std::nullopt;
}

}  // namespace sluice::sandbox
