#include "mcp/message.h"

#include "base/json.h"
#include "mcp/protocol.h"

#include <utility>

namespace sluice::mcp {
namespace {

constexpr std::size_t error_message_bytes_max = 2'000;
constexpr std::size_t error_data_bytes_max = std::size_t{16} * 1024;
constexpr JsonLimits message_limits{.depth_max = json_depth_max, .values_max = json_values_max};

RpcError read_error(JsonText error) {
  RpcError result;
  result.code = error.member("code").integer().value_or(0);
  result.message = error.member("message").string().value_or("");
  if (result.message.size() > error_message_bytes_max) {
    result.message.resize(error_message_bytes_max);
  }
  const JsonText data = error.member("data");
  if (data.raw().size() <= error_data_bytes_max) result.data = data.raw();
  return result;
}

// Nothing when the object is no JSON-RPC message.
std::optional<Message> read_message(JsonText object) {
  if (object.member("jsonrpc").string() != "2.0") return std::nullopt;
  Message message;
  message.id = object.member("id");
  const JsonText method = object.member("method");
  if (!method.absent()) {
    message.kind = message.id.absent() ? MessageKind::notification : MessageKind::request;
    message.method = method.string().value_or("");
    message.params = object.member("params");
    return message;
  }
  message.kind = MessageKind::response;
  const JsonText error = object.member("error");
  message.result = object.member("result");
  if (error.is_object()) message.error = read_error(error);
  if (!message.error && !message.result.is_object()) return std::nullopt;
  return message;
}

std::string envelope(std::string_view head, std::string_view name, std::string_view value) {
  std::string text = "{\"jsonrpc\":\"2.0\"";
  text += head;
  if (!value.empty()) {
    text += ",\"";
    text += name;
    text += "\":";
    text += value;
  }
  return text + "}";
}

}  // namespace

bool Message::answers(std::int64_t request_id) const {
  if (kind != MessageKind::response) return false;
  // An error that could not tell which request it is about can only be about the one we sent.
  if (id.absent() || id.is_null()) return error.has_value();
  return id.integer() == request_id;
}

std::expected<std::vector<Message>, std::string> read_messages(std::string_view text) {
  const auto document = JsonText::check(text, message_limits);
  if (!document) return std::unexpected(document.error());
  std::vector<JsonText> objects{*document};
  if (document->is_array()) objects = document->elements();
  std::vector<Message> messages;
  for (const JsonText& object : objects) {
    auto message = read_message(object);
    if (!message) return std::unexpected("not a JSON-RPC message");
    messages.push_back(std::move(*message));
  }
  return messages;
}

std::string request_text(std::int64_t id, std::string_view method, std::string_view params) {
  const std::string head = ",\"id\":" + std::to_string(id) + ",\"method\":" + to_wire(Json(method));
  return envelope(head, "params", params);
}

std::string notification_text(std::string_view method, std::string_view params) {
  return envelope(",\"method\":" + to_wire(Json(method)), "params", params);
}

std::string result_text(JsonText id, std::string_view result) {
  return envelope(",\"id\":" + std::string(id.raw()), "result", result);
}

std::string error_text(JsonText id, std::int64_t code, std::string_view message) {
  const Json error{{"code", code}, {"message", message}};
  return envelope(",\"id\":" + std::string(id.raw()), "error", to_wire(error));
}

}  // namespace sluice::mcp
