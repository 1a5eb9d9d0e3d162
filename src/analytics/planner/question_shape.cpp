#include "analytics/planner/question_shape.h"

#include "analytics/language/number_words.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

struct Operator {
  std::string_view phrase;
  bool QuestionShape::* flag;
};

constexpr Operator flags[] = {
    {"how many", &QuestionShape::count},
    {"number of", &QuestionShape::count},
    {"count of", &QuestionShape::count},
    {"# of", &QuestionShape::count},
    {"no of", &QuestionShape::count},
    {"list", &QuestionShape::list},
    {"show me the list", &QuestionShape::list},
    {"details of", &QuestionShape::list},
    {"in total", &QuestionShape::overall},
    {"overall", &QuestionShape::overall},
    {"altogether", &QuestionShape::overall},
    {"total for", &QuestionShape::overall},
    {"all time", &QuestionShape::all_time},
    {"of all times", &QuestionShape::all_time},
    {"ever", &QuestionShape::all_time},
    {"so far", &QuestionShape::all_time},
    {"to date", &QuestionShape::all_time},
    {"currently", &QuestionShape::at_present},
    {"right now", &QuestionShape::at_present},
    {"at the moment", &QuestionShape::at_present},
    {"current", &QuestionShape::at_present},
    {"at present", &QuestionShape::at_present},
    {"as % of", &QuestionShape::as_percent},
    {"as a % of", &QuestionShape::as_percent},
    {"as percentage of", &QuestionShape::as_percent},
    {"as a percentage of", &QuestionShape::as_percent},
    {"as percent of", &QuestionShape::as_percent},
    {"as a percent of", &QuestionShape::as_percent},
    {"as a share of", &QuestionShape::as_percent},
    {"as share of", &QuestionShape::as_percent},
};

[[nodiscard]] std::size_t phrase_words(std::string_view phrase) {
  return 1 + static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' '));
}

void use(QuestionShape& shape, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count && i < shape.used.size(); ++i)
    shape.used[i] = true;
}

struct Chart {
  std::string_view word;
  std::string_view mark;
};
constexpr Chart charts[] = {
    {"table", "table"},   {"pie", "pie"},     {"donut", "pie"},       {"bar", "bar"},
    {"bars", "bar"},      {"line", "line"},   {"scatter", "scatter"}, {"heatmap", "heatmap"},
    {"funnel", "funnel"}, {"columns", "bar"}, {"area", "line"},
};

// "as a table", "in a pie chart", "bar chart of".
void read_chart(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto found = std::find_if(std::begin(charts), std::end(charts),
                                    [&](const Chart& c) { return c.word == words[i].text; });
    if (found == std::end(charts)) continue;
    std::size_t begin = i;
    while (begin > 0 && word_is(words, begin - 1, {"a", "an"}))
      --begin;
    const bool led = begin > 0 && word_is(words, begin - 1, {"as", "in", "on"});
    const bool named = word_is(words, i + 1, {"chart", "graph", "plot", "diagram"});
    if (!named && !(led && begin < i) && !(led && word_is(words, begin - 1, {"as"}))) continue;
    shape.chart = std::string(found->mark);
    use(shape, led ? begin - 1 : begin, i + 1 - (led ? begin - 1 : begin) + (named ? 1 : 0));
    return;
  }
}

void read_negations(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (word_is(words, i,
                {"not", "excluding", "except", "exclude", "excl", "minus", "ignoring", "non", "isn",
                 "aren", "wasn", "weren", "outside", "nor"})) {
      shape.negations.push_back(i);
      use(shape, i, 1);
    } else if (phrase_at(words, i, "other than") || phrase_at(words, i, "apart from") ||
               phrase_at(words, i, "leaving out") || phrase_at(words, i, "leave out") ||
               phrase_at(words, i, "left out") || phrase_at(words, i, "not counting")) {
      shape.negations.push_back(i + 1);
      use(shape, i, 2);
    } else if (word_is(words, i, {"without", "lack", "lacks", "lacking", "missing", "no"})) {
      if (word_is(words, i, {"no"}) && phrase_at(words, i, "no of")) continue;
      shape.absences.push_back(i);
      // "Missing feature" may be a value: the word stays open for names.
      if (!word_is(words, i, {"missing"})) use(shape, i, 1);
    }
  }
}

// "the next payout", "the latest release", "the oldest open issues".
void read_row_rank(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  if (shape.timed[i] || shape.used[i] || i + 1 >= words.size()) return;
  const bool next = word_is(words, i, {"next", "upcoming"});
  const bool newest = word_is(words, i, {"latest", "newest"}) || phrase_at(words, i, "most recent");
  const bool oldest = word_is(words, i, {"oldest", "stalest", "earliest"});
  const bool last = word_is(words, i, {"last"}) && i > 0 && word_is(words, i - 1, {"the", "our"});
  if (!next && !newest && !oldest && !last) return;
  shape.next_row = next;
  shape.newest = newest || last;
  shape.oldest = oldest;
  shape.row_rank_word = i;
  use(shape, i, phrase_at(words, i, "most recent") ? 2 : 1);
}

