#include "mcp/core.h"
#include "mcp/fault_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::mcp {
namespace {

// Shown to a person who reviews a server, and to nobody else.
constexpr std::size_t instructions_bytes_max = std::size_t{8} * 1024;
constexpr std::size_t display_name_bytes_max = 200;
constexpr std::size_t session_id_bytes_max = 1'024;
constexpr std::size_t versions_read_max = 100;
constexpr int server_error_min = 500;
constexpr int too_often = 429;

bool is_known_legacy(std::string_view version) {
  return std::ranges::find(legacy_versions, version) != legacy_versions.end();
}

std::string cut(const std::string& text, std::size_t bytes_max) {
  return text.substr(0, bytes_max);
}

// Among the first that the server names: nobody speaks more revisions than that.
bool names_modern(JsonText versions) {
  std::size_t seen = 0;
  bool found = false;
  versions.each_element([&](JsonText version) {
    found = version.string() == modern_version;
    return !found && ++seen < versions_read_max;
  });
  return found;
}

ServerFacts facts_of(JsonText result, JsonText info) {
  return {cut(info.member("name").string().value_or(""), display_name_bytes_max),
          cut(info.member("version").string().value_or(""), display_name_bytes_max),
          cut(result.member("instructions").string().value_or(""), instructions_bytes_max)};
}

// The versions that an error names, where servers put them.
// 2025-03-26 and later: an unsupported revision is answered with those that are.
std::vector<std::string> supported_in(const McpError& error) {
  std::vector<std::string> versions;
  if (!error.rpc) return versions;
  const auto data = JsonText::check(error.rpc->data);
  if (!data) return versions;
  for (const JsonText& version : data->member("supported").elements()) {
    versions.push_back(version.string().value_or(""));
  }
  return versions;
}

bool names(const std::vector<std::string>& versions, std::string_view version) {
  return std::ranges::find(versions, version) != versions.end();
}

bool names_modern_revision(const McpError& error) {
  return error.rpc && error.rpc->code == error_code::unsupported_version &&
         names(supported_in(error), modern_version);
}

// Whether a probe never left or nobody was there to answer it: so it would be with a handshake.
bool met_nobody(const McpError& error) {
  if (error.failure == McpFailure::refused_address || error.failure == McpFailure::cancelled ||
      error.failure == McpFailure::no_credential) {
    return true;
  }
  return error.transport == net::HttpError::unresolvable ||
         error.transport == net::HttpError::connect_failed ||
         error.transport == net::HttpError::tls_failed;
}

// Whether the handshake follows a failed probe. Gateways and servers that do not know the probe
// answer it in every way there is, or not at all; only a word about the modern era keeps it, and
// only a challenge means that somebody has to sign in first.
bool is_worth_a_handshake(const McpError& error) {
  if (met_nobody(error) || names_modern_revision(error)) return false;
  if (error.failure == McpFailure::version_unsupported) return false;
  return error.failure != McpFailure::unauthorized || error.challenges.empty();
}

// After a probe and a handshake that both failed: a server that was down for the one and does not
// know the other speaks the modern era alone, and its being down is the reason.
bool was_down(const McpError& probe, const McpError& handshake) {
  const bool down = probe.status >= server_error_min || probe.status == too_often ||
                    probe.failure == McpFailure::timed_out ||
                    probe.failure == McpFailure::answer_lost;
  const bool unknown = handshake.status >= 400 && handshake.status < server_error_min &&
                       (handshake.failure == McpFailure::rpc_error ||
                        handshake.failure == McpFailure::vendor_status);
  return down && unknown;
}

// Whether the address may belong to a server of 2024-11-05, which takes no POST there.
bool suggests_old_streams(const McpError& error) {
  constexpr std::array<int, 6> statuses{400, 404, 405, 406, 415, 501};
  return error.failure == McpFailure::vendor_status &&
         std::ranges::find(statuses, error.status) != statuses.end();
}

bool is_session_id(std::string_view id) {
  return id.size() <= session_id_bytes_max &&
         std::ranges::all_of(id, [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

McpClient::Core::Core(net::HttpClient& http, net::EgressPolicy& policy, const Clock& clock,
                      McpTarget target, McpOptions options)
    : clock_(clock),
      target_(std::move(target)),
      options_(std::move(options)),
      transport_(http, policy, target_, options_) {}

std::string McpClient::Core::client_info() const {
  return to_wire(Json{{"name", options_.client_name}, {"version", options_.client_version}});
}

Task<std::optional<McpError>> McpClient::Core::ensure_ready(Authorize authorize) {
  session_renewable_ = true;
  transport_.begin_operation();
  const Instant now = clock_.now();
  if (options_.era == EraChoice::modern_only && state.era == Era::unknown) {
    state.era = Era::modern;
    state.version = modern_version;
    state.checked_at = now;
  }
  // An old verdict is asked again after a week (docs/adr/0008).
  const bool old = state.era == Era::legacy || state.era == Era::sse2024;
  if (old && options_.era == EraChoice::probe && now - state.checked_at > legacy_verdict_lifetime) {
    state = {};
  }
  FactsResult ready = ServerFacts();
  if (state.era == Era::unknown) {
    ready = co_await negotiate(std::move(authorize));
  } else if (state.era == Era::legacy &&
             (state.version.empty() || now - state.used_at > session_idle_max)) {
    ready = co_await initialize(std::move(authorize));
  }
  if (!ready) co_return std::move(ready.error());
  co_return std::nullopt;
}

Task<std::expected<ServerFacts, McpError>> McpClient::Core::connect(Authorize authorize) {
  // Asked anew each time: connect() is for finding out, whatever was known.
  if (options_.era == EraChoice::modern_only) state.era = Era::modern;
  if (state.era == Era::modern) co_return co_await discover(std::move(authorize));
  state = {};
  co_return co_await negotiate(std::move(authorize));
}

Task<McpClient::Core::FactsResult> McpClient::Core::negotiate(Authorize authorize) {
  if (options_.era == EraChoice::legacy_only) co_return co_await initialize(std::move(authorize));
  FactsResult modern = co_await discover(authorize);
  if (modern || !is_worth_a_handshake(modern.error())) co_return modern;
  FactsResult old = co_await initialize(std::move(authorize));
  // Where the time ran out on the way, what the probe met is the reason too.
  const bool told_first =
      !old && (options_.deadline.passed() || was_down(modern.error(), old.error()));
  co_return told_first ? std::move(modern) : std::move(old);
}

Task<McpClient::Core::FactsResult> McpClient::Core::discover(Authorize authorize) {
  RpcResult answer = co_await ask_modern({.method = std::string(method::discover)}, authorize);
  if (!answer) {
    const auto versions = supported_in(answer.error());
    const bool only_unknown = !versions.empty() && std::ranges::none_of(versions, is_known_legacy);
    const auto& rpc = answer.error().rpc;
    if (rpc && rpc->code == error_code::unsupported_version && only_unknown) {
      answer.error().failure = McpFailure::version_unsupported;
    }
    co_return std::unexpected(std::move(answer.error()));
  }
  const auto result = JsonText::check(answer->result);
  if (!names_modern(result->member("supportedVersions"))) {
    co_return std::unexpected(
        McpError{McpFailure::protocol_violation, std::string(fault_text::no_known_revision)});
  }
  state = {Era::modern, std::string(modern_version), "", clock_.now(), clock_.now()};
  const JsonText info = result->member("_meta").member("io.modelcontextprotocol/serverInfo");
  co_return facts_of(*result, info.absent() ? result->member("serverInfo") : info);
}

Task<McpClient::Core::FactsResult> McpClient::Core::initialize(Authorize authorize) {
  FactsResult facts = co_await initialize_as(std::string(newest_legacy_version), authorize);
  if (facts) co_return facts;
  const auto versions = supported_in(facts.error());
  const auto common = std::ranges::find_if(
      legacy_versions, [&](std::string_view version) { return names(versions, version); });
  // The newest that both know; legacy_versions stands in that order.
  if (common != legacy_versions.end() && *common != newest_legacy_version) {
    co_return co_await initialize_as(std::string(*common), std::move(authorize));
  }
  if (!suggests_old_streams(facts.error())) co_return facts;
  // Only a server that answers there as 2024-11-05 does is one.
  RpcResult old = co_await ask_old_streams({}, std::move(authorize));
  if (!old) co_return facts;
  state = {Era::sse2024, "2024-11-05", "", clock_.now(), clock_.now()};
  const auto result = JsonText::check(old->result);
  co_return facts_of(*result, result->member("serverInfo"));
}

std::string McpClient::Core::initialize_members(std::string_view version) const {
  return "\"protocolVersion\":" + to_wire(Json(version)) +
         ",\"capabilities\":" + options_.capabilities + ",\"clientInfo\":" + client_info();
}

Task<McpClient::Core::FactsResult> McpClient::Core::initialize_as(std::string version,
                                                                  Authorize authorize) {
  state.session_id.clear();
  state.version.clear();
  RpcRequest request;
  request.id = ++last_id_;
  request.body =
      request_text(request.id, method::initialize, "{" + initialize_members(version) + "}");
  request.legacy = true;
  // A handshake that is made twice leaves one session more, which the server ends by itself.
  request.repeatable = true;
  RpcResult answer = co_await transport_.ask(std::move(request), authorize);
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  FactsResult facts = open_session(*answer);
  if (!facts) co_return facts;
  RpcRequest ready{0, notification_text(method::initialized, ""), legacy_headers(), true};
  const auto refused =
      co_await transport_.tell(target_.url, std::move(ready), std::move(authorize));
  // Servers answer this in many ways; only a missing right is worth stopping for.
  if (refused && refused->failure == McpFailure::unauthorized) co_return std::unexpected(*refused);
  co_return facts;
}

McpClient::Core::FactsResult McpClient::Core::open_session(const RpcAnswer& answer) {
  const auto result = JsonText::check(answer.result);
  const std::string version = result->member("protocolVersion").string().value_or("");
  if (!is_known_legacy(version)) {
    return std::unexpected(
        McpError{McpFailure::version_unsupported, std::string(fault_text::no_known_revision)});
  }
  if (!is_session_id(answer.session_id)) {
    return std::unexpected(
        McpError{McpFailure::protocol_violation,
                 "The server's session id is not plain text. Tell whoever runs the server."});
  }
  state = {Era::legacy, version, answer.session_id, clock_.now(), clock_.now()};
  return facts_of(*result, result->member("serverInfo"));
}

}  // namespace sluice::mcp
