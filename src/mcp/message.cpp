#include "mcp/message.h"

#include "base/json.h"
#include "mcp/fault_text.h"
#include "mcp/protocol.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::mcp {
namespace {

constexpr std::size_t error_message_bytes_max = 2'000;
constexpr std::size_t error_data_bytes_max = std::size_t{16} * 1024;
constexpr JsonLimits message_limits{.depth_max = json_depth_max, .values_max = json_values_max};

RpcError read_error(JsonText error) {
  RpcError result;
  result.code = error.member("code").integer().value_or(0);
  result.message = error.member("message").string().value_or("").substr(0, error_message_bytes_max);
  const JsonText data = error.member("data");
  if (data.raw().size() <= error_data_bytes_max) result.data = data.raw();
  return result;
}

// The members of a message, found in one pass over a text of megabytes. The error is a sentence.
struct Envelope {
  JsonText jsonrpc;
  JsonText id;
  JsonText method;
  JsonText params;
  JsonText result;
  JsonText error;

  [[nodiscard]] static std::expected<Envelope, std::string_view> read(JsonText object) {
    Envelope envelope;
    const std::array<std::pair<std::string_view, JsonText*>, 6> places{
        {{"jsonrpc", &envelope.jsonrpc},
         {"id", &envelope.id},
         {"method", &envelope.method},
         {"params", &envelope.params},
         {"result", &envelope.result},
         {"error", &envelope.error}}};
    bool twice = false;
    object.each_member([&](const std::string& name, JsonText value) {
      const auto place = std::ranges::find(places, name, [](const auto& p) { return p.first; });
      if (place == places.end()) return true;
      twice = !place->second->absent();
      *place->second = value;
      return !twice;
    });
    if (twice) return std::unexpected(fault_text::member_twice);
    return envelope;
  }
};

std::expected<Message, std::string_view> read_message(JsonText object) {
  const auto envelope = Envelope::read(object);
  if (!envelope) return std::unexpected(envelope.error());
  if (envelope->jsonrpc.string() != "2.0") return std::unexpected(fault_text::not_a_message);
  if (envelope->id.raw().size() > message_id_bytes_max) {
    return std::unexpected(fault_text::id_too_long);
  }
  Message message;
  message.id = envelope->id;
  if (!envelope->method.absent()) {
    message.kind = message.id.absent() ? MessageKind::notification : MessageKind::request;
    message.method = envelope->method.string().value_or("");
    message.params = envelope->params;
    return message;
  }
  message.kind = MessageKind::response;
  message.result = envelope->result;
  if (envelope->error.is_object()) message.error = read_error(envelope->error);
  if (!message.error && !message.result.is_object()) {
    return std::unexpected(fault_text::not_a_message);
  }
  if (message.error && message.result.is_object()) {
    return std::unexpected(fault_text::result_and_error);
  }
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
  // An error that could not tell which request it is about can only be about the one we sent; some
  // servers give it an id in words, which none of ours ever is.
  if (id.absent() || id.is_null() || id.is_string()) return error.has_value();
  return id.integer() == request_id;
}

std::expected<std::vector<Message>, std::string> read_messages(std::string_view text) {
  const auto document = JsonText::check(text, message_limits);
  if (!document) {
    return std::unexpected(std::string(fault_text::unreadable_json) + document.error() + ".");
  }
  std::vector<Message> messages;
  std::string_view fault;
  const auto take = [&](JsonText object) {
    auto message = read_message(object);
    if (!message) {
      fault = message.error();
    } else if (messages.size() == batch_messages_max) {
      fault = fault_text::batch_too_large;
    } else {
      messages.push_back(std::move(*message));
    }
    return fault.empty();
  };
  if (document->is_array()) {
    document->each_element(take);
  } else {
    take(*document);
  }
  if (!fault.empty()) return std::unexpected(std::string(fault));
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