// "How many PRs did dependabot open this year": the verb, not the state.
void read_open_as_verb(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool ends =
        i + 1 == words.size() || shape.timed[i + 1] || words[i + 1].sign || words[i + 1].stop;
    if (!word_is(words, i, {"open"}) || !ends) continue;
    for (std::size_t w = i; w-- > 0;) {
      if (word_is(words, w, {"have", "has", "be", "is", "are", "was", "were", "still", "stay"}))
        break;
      if (word_is(words, w, {"did", "do", "does"})) use(shape, i, 1);
    }
  }
}

}  // namespace

bool word_is(const std::vector<TextWord>& words, std::size_t at,
             std::initializer_list<std::string_view> any) {
  return at < words.size() && std::find(any.begin(), any.end(), words[at].text) != any.end();
}

bool phrase_at(const std::vector<TextWord>& words, std::size_t at, std::string_view phrase) {
  std::size_t begin = 0;
  while (begin <= phrase.size()) {
    std::size_t end = phrase.find(' ', begin);
    if (end == std::string_view::npos) end = phrase.size();
    if (at >= words.size() || words[at].text != phrase.substr(begin, end - begin)) return false;
    ++at;
    begin = end + 1;
  }
  return true;
}

std::optional<Grain> grain_word(std::string_view word) {
  if (word == "day" || word == "days" || word == "date" || word == "dates") return Grain::day;
  if (word == "week" || word == "weeks") return Grain::week;
  if (word == "month" || word == "months") return Grain::month;
  if (word == "quarter" || word == "quarters") return Grain::quarter;
  if (word == "year" || word == "years") return Grain::year;
  return std::nullopt;
}

void read_times(QuestionShape& shape, std::string_view text, const std::vector<TextWord>& words,
                const PeriodContext& context) {
  for (FoundPeriod& period : find_periods(text, context)) {
    const std::size_t end = period.offset + period.length;
    std::size_t first = words.size();
    std::size_t last = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool inside =
          words[i].offset < end && words[i].offset + words[i].length > period.offset;
      if (!inside) continue;
      first = std::min(first, i);
      last = i;
    }
    if (first == words.size()) continue;
    // A lone doubtful word is a time only when it cannot be another: a year behind "over" is a
    // number, "may" a verb.
    const bool is_year = period.bare && words[first].number && first == last;
    const bool bound =
        first > 0 && word_is(words, first - 1,
                             {"over", "above", "than", "under", "below", "least", "most", "#"});
    if (is_year && (bound || words[first].money)) continue;
    if (period.bare && !is_year) continue;
    if (first > 0 && bound && words[first].number && period.grain == Grain::year) continue;
    for (std::size_t i = first; i <= last; ++i)
      shape.timed[i] = true;
    shape.periods.push_back(std::move(period));
  }
}

void read_asks(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const Operator& op : flags) {
      if (shape.timed[i] || !phrase_at(words, i, op.phrase)) continue;
      shape.*op.flag = true;
      use(shape, i, phrase_words(op.phrase));
      if (op.flag == &QuestionShape::as_percent) shape.versus_word = i;
    }
    const bool share_noun =
        word_is(words, i, {"percentage", "percent", "share", "proportion", "fraction", "%", "pct"});
    if (share_noun && word_is(words, i + 1, {"of"}) && !shape.as_percent) {
      shape.share = true;
      shape.share_word = i;
      use(shape, i, 2);
    }
    if (word_is(words, i, {"who", "whos", "whom"})) shape.person = true;
    const bool asks_which =
        word_is(words, i, {"which"}) || (word_is(words, i, {"what"}) && i + 1 < words.size() &&
                                         !words[i + 1].stop && !shape.timed[i + 1]);
    if (asks_which && !shape.subject) shape.subject = i + 1;
    if (phrase_at(words, i, "how much")) {
      shape.amount = true;
      use(shape, i, 2);
    }
    // "refunds in dollars" are an amount, not those in one currency.
    for (const std::string_view unit :
         {"in dollars", "in usd", "in us dollars", "in dollar terms"}) {
      if (!phrase_at(words, i, unit)) continue;
      shape.amount = true;
      use(shape, i, phrase_words(unit));
    }
    if (word_is(words, i, {"why"})) shape.why = true;
    if (phrase_at(words, i, "how did") || phrase_at(words, i, "how has") ||
        phrase_at(words, i, "how have"))
      shape.course = true;
    read_row_rank(shape, words, i);
  }
}

QuestionShape read_shape(std::string_view text, const std::vector<TextWord>& words,
                         const PeriodContext& context) {
  QuestionShape shape;
  shape.timed.assign(words.size(), false);
  shape.used.assign(words.size(), false);
  read_bounds(shape, words);
  read_times(shape, text, words, context);
  read_forms(shape, words);
  read_grains(shape, words);
  read_ranks(shape, words);
  read_comparison(shape, words, context);
  read_forms_of_comparison(shape, words);
  read_asks(shape, words);
  read_negations(shape, words);
  read_chart(shape, words);
  read_open_as_verb(shape, words);
  return shape;
}

}  // namespace sluice::analytics
