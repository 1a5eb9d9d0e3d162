#include "analytics/asking/overview.h"

#include "analytics/answering/sentence_parts.h"
#include "analytics/language/number_text.h"
#include "analytics/language/period.h"
#include "analytics/language/text_words.h"
#include "analytics/meaning/labels.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::optional<PeriodSpec> period_of(const PlannerContext& context,
                                                  std::string_view text, PeriodEdge edge) {
  const PeriodContext period{context.now, context.timezone, context.week_starts_on};
  const auto found = resolve_period(text, period);
  if (!found) return std::nullopt;
  return edge_of(to_spec(*found, period), edge, context.timezone);
}

[[nodiscard]] OverviewLine line_of(const PlannerContext& context, const VendorMeaning& vendor,
                                   const catalog::Entry& entry, const catalog::Measure& measure) {
  OverviewLine line{vendor.vendor->name, label_of(measure), false, {}};
  QueryPlan& plan = line.plan;
  plan.timezone = context.timezone.name();
  plan.week_starts_on = context.week_starts_on;
  const bool then = measure.known_only_now && !measure.at_instant.empty();
  plan.measures = {{vendor.vendor->slug, entry.name, then ? measure.at_instant : measure.name}};
  if (measure.known_only_now && !then) return line;
  const bool state = then || is_state(entry, measure);
  const PeriodEdge edge = state ? PeriodEdge::end : PeriodEdge::whole;
  line.flow = !state;
  plan.frame = Frame::comparison;
  plan.comparison = Comparison::named_period;
  plan.period = period_of(context, "this month", edge);
  plan.other_period = period_of(context, "last month", edge);
  return line;
}

struct Read {
  std::optional<AnswerValue> now;
  std::optional<AnswerValue> before;
  std::optional<RunError> error;
};

// Whether the same call stands there already: two measures of an entry read the same rows.
[[nodiscard]] bool is_told(const std::vector<sources::Provenance>& calls,
                           const sources::Provenance& call) {
  return std::ranges::any_of(calls, [&](const sources::Provenance& other) {
    return other.vendor == call.vendor && other.tool == call.tool &&
           other.arguments == call.arguments;
  });
}

// Of a run the numbers; what it tells of itself goes to the whole.
[[nodiscard]] Read taken(std::expected<Answer, RunError> run, Answer& whole) {
  if (!run) return Read{{}, {}, std::move(run.error())};
  Answer& answer = *run;
  for (sources::Provenance& call : answer.provenance)
    if (!is_told(whole.provenance, call)) whole.provenance.push_back(std::move(call));
  whole.partial = whole.partial || answer.partial;
  for (std::string& caveat : answer.caveats)
    if (std::ranges::find(whole.caveats, caveat) == whole.caveats.end())
      whole.caveats.push_back(std::move(caveat));
  Read values{std::move(answer.value), {}, {}};
  // A comparison has the earlier time in its first row.
  if (values.now && answer.table && answer.table->rows.size() > 1)
    values.before = AnswerValue{answer.table->rows.front().back(), values.now->unit};
  return values;
}

[[nodiscard]] std::string text_of(const std::optional<AnswerValue>& value) {
  if (!value || value->value.is_null()) return "no data";
  return number_text(value->value, value->unit);
}

// "Stripe: MRR $116,533.66, down 1.2% on last month." Of a flow the month still runs, so that no
// change is said of it.
[[nodiscard]] std::string sentence_of(const OverviewLine& line, const Read& values) {
  std::string text = line.vendor + ": " + inside_sentence(line.label) + " " + text_of(values.now);
  if (line.flow) {
    text += " this month so far";
    if (values.before) text += ", " + text_of(values.before) + " in all of last month";
  } else if (values.before && values.now) {
    text += change_text(values.before->value, values.now->value, "the end of last month",
                        values.now->unit == "percent");
  }
  return text + ".";
}

}  // namespace

bool says_only(const Grammar& grammar, PhraseList list, std::string_view text) {
  std::vector<TextWord> words = split_words(text);
  std::erase_if(words, [&](const TextWord& word) { return word.sign; });
  const auto idle = [&](const TextWord& word) {
    return grammar.is(WordList::harmless, word.text) || grammar.is(WordList::light, word.text);
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::size_t length = grammar.phrase_at(list, words, at);
    if (length == 0) continue;
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = begin + static_cast<std::ptrdiff_t>(length);
    return std::all_of(words.begin(), begin, idle) && std::all_of(end, words.end(), idle);
  }
  return false;
}

std::vector<VendorMeaning> overview_sources(const Grammar& grammar, const PlannerContext& context,
                                            std::string_view text) {
  std::vector<VendorMeaning> named;
  std::string rest;
  for (const TextWord& word : split_words(text)) {
    const auto source = std::ranges::find_if(context.connected, [&](const VendorMeaning& vendor) {
      return word.text == vendor.vendor->slug || word.text == lower(vendor.vendor->name);
    });
    if (source == context.connected.end()) {
      rest += (rest.empty() ? "" : " ") + word.text;
    } else if (std::ranges::find(named, source->vendor, &VendorMeaning::vendor) == named.end()) {
      named.push_back(*source);
    }
  }
  if (!says_only(grammar, PhraseList::overviews, rest)) named.clear();
  return named;
}

std::vector<OverviewLine> overview_of(const PlannerContext& context) {
  std::vector<OverviewLine> lines;
  for (const VendorMeaning& vendor : context.connected)
    for (const std::string& named : vendor.vendor->overview) {
      const std::size_t dot = named.find('.');
      for (const catalog::Entry& entry : vendor.vendor->entries) {
        if (entry.name != named.substr(0, dot)) continue;
        const auto measure = measure_named(entry, named.substr(dot + 1));
        if (measure && lines.size() < overview_measures_max)
          lines.push_back(line_of(context, vendor, entry, *measure));
      }
    }
  return lines;
}

Task<Answer> run_overview(std::vector<OverviewLine> lines, RunContext context) {
  Answer answer;
  answer.status = AnswerStatus::answered;
  analyst::Table table;
  table.columns = {{.name = "measure", .type = "text", .unit = ""},
                   {.name = "now", .type = "text", .unit = ""},
                   {.name = "last_month", .type = "text", .unit = ""}};
  std::optional<RunError> failed;
  bool any = false;
  std::string said_of;  // The vendor whose first number is told; the table has the others.
  for (OverviewLine& line : lines) {
    Read values = taken(co_await run_plan(std::move(line.plan), context), answer);
    if (values.error) failed = std::move(values.error);
    any = any || values.now;
    const std::string now = text_of(values.now) + (line.flow ? " this month so far" : "");
    table.rows.push_back({line.vendor + ": " + line.label, now, text_of(values.before)});
    if (!values.now || said_of == line.vendor) continue;
    said_of = line.vendor;
    answer.text += (answer.text.empty() ? "" : " ") + sentence_of(line, values);
  }
  if (!any && failed) {
    answer.status = AnswerStatus::failed;
    answer.text = sentence_of(*failed);
    answer.reason = reason_of(failed->kind);
    co_return answer;
  }
  answer.table = std::move(table);
  answer.confidence = 1;
  co_return answer;
}

}  // namespace sluice::analytics
