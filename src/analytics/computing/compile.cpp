#include "analytics/computing/compile.h"

#include "analytics/computing/account_caveats.h"
#include "analytics/computing/form_statements.h"
#include "analytics/computing/reshape.h"
#include "analytics/computing/sql_text.h"
#include "analytics/language/period.h"
#include "analytics/meaning/history.h"
#include "base/calendar.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::chrono::days series_default{365};  // A series without a period, before it is known.
constexpr std::chrono::days far_back{2 * 365 +
                                     1};  // What a tool that wants a range is told without.

[[nodiscard]] Moment now_of(const CompileContext& context, const TimeZone& zone) {
  return {.at = sql_timestamp(context.now),
          .day = sql_date(zone.day_of(context.now)),
          .local = sql_timestamp(context.now + zone.offset_at(context.now))};
}

// What a plan with a comparison compares its period with.
[[nodiscard]] PeriodSpec other_period(const QueryPlan& plan, const PeriodSpec& period,
                                      const PeriodContext& context) {
  return plan.other_period ? *plan.other_period
                           : comparison_period(period, plan.comparison, context);
}

// The stretches of time that are computed, each as its spans.
class SpanPlanner {
 public:
  SpanPlanner(const QueryPlan& plan, const CompileContext& context, TimeZone zone,
              std::optional<Instant> history)
      : plan_(plan), context_(context), zone_(std::move(zone)), history_(history) {}

  [[nodiscard]] std::vector<std::vector<Span>> plan() const {
    const std::optional<PeriodSpec>& period = plan_.period;
    if (!period) return {spans_of(unbounded(), std::nullopt)};
    std::vector<std::vector<Span>> all;
    if (plan_.comparison != Comparison::none) {
      const PeriodSpec other =
          other_period(plan_, *period, {context_.now, zone_, plan_.week_starts_on});
      all.push_back(spans_of(range_of(other), other.grain));
    }
    all.push_back(spans_of(range_of(*period), period->grain));
    return all;
  }

 private:
  [[nodiscard]] SpanRange range_of(const PeriodSpec& period) const {
    return {.start = period.start, .end = period.end, .now = context_.now};
  }
  [[nodiscard]] SpanRange unbounded() const {
    const Dimension* time = time_dimension(plan_);
    const bool series = time != nullptr;
    if (context_.range) {
      // All that there is: its first bucket begins before the first row, it is not cut there.
      SpanRange all = *context_.range;
      if (series && time->grain)
        all.start =
            zone_.start_of(start_of(*time->grain, zone_.day_of(all.start), plan_.week_starts_on));
      return all;
    }
    return {.start = series ? context_.now - series_default : context_.now,
            .end = context_.now,
            .now = context_.now};
  }
  [[nodiscard]] std::vector<Span> spans_of(const SpanRange& range,
                                           std::optional<Grain> grain) const {
    const Dimension* time = time_dimension(plan_);
    const std::optional<Grain> bucket = time == nullptr ? std::nullopt : time->grain;
    if (!bucket) return {whole_span(range, grain, zone_, plan_.week_starts_on)};
    std::vector<Span> buckets =
        buckets_of(with_buckets_before(range, *bucket), *bucket, zone_, plan_.week_starts_on);
    if (buckets.empty()) buckets.push_back(whole_span(range, *bucket, zone_, plan_.week_starts_on));
    leave_out_before_history(buckets);
    return buckets;
  }
  [[nodiscard]] SpanRange with_buckets_before(SpanRange range, Grain bucket) const {
    const auto before = static_cast<int>(buckets_before(plan_));
    if (before == 0) return range;
    const LocalDay first = start_of(bucket, zone_.day_of(range.start), plan_.week_starts_on);
    range.start = zone_.start_of(add(first, bucket, -before));
    return range;
  }
  // A bucket without records is no zero; one that they begin in is cut.
  void leave_out_before_history(std::vector<Span>& buckets) const {
    if (!history_ || buckets.back().end <= *history_) return;
    std::erase_if(buckets, [&](const Span& bucket) { return bucket.end <= *history_; });
    if (buckets.front().start < *history_) buckets.front().partial = true;
  }

  const QueryPlan& plan_;
  const CompileContext& context_;
  TimeZone zone_;
  std::optional<Instant> history_;
};

// Rows may be of any of these times where no period bounds them; what lies outside is an hour off
// at most.
const Instant long_ago = std::chrono::sys_days(std::chrono::year(1990) / 1 / 1);
const Instant far_ahead = std::chrono::sys_days(std::chrono::year(2040) / 1 / 1);

// What is compared, or averaged over a window, lies before the period itself.
[[nodiscard]] WallClock clock_of(const QueryPlan& plan, const TimeZone& zone) {
  const std::optional<PeriodSpec>& period = plan.period;
  const bool bounded = period && !period->open_start && plan.comparison == Comparison::none &&
                       plan.transform != Transform::moving_average;
  return {.zone = zone,
          .from = bounded ? period->start : long_ago,
          .until = period && bounded ? period->end : far_ahead};
}

// Whether the asked time, or the one it is compared with, begins before the records do; all time
// does where the vendor has forgotten some of it.
[[nodiscard]] bool reaches_before(const QueryPlan& plan, const CompileContext& context,
                                  const TimeZone& zone, Instant begins, bool forgotten) {
  if (!plan.period || plan.period->open_start) return forgotten;
  if (plan.period->start < begins) return true;
  return plan.comparison != Comparison::none &&
         other_period(plan, *plan.period, {context.now, zone, plan.week_starts_on}).start < begins;
}

