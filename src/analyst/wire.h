#pragma once
#include "analyst/analyst.h"
#include "base/json.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace sluice::analyst {

// What the server and a worker say to each other over their socket pair: frames of a four-byte
// little-endian length, one byte of kind, and a body. Both sides check every length.
enum class FrameKind : std::uint8_t {
  ready,         // Worker, first; the body says what went wrong, empty if nothing did.
  begin,         // {limits, rates, deadline_ms}
  create_table,  // TableSpec
  add_page,      // table name, series, arguments, CallToolResult as it came; zero bytes between
  run,           // {sql, columns}
  done,          // The good answer to the three above.
  failed,        // {kind, detail}
};

inline constexpr std::size_t frame_head_bytes = 5;
// A vendor's answer is at most 10 MiB; inside JSON text it may grow by escapes.
inline constexpr std::size_t frame_bytes_max = std::size_t{64} * 1024 * 1024;
inline constexpr std::size_t result_rows_max = 10'000;
inline constexpr std::size_t fields_max = 500;

// What is between the two ends of the socket pair; the order of FrameKind is its byte.
struct Frame {
  FrameKind kind = FrameKind::failed;
  std::string body{};
};

// `body_bytes` is at most frame_bytes_max; more does not fit the other side's check.
[[nodiscard]] std::array<char, frame_head_bytes> frame_head(FrameKind kind, std::size_t body_bytes);
// The body's length and the kind; nothing when the head is not one of ours.
struct FrameHead {
  FrameKind kind;
  std::size_t body_bytes;
};
[[nodiscard]] std::optional<FrameHead> read_frame_head(
    const std::array<char, frame_head_bytes>& head);

// What the worker is told first.
struct Beginning {
  AnalystLimits limits;
  CurrencyRates rates;
  std::chrono::milliseconds deadline{0};
};

// The bodies as JSON. Reading never fails: what is missing or of another type takes its empty
// value, so that a worker taken over by hostile rows can send nonsense but not an exception.
[[nodiscard]] Json to_json(const Beginning& beginning);
[[nodiscard]] Beginning beginning_from_json(const Json& json);
[[nodiscard]] Json to_json(const TableSpec& spec);
[[nodiscard]] TableSpec table_spec_from_json(const Json& json);
[[nodiscard]] Json to_json(const PageInfo& page);
[[nodiscard]] PageInfo page_info_from_json(const Json& json);
[[nodiscard]] Json to_json(const std::vector<Column>& columns);
[[nodiscard]] std::vector<Column> columns_from_json(const Json& json);
[[nodiscard]] Json to_json(const AnalystError& error);
[[nodiscard]] AnalystError error_from_json(const Json& json);

}  // namespace sluice::analyst
