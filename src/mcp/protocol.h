#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

// The words and numbers of the Model Context Protocol that more than one file needs.
namespace sluice::mcp {

// Revisions, newest first. "Modern": stateless, no handshake. "Legacy": initialize, sessions.
inline constexpr std::string_view modern_version = "2026-07-28";
inline constexpr std::string_view newest_legacy_version = "2025-11-25";
inline constexpr std::array<std::string_view, 5> legacy_versions{
    "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07"};

// The only methods that leave this client (docs/catalog: a server may proxy any GET behind
// resources/read).
namespace method {
inline constexpr std::string_view discover = "server/discover";
inline constexpr std::string_view initialize = "initialize";
inline constexpr std::string_view initialized = "notifications/initialized";
inline constexpr std::string_view cancelled = "notifications/cancelled";
inline constexpr std::string_view list_tools = "tools/list";
inline constexpr std::string_view call_tool = "tools/call";
}  // namespace method

namespace error_code {
inline constexpr std::int64_t invalid_request = -32600;
inline constexpr std::int64_t method_not_found = -32601;
inline constexpr std::int64_t invalid_params = -32602;
// No fixed meaning; servers use them so.
inline constexpr std::int64_t session_trouble = -32000;
inline constexpr std::int64_t session_unknown = -32001;
inline constexpr std::int64_t session_unknown_too = -32005;
inline constexpr std::int64_t header_mismatch = -32020;
inline constexpr std::int64_t unsupported_version = -32022;
inline constexpr std::int64_t visit_required = -32042;  // 2025-11-25: elicitation by URL.
}  // namespace error_code

// Bounds (docs/limits).
inline constexpr std::size_t body_bytes_max = std::size_t{10} * 1024 * 1024;
inline constexpr std::size_t json_values_max = 5'000'000;
inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t events_max = 10'000;
inline constexpr std::size_t batch_messages_max = 1'000;
inline constexpr std::size_t message_id_bytes_max = 1'024;
inline constexpr std::size_t pages_max = 50;
inline constexpr std::size_t tools_max = 5'000;
inline constexpr std::size_t tools_bytes_max = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t definition_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t cursor_bytes_max = std::size_t{8} * 1024;
inline constexpr std::chrono::milliseconds connect_timeout{10'000};
inline constexpr std::chrono::milliseconds idle_timeout{60'000};
inline constexpr std::chrono::milliseconds call_timeout{300'000};
inline constexpr std::chrono::milliseconds goodbye_timeout{2'000};
inline constexpr std::chrono::milliseconds retry_after_max{30'000};
// Resuming a stream: the waits of the reference client.
inline constexpr std::chrono::milliseconds resume_wait{1'000};
inline constexpr std::chrono::milliseconds resume_wait_max{30'000};
inline constexpr std::chrono::milliseconds resume_wait_min{100};
inline constexpr int resume_attempts_max = 2;
// A server may end its stream on purpose and be asked again (2025-11-25, polling).
inline constexpr int resumes_max = 300;
inline constexpr int input_rounds_max = 3;
// What a legacy server may ask back during one operation: one ping every three seconds, all of a
// call long. Each reply is a request of ours with the token in it.
inline constexpr std::size_t replies_max = 100;
// How long an answer to the probe is waited for: a server of the handshake era may not give any.
inline constexpr std::chrono::milliseconds probe_timeout{10'000};
// How long the reason is read that a stream gives with an error status.
inline constexpr std::chrono::milliseconds reason_timeout{10'000};
inline constexpr std::size_t shown_address_bytes_max = 200;

}  // namespace sluice::mcp