[[nodiscard]] FetchRange fetch_range(const QueryPlan& plan, const CompileContext& context,
                                     const std::vector<std::vector<Span>>& spans) {
  if (!plan.period) {
    return {.start = context.now - far_back, .end = context.now, .bounded = false};
  }
  FetchRange range{.start = spans[0].front().start, .end = spans[0].back().end, .bounded = true};
  for (const std::vector<Span>& each : spans) {
    range.start = std::min(range.start, each.front().start);
    range.end = std::max(range.end, each.back().end);
  }
  return range;
}

// What adds rows of the result up needs a measure whose buckets and groups add up.
[[nodiscard]] bool adds_up(const QueryPlan& plan, const Meaning& meaning) {
  const bool profile =
      std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                  [](const Dimension& each) { return each.part == DatePart::weekday; });
  const bool sums =
      plan.transform == Transform::running_total || plan.rest || profile || plan.each_dimension;
  if (!sums) return true;
  if (plan.derivation != Derivation::none || plan.frame == Frame::share) return false;
  return std::all_of(plan.measures.begin(), plan.measures.end(), [&](const Reference& reference) {
    const catalog::Entry* entry = meaning.entry(reference);
    const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
    const bool over_time = plan.transform == Transform::running_total || profile;
    return measure && (over_time ? adds_over_groups(*measure) : adds_at_one_time(*measure));
  });
}

// A part of the plan that its form has no place for: an edited plan may carry one over.
[[nodiscard]] std::string_view misfit(const QueryPlan& plan) {
  constexpr std::size_t one = 1;
  if (plan.bands.has_value() != (plan.frame == Frame::distribution)) return "bands";
  if (plan.bands && plan.dimensions.empty()) return "bands";
  if (plan.bands && (plan.derivation != Derivation::none || plan.measures.size() != one))
    return "measures";
  if (plan.bands && plan.bands->of_groups && plan.dimensions.size() != one) return "dimensions";
  constexpr std::size_t steps_min = 2;
  if ((plan.frame == Frame::funnel) != (plan.steps.size() >= steps_min)) return "steps";
  if (plan.frame == Frame::funnel && (!plan.dimensions.empty() || !plan.having.empty()))
    return "groups";
  const bool counted = plan.frame == Frame::total && plan.dimensions.size() == one &&
                       plan.comparison == Comparison::none && !plan.having.empty() && !plan.limit;
  if (plan.count_groups && !counted) return "groups";
  if (plan.limit_within && plan.frame != Frame::top && plan.frame != Frame::list) return "limit";
  if (plan.each_dimension && (plan.comparison == Comparison::none || plan.dimensions.empty()))
    return "dimensions";
  return {};
}

[[nodiscard]] Statement statement_of(Workbook& book, const QueryPlan& plan,
                                     const std::vector<Span>& spans, const std::string& currency) {
  if (plan.frame == Frame::list) return list_statement(book, plan, spans.front(), currency);
  if (plan.frame == Frame::funnel) return funnel_statement(book, plan, spans.front());
  if (plan.count_groups) return group_count_statement(book, plan, spans, currency);
  if (plan.bands && plan.bands->of_groups && !plan.bands->edges.empty())
    return groups_in_bands(book, plan, spans, currency);
  if (plan.each_dimension) return each_dimension_statement(book, plan, spans, currency);
  return measure_statement(book, plan, spans, currency);
}

}  // namespace

std::expected<CompiledPlan, CompileFault> compile(const QueryPlan& plan,
                                                  const CompileContext& context) {
  using Kind = CompileFault::Kind;
  const auto zone = TimeZone::find(plan.timezone);
  if (!zone) return std::unexpected(CompileFault{Kind::unknown_time_zone, plan.timezone, {}});
  if (const std::string_view part = misfit(plan); !part.empty())
    return std::unexpected(CompileFault{Kind::form_incomplete, std::string(part), {}});
  if (plan.measures.empty() && plan.frame != Frame::list && plan.frame != Frame::funnel) {
    return std::unexpected(CompileFault{Kind::no_measure, {}, {}});
  }
  if (!adds_up(plan, *context.meaning))
    return std::unexpected(CompileFault{Kind::not_additive, {}, {}});
  Workbook book(*context.meaning, now_of(context, *zone));
  book.set_clock(clock_of(plan, *zone));
  book.leave_out(context.left_out);
  CompiledPlan compiled;
  compiled.caveats = caveats_of_accounts(plan, *context.meaning);
  const auto history = history_of(*context.meaning, plan, {context.now, *zone});
  const auto begins = history ? std::optional(zone->start_of(history->first_day)) : std::nullopt;
  compiled.spans = SpanPlanner(plan, context, *zone, begins).plan();
  if (history && reaches_before(plan, context, *zone, *begins, history->forgotten))
    compiled.caveats.push_back(history->sentence);
  for (const std::vector<Span>& spans : compiled.spans) {
    compiled.statements.push_back(statement_of(book, plan, spans, context.currency));
  }
  const bool unknown_range = !plan.period && time_dimension(plan) != nullptr && !context.range;
  if (unknown_range) compiled.range = range_statement(book, plan);
  if (plan.bands && plan.bands->edges.empty())
    compiled.spread = spread_statement(book, plan, compiled.spans.back(), context.currency);
  compiled.fetches = plan_fetches(book, plan,
                                  {.range = fetch_range(plan, context, compiled.spans),
                                   .now = context.now,
                                   .zone = *zone,
                                   .shows_values = context.shows_values});
  if (const auto fault = book.fault()) return std::unexpected(*fault);
  compiled.notes.assign(book.notes().begin(), book.notes().end());
  return compiled;
}

}  // namespace sluice::analytics
