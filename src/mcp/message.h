#pragma once
#include "base/json_text.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::mcp {

// A JSON-RPC error a server sent. The texts are untrusted.
struct RpcError {
  std::int64_t code = 0;
  std::string message;  // At most 2,000 bytes.
  std::string data;     // Raw JSON; empty when there was none.
};

// JSON-RPC 2.0: a response has a result or an error, a request an id and a method, a notification
// no id.
enum class MessageKind { response, request, notification };

// One JSON-RPC message, taken apart without reading what it carries. A view into the body it came
// from.
struct Message {
  MessageKind kind = MessageKind::notification;
  JsonText id;  // As sent; absent or null in some error answers.
  std::string method;
  JsonText params;
  JsonText result;  // Present when the response is no error.
  std::optional<RpcError> error;

  // Whether it is the response to that id of ours. An error without an id, or with one in words,
  // counts too: it can only be about what we sent.
  [[nodiscard]] bool answers(std::int64_t request_id) const;
};

// The messages of one body or one event: one object, or an array of them (2025-03-26 batches).
// The error is a sentence. `text` must outlive the messages.
[[nodiscard]] std::expected<std::vector<Message>, std::string> read_messages(std::string_view text);

// Requests that we write. `params` is the raw text of an object, or empty.
[[nodiscard]] std::string request_text(std::int64_t id, std::string_view method,
                                       std::string_view params);
[[nodiscard]] std::string notification_text(std::string_view method, std::string_view params);
// Answers to a server's request, whose id is sent back as it came.
[[nodiscard]] std::string result_text(JsonText id, std::string_view result);
[[nodiscard]] std::string error_text(JsonText id, std::int64_t code, std::string_view message);

}  // namespace sluice::mcp
