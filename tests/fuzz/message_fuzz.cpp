// JSON-RPC messages and the JSON below them: our reader accepts what the library's does, views stay
// inside the text, and canonical text is its own canonical text.
#include "base/json.h"
#include "check.h"
#include "mcp/definition.h"
#include "mcp/message.h"
#include "mcp/parameter_header.h"
#include "mcp/protocol.h"
#include "net/http_text.h"

namespace sluice::fuzz {
namespace {

constexpr std::size_t compared_bytes_max = 300;

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_json(std::string_view text) {
  const auto ours = JsonText::check(text);
  // The library takes a byte order mark, any depth and a NUL for the end of the text, and refuses
  // numbers beyond a double.
  const bool limited = !ours && ours.error().contains("than allowed");
  if (!ours && !limited && !text.starts_with('\xEF') && !text.contains('\0'))
    require(!Json::accept(text), "what the library accepts is accepted");
  const bool small_numbers =
      text.size() < compared_bytes_max && !text.contains('e') && !text.contains('E');
  if (text.contains('\0')) require(!ours && !parse_json(text), "text behind a NUL is not skipped");
  if (ours && small_numbers) require(Json::accept(text), "what is accepted is JSON");
  if (!ours) return;
  require(is_inside(ours->raw(), text), "a view lies in its text");
  require(ours->members().empty() || ours->elements().empty(), "a value is of one kind");
  const auto unique = JsonText::check(text, {.duplicate_members_refused = true});
  if (!unique) return;
  const std::string canonical = mcp::canonical_json(*unique);
  const auto again = JsonText::check(canonical);
  require(again.has_value(), "canonical text is JSON");
  require(mcp::canonical_json(*again) == canonical, "canonical text is its own canonical text");
  const auto digest = mcp::definition_digest(text);
  if (digest) require(mcp::definition_digest(canonical) == digest, "writing does not matter");
}

std::string written(const mcp::Message& message) {
  if (message.kind == mcp::MessageKind::notification)
    return mcp::notification_text(message.method, message.params.raw());
  if (message.kind == mcp::MessageKind::request || message.id.absent()) return {};
  if (message.error)
    return mcp::error_text(message.id, message.error->code, message.error->message);
  return mcp::result_text(message.id, message.result.raw());
}

void check_messages(std::string_view text) {
  const auto messages = mcp::read_messages(text);
  if (!messages) return require(messages.error().size() > 10, "a refusal says why");
  require(messages->size() <= mcp::batch_messages_max, "a batch has a limit");
  for (const mcp::Message& message : *messages) {
    require(is_inside(message.id.raw(), text) && is_inside(message.params.raw(), text) &&
                is_inside(message.result.raw(), text),
            "a view lies in its text");
    require(!message.answers(7) || message.kind == mcp::MessageKind::response,
            "only a response answers");
    const std::string copy = written(message);
    if (copy.empty()) continue;
    const auto again = mcp::read_messages(copy);
    require(again && again->size() == 1, "a message can be written and read again");
    const mcp::Message& same = again->front();
    require(same.kind == message.kind && same.method == message.method &&
                same.id.raw() == message.id.raw() &&
                same.error.has_value() == message.error.has_value(),
            "a message is read as it was written");
    require(message.error || same.result.raw() == message.result.raw(), "a result is kept");
  }
}

void check_mirroring(std::string_view text) {
  const auto document = JsonText::check(text);
  if (!document) return;
  const auto annotations = mcp::parameter_headers(document->member("inputSchema"));
  if (!annotations) return;
  for (const net::Header& header :
       mcp::mirror_arguments(*annotations, document->member("arguments"))) {
    require(net::is_token(header.name), "a mirrored name is a token");
    require(net::is_header_value(header.value), "a mirrored value cannot split a header");
  }
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  const std::string_view input = bytes;
  check_json(input);
  check_messages(input);
  check_mirroring(input);
  return 0;
}
