#include "server/conversation_routes.h"

#include "analytics/asking/conversations.h"
#include "analytics/asking/question_desk.h"
#include "analytics/planner/planner.h"
#include "base/log.h"
#include "base/time_format.h"
#include "identity/storage_failure.h"
#include "net/http_text.h"
#include "server/event_stream.h"
#include "server/problems.h"

#include <exception>
#include <utility>

namespace sluice::server {
namespace {

using analytics::Answer;
using analytics::ConversationRepository;
using identity::Action;
using identity::SignedIn;

constexpr std::size_t suggestions_shown = 4;

[[nodiscard]] ConversationRepository repository_of(const ServerParts& parts, const SignedIn& who) {
  return {parts.database, who.access, parts.random};
}

[[nodiscard]] net::ServerResponse no_such_conversation() {
  return net::problem(not_found, "This conversation is gone or was never yours.");
}

[[nodiscard]] std::string wire_text(const OrderedJson& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Task<Answered> create(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    const ConversationId id = repository_of(*parts, who).create(parts->clock.now());
    return json_response({{"id", to_text(id)}}, 201);
  });
}

Task<Answered> list(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    Json conversations = Json::array();
    for (const auto& summary : repository_of(*parts, who).list()) {
      conversations.push_back({{"id", to_text(summary.id)},
                               {"title", summary.title},
                               {"updated_at", to_rfc3339(summary.updated_at)}});
    }
    return json_response({{"conversations", conversations}});
  });
}

Task<Answered> show(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConversationId>();
  if (!id) co_return no_such_conversation();
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), id = *id]() -> net::ServerResponse {
        const ConversationRepository repository = repository_of(*parts, who);
        const auto summary = repository.find(id);
        if (!summary) return no_such_conversation();
        OrderedJson answers = OrderedJson::array();
        for (auto& stored : repository.answers(id))
          answers.push_back(std::move(stored.answer));
        return json_text_response(wire_text(
            {{"id", to_text(id)}, {"title", summary->title}, {"answers", std::move(answers)}}));
      });
}

// One question on its way: everything it needs, owned.
struct Asking {
  SignedIn who;
  ConversationId conversation;
  std::string text;
  std::vector<std::string> vendors;
};

Task<Answer> answer_and_store(ServerParts* parts, Asking asking,
                              analytics::QuestionDesk::Progress progress) {
  // Known before the question runs, so that its steps, its answer and the log can be put together.
  const QuestionId id{parts->random.id()};
  analytics::Question question{to_text(id), asking.text, std::nullopt};
  // What "and in May?" refers to.
  question.previous = co_await run_blocking(parts->pool, [parts, asking] {
    return repository_of(*parts, asking.who).latest_plan(asking.conversation);
  });
  Answer answer =
      co_await parts->desk.ask({asking.who.access, asking.who.organization, asking.vendors, {}},
                               std::move(question), std::move(progress));
  // Kept before it is shown: an answer that somebody has seen is not lost.
  co_return co_await run_blocking(parts->pool, [parts, asking, id, answer] {
    return repository_of(*parts, asking.who)
        .append(asking.conversation, id, answer, parts->clock.now());
  });
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

Task<std::string> stream_answer(ServerParts* parts, Asking asking,
                                std::shared_ptr<EventSink> sink) {
  const auto started = std::chrono::steady_clock::now();
  std::string failure;
  std::string words = "The question could not be answered. Ask it again.";
  try {  // The edge of a streamed request: its head has left, so a failure becomes an event.
    const Answer answer = co_await answer_and_store(
        parts, std::move(asking), [sink, started](const analytics::StepEvent& step) {
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
  if (!id) co_return no_such_conversation();
  // Refused before anything of it is kept.
  if (call.text("question").size() > analytics::question_bytes_max) {
    co_return net::problem(invalid_input,
                           "The question is longer than 2,000 characters. Ask for one thing at a "
                           "time.");
  }
  const bool known = co_await run_blocking(parts->pool, [parts, who, id = *id] {
    return repository_of(*parts, who).find(id).has_value();
  });
  if (!known) co_return no_such_conversation();
  Asking asking{std::move(who), *id, call.text("question"), vendors_of(call.body)};
  // Programs get the answer alone; the steps are for somebody who waits and watches.
  if (call.request.header("Accept").contains("application/json")) {
    const SignedIn asker = asking.who;
    const Answer answer = co_await answer_and_store(parts, std::move(asking), {});
    if (!co_await still_asks(parts, asker)) {
      co_return net::problem(sign_in_required, "Your session ended while the question ran.");
    }
    co_return json_text_response(wire_text(analytics::to_json(answer)));
  }
  co_return stream_events(
      [parts, asking](std::shared_ptr<EventSink> sink) {
        return stream_answer(parts, asking, std::move(sink));
      },
      [parts, asker = asking.who] { return still_asks(parts, asker); });
}

Task<Answered> remove(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConversationId>();
  if (!id) co_return no_such_conversation();
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who), id = *id] {
    const bool removed = repository_of(*parts, who).remove(id, parts->audit);
    return removed ? no_content() : no_such_conversation();
  });
}

Task<Answered> suggestions(ServerParts* parts, SignedIn who) {
  const auto questions =
      co_await parts->desk.suggestions({who.access, who.organization, {}, {}}, suggestions_shown);
  co_return json_response({{"questions", questions}});
}

}  // namespace

void add_conversation_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.readable("POST", "/api/v1/conversations", "Begin a conversation", Action::ask,
                  [shared](Call /*call*/, SignedIn who) { return create(shared, std::move(who)); });
  router.readable("GET", "/api/v1/conversations", "One's own conversations", Action::ask,
                  [shared](Call /*call*/, SignedIn who) { return list(shared, std::move(who)); });
  router.readable(
      "GET", "/api/v1/conversations/{id}", "A conversation with its answers", Action::ask,
      [shared](Call call, SignedIn who) { return show(shared, std::move(call), std::move(who)); });
  router.member("DELETE", "/api/v1/conversations/{id}", "Delete a conversation with its answers",
                Action::ask, [shared](Call call, SignedIn who) {
                  return remove(shared, std::move(call), std::move(who));
                });
  router.readable(
      "POST", "/api/v1/conversations/{id}/questions",
      "Ask; answers as an event stream, or as JSON where that is accepted", Action::ask,
      [shared](Call call, SignedIn who) { return ask(shared, std::move(call), std::move(who)); });
  router.readable(
      "GET", "/api/v1/suggestions", "Questions that the connected sources can answer", Action::ask,
      [shared](Call /*call*/, SignedIn who) { return suggestions(shared, std::move(who)); });
}

}  // namespace sluice::server
