#include "server/conversation_routes.h"

#include "analytics/answering/answer.h"
#include "base/log.h"
#include "base/time_format.h"
#include "conversations/conversation_service.h"
#include "identity/storage_failure.h"
#include "net/http_text.h"
#include "server/event_stream.h"
#include "server/problems.h"

#include <exception>
#include <utility>

namespace sluice::server {
namespace {

using analytics::Answer;
using conversations::AcceptedQuestion;
using conversations::ConversationError;
using identity::Action;
using identity::SignedIn;

constexpr std::size_t suggestions_shown = 4;

[[nodiscard]] net::ServerResponse conversation_problem(ConversationError error) {
  switch (error) {
    case ConversationError::not_found:
      return net::problem(not_found, std::string(user_text(error)));
    case ConversationError::question_too_long:
      return net::problem(invalid_input, std::string(user_text(error)));
  }
  return net::problem(not_found, std::string(user_text(error)));
}

[[nodiscard]] std::string wire_text(const OrderedJson& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Task<Answered> create(ServerParts* parts, SignedIn who) {
  const ConversationId id = co_await parts->conversations.create(who.access);
  co_return json_response({{"id", to_text(id)}}, 201);
}

Task<Answered> list(ServerParts* parts, SignedIn who) {
  Json conversations = Json::array();
  for (const auto& summary : co_await parts->conversations.list(who.access)) {
    conversations.push_back({{"id", to_text(summary.id)},
                             {"title", summary.title},
                             {"updated_at", to_rfc3339(summary.updated_at)}});
  }
  co_return json_response({{"conversations", conversations}});
}

Task<Answered> show(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConversationId>();
  if (!id) co_return conversation_problem(ConversationError::not_found);
  auto shown = co_await parts->conversations.show(who.access, *id);
  if (!shown) co_return conversation_problem(ConversationError::not_found);
  co_return json_text_response(wire_text({{"id", to_text(*id)},
                                          {"title", shown->summary.title},
                                          {"answers", std::move(shown->answers)}}));
}

[[nodiscard]] std::string step_event(const analytics::StepEvent& step,
                                     std::chrono::steady_clock::time_point started) {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started);
  Json data = {{"step", analytics::to_text(step.step)},
               {"text", step.text},
               {"elapsed_ms", elapsed.count()}};
  if (!step.vendor.empty()) data["vendor"] = step.vendor;
  if (!step.tool.empty()) data["tool"] = step.tool;
  if (step.rows > 0) data["rows"] = step.rows;
  if (step.waiting) data["waiting"] = true;
  return net::format_sse("step", to_wire(data));
}

Task<std::string> stream_answer(ServerParts* parts, AcceptedQuestion question,
                                std::shared_ptr<EventSink> sink) {
  const auto started = std::chrono::steady_clock::now();
  std::string failure;
  std::string words = "The question could not be answered. Ask it again.";
  try {  // The edge of a streamed request: its head has left, so a failure becomes an event.
    const Answer answer = co_await parts->conversations.ask(
        std::move(question), [sink, started](const analytics::StepEvent& step) {
          sink->progress(step_event(step, started));
        });
    co_return net::format_sse("answer", wire_text(analytics::to_json(answer)));
  } catch (const identity::StorageFailure& broken) {
    failure = broken.what();
    words = identity::user_text(broken.kind());
  } catch (const std::exception& error) {
    failure = error.what();
  }
  log(LogLevel::error, "question_failed", {{"error", failure}});
  const net::ServerResponse body = net::problem(internal_error, words);
  co_return net::format_sse("error", body.body);
}

[[nodiscard]] std::vector<std::string> vendors_of(const Json& body) {
  std::vector<std::string> vendors;
  const Json& list = member(body, "vendors");
  if (!list.is_array()) return vendors;
  for (const Json& slug : list) {
    if (slug.is_string()) vendors.push_back(slug.get<std::string>());
  }
  return vendors;
}

// A member who was removed, signed out or demoted while a vendor was asked gets nothing more.
Task<bool> still_asks(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    return parts->sessions.still_permits(who, Action::ask);
  });
}

Task<Answered> ask(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConversationId>();
  if (!id) co_return conversation_problem(ConversationError::not_found);
  auto question = co_await parts->conversations.accept(std::move(who), *id, call.text("question"),
                                                       vendors_of(call.body));
  if (!question) co_return conversation_problem(question.error());
  const SignedIn asker = question->asker();
  // Programs get the answer alone; the steps are for somebody who waits and watches.
  if (call.request.header("Accept").contains("application/json")) {
    const Answer answer = co_await parts->conversations.ask(std::move(*question), {});
    if (!co_await still_asks(parts, asker)) {
      co_return net::problem(sign_in_required, "Your session ended while the question ran.");
    }
    co_return json_text_response(wire_text(analytics::to_json(answer)));
  }
  co_return stream_events(
      [parts, question = *question](std::shared_ptr<EventSink> sink) {
        return stream_answer(parts, question, std::move(sink));
      },
      [parts, asker] { return still_asks(parts, asker); });
}

Task<Answered> remove(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConversationId>();
  const bool removed = id && co_await parts->conversations.remove(who.access, *id);
  co_return removed ? no_content() : conversation_problem(ConversationError::not_found);
}

Task<Answered> suggestions(ServerParts* parts, SignedIn who) {
  const auto questions =
      co_await parts->conversations.suggestions(std::move(who), suggestions_shown);
  co_return json_response({{"questions", questions}});
}

}  // namespace

void add_conversation_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.readable("POST", "/api/v1/conversations", "Begin a conversation", needs(Action::ask),
                  [shared](Call /*call*/, SignedIn who) { return create(shared, std::move(who)); });
  router.readable("GET", "/api/v1/conversations", "One's own conversations", needs(Action::ask),
                  [shared](Call /*call*/, SignedIn who) { return list(shared, std::move(who)); });
  router.readable(
      "GET", "/api/v1/conversations/{id}", "A conversation with its answers", needs(Action::ask),
      [shared](Call call, SignedIn who) { return show(shared, std::move(call), std::move(who)); });
  router.member("DELETE", "/api/v1/conversations/{id}", "Delete a conversation with its answers",
                needs(Action::ask), [shared](Call call, SignedIn who) {
                  return remove(shared, std::move(call), std::move(who));
                });
  router.readable(
      "POST", "/api/v1/conversations/{id}/questions",
      "Ask; answers as an event stream, or as JSON where that is accepted", needs(Action::ask),
      [shared](Call call, SignedIn who) { return ask(shared, std::move(call), std::move(who)); });
  router.readable("GET", "/api/v1/suggestions", "Questions that the connected sources can answer",
                  needs(Action::ask), [shared](Call /*call*/, SignedIn who) {
                    return suggestions(shared, std::move(who));
                  });
}

}  // namespace sluice::server
