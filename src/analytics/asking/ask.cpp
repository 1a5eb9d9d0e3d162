#include "analytics/asking/ask.h"

#include "analytics/asking/look_for_names.h"
#include "analytics/asking/overview.h"
#include "analytics/asking/plan_question.h"

#include "analytics/language/period.h"

#include <chrono>
#include <utility>
#include <variant>

namespace sluice::analytics {
namespace {

using Stopwatch = std::chrono::steady_clock;

[[nodiscard]] Answer begin_answer(const Question& question) {
  Answer answer;
  answer.id = question.id;
  answer.question = question.text;
  return answer;
}

[[nodiscard]] Answer asked_back(Answer answer, const Clarification& clarification) {
  answer.status = AnswerStatus::clarify;
  answer.text = clarification.text;
  if (clarification.examples) answer.reason = "examples";
  for (const Option& option : clarification.options) {
    answer.options.push_back({option.label, option.question});
  }
  return answer;
}

[[nodiscard]] Answer refused(Answer answer, const Refusal& refusal) {
  answer.status = AnswerStatus::refused;
  answer.text = refusal.text;
  answer.reason = to_text(refusal.reason);
  answer.vendors = refusal.vendors;
  answer.suggestions = refusal.suggestions;
  return answer;
}

[[nodiscard]] Answer failed(Answer answer, const RunError& error) {
  const bool no_tool = error.kind == RunError::Kind::tool_not_allowed;
  answer.status = no_tool ? AnswerStatus::refused : AnswerStatus::failed;
  answer.text = sentence_of(error);
  answer.reason = reason_of(error.kind);
  if (!error.vendor.empty()) answer.vendors = {error.vendor};
  answer.provenance = error.provenance;
  return answer;
}

[[nodiscard]] Task<Answer> run(Question question, PlannedQuestion planned, RunContext context) {
  const Stopwatch::time_point started = Stopwatch::now();
  QueryPlan plan = planned.plan;
  auto result = co_await run_plan(plan, std::move(context));
  Answer answer = result ? std::move(*result) : failed(begin_answer(question), result.error());
  answer.id = question.id;
  answer.question = question.text;
  answer.unused_words = plan.unused_words;
  answer.confidence = plan.confidence;
  if (!answer.plan) answer.plan = std::move(plan);
  answer.elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(Stopwatch::now() - started);
  co_return answer;
}

// By value: they belong to this frame.
[[nodiscard]] Task<Answer> overview(Question question, std::vector<OverviewLine> lines,
                                    RunContext context) {
  const Stopwatch::time_point started = Stopwatch::now();
  // A worker each measure would wait behind the answer.
  context.shown = nullptr;
  Answer answer = co_await run_overview(std::move(lines), std::move(context));
  answer.id = question.id;
  answer.question = question.text;
  answer.elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(Stopwatch::now() - started);
  co_return answer;
}

[[nodiscard]] std::vector<SoughtNames> sought_in(const PlanOutcome& outcome) {
  if (const auto* clarification = std::get_if<Clarification>(&outcome))
    return clarification->sought;
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return refusal->sought;
  return {};
}

}  // namespace

Task<Answer> ask(Question question, PlannerContext planner, RunContext context) {
  if (context.progress) {
    context.progress(
        {StepEvent::Step::planning, "Choosing the measure and the source", "", "", 0, false});
  }
  const auto sources = overview_sources(Grammar::english(), planner, question.text);
  if (!sources.empty() || says_only(Grammar::english(), PhraseList::overviews, question.text)) {
    PlannerContext asked = planner;
    if (!sources.empty()) asked.connected = sources;
    auto lines = overview_of(asked);
    if (!lines.empty())
      co_return co_await overview(std::move(question), std::move(lines), std::move(context));
  }
  PlanOutcome outcome = plan_of(planner, question);
  if (auto sought = sought_in(outcome); !sought.empty()) {
    if (context.progress)
      context.progress(
          {StepEvent::Step::planning, "Looking for names in the data", "", "", 0, false});
    if (auto own = co_await look_for_names(std::move(sought), planner, context)) {
      planner.own = std::move(own);
      PlanOutcome again = plan_of(planner, question);
      if (std::holds_alternative<PlannedQuestion>(again)) outcome = std::move(again);
    }
  }
  if (const auto* clarification = std::get_if<Clarification>(&outcome)) {
    co_return asked_back(begin_answer(question), *clarification);
  }
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    co_return refused(begin_answer(question), *refusal);
  }
  const QueryPlan plan = std::get<PlannedQuestion>(outcome).plan;
  Answer answer = co_await run(std::move(question), std::get<PlannedQuestion>(std::move(outcome)),
                               std::move(context));
  if (answer.status == AnswerStatus::answered)
    answer.suggestions = suggestions_after(planner, plan);
  if (answer.reason == to_text(RefusalReason::value_not_found))
    answer.suggestions = suggestions_without_conditions(planner, plan);
  co_return answer;
}

Task<Answer> ask_again(Question question, QueryPlan plan, PlannerContext planner,
                       RunContext context) {
  // The days and weeks are the organization's of today, not those of the day it was pinned.
  const PeriodContext as_of{planner.now, planner.timezone, planner.week_starts_on};
  plan.timezone = planner.timezone.name();
  plan.week_starts_on = planner.week_starts_on;
  if (plan.period) plan.period = as_of_now(*plan.period, as_of);
  if (plan.other_period) plan.other_period = as_of_now(*plan.other_period, as_of);
  for (Related& related : plan.related)
    if (related.period) related.period = as_of_now(*related.period, as_of);
  PlannedQuestion planned;
  planned.plan = std::move(plan);
  co_return co_await run(std::move(question), std::move(planned), std::move(context));
}

}  // namespace sluice::analytics
