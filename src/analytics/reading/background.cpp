#include "analytics/reading/background.h"

#include "analytics/language/text_words.h"
#include "analytics/language/word_table.h"
#include "base/currency.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

// Who tells or wants something is said in so many words: "the head of our support team".
constexpr std::size_t somebody_words_max = 6;

[[nodiscard]] bool is_inside(const Match& match, WordSpan part) {
  return match.first() >= part.first && match.last() < part.end;
}

}  // namespace

Background::Background(const Grammar& grammar, const Lexicon& lexicon, std::string_view text,
                       const std::vector<TextWord>& words, const PeriodContext& period)
    : grammar_(grammar), lexicon_(lexicon), words_(words), times_(find_periods(text, period)) {
  std::erase_if(times_, [](const FoundPeriod& time) { return time.bare; });
  matches_ = lexicon.find(words, std::vector<bool>(words.size(), false));
  std::erase_if(matches_, [](const Match& match) { return !match.exact; });
}

bool Background::is(WordList list, std::size_t at) const {
  return grammar_.is(list, words_, at);
}

bool Background::may_be_left_out(WordSpan part, WordSpan rest) const {
  if (binds(part) || says_when(part, rest) || narrows_by_value(part, rest)) return false;
  for (std::size_t at = part.first; at < part.end; ++at)
    if (is_amount(at) || narrows_by_name(at, part)) return false;
  return true;
}

bool Background::asks(WordSpan part) const {
  for (std::size_t at = part.first; at < part.end; ++at) {
    const bool starts =
        at == part.first || words_[at - 1].sign || is(WordList::clause_links, at - 1);
    if (starts && begins_ask(at) && !is_musing(at)) return true;
  }
  return words_[part.end - 1].text == "?";
}

bool Background::begins_ask(std::size_t at) const {
  return grammar_.phrase_at(PhraseList::asks, words_, at) > 0;
}

bool Background::says_something(WordSpan part) const {
  for (std::size_t at = part.first; at < part.end; ++at) {
    const TextWord& word = words_[at];
    if (word.sign || word.stop || is(WordList::light, at)) continue;
    if (word.number ? is_amount(at) : lexicon_.knows(word.stem)) return true;
  }
  return false;
}

// Nobody who tells: rows and whose they are ("customers who", "deals that").
bool Background::is_somebody(WordSpan part) const {
  if (part.first >= part.end || part.end - part.first > somebody_words_max || asks(part))
    return false;
  for (std::size_t at = part.first; at < part.end; ++at) {
    const TextWord& word = words_[at];
    if (word.sign || word.number || is(WordList::relatives, at)) return false;
    // "The product team"; but "customers asked for", "customers in Spain asked for".
    const bool head = at + 1 == part.end || words_[at + 1].stop;
    if (head && counts_rows(at)) return false;
  }
  return true;
}

// A noun of the catalog's rows by its own word; "sales" and "a team" are who tells something.
bool Background::counts_rows(std::size_t at) const {
  if (is(WordList::light, at)) return false;
  return std::ranges::any_of(matches_, [&](const Match& match) {
    if (match.first() != at || match.inflected) return false;
    const bool measure = match.term->kind == Term::Kind::measure;
    return match.term->kind == Term::Kind::entry || (measure && !is(WordList::speakers, at));
  });
}

bool Background::tells(WordSpan part) const {
  if (is(WordList::speakers, part.first)) return true;
  const std::size_t reported = reported_from(part);
  return reported < part.end || request_words(part) > 0;
}

std::size_t Background::request_words(WordSpan part) const {
  for (std::size_t at = part.first + 1; at < part.end; ++at) {
    const std::size_t verb = grammar_.phrase_at(PhraseList::requests, words_, at);
    if (verb == 0) continue;
    return is_somebody({part.first, at}) && at + verb < part.end ? at + verb - part.first : 0;
  }
  return 0;
}

std::size_t Background::reported_from(WordSpan part) const {
  for (std::size_t at = part.first + 1; at < part.end; ++at) {
    const std::size_t verb = grammar_.phrase_at(PhraseList::reports, words_, at);
    if (verb > 0) return is_somebody({part.first, at}) ? at + verb : part.end;
  }
  return part.end;
}

bool Background::is_occasion(WordSpan part) const {
  if (!is(WordList::background_leads, part.first)) return false;
  if (is(WordList::occasion_leads, part.first)) return true;
  for (std::size_t at = part.first; at < part.end; ++at)
    if (is(WordList::occasions, at)) return true;
  return false;
}

bool Background::is_modest(WordSpan part) const {
  bool said = false;
  for (std::size_t at = part.first; at < part.end; ++at) {
    if (is(WordList::sufficing, at)) {
      said = true;
      continue;
    }
    const bool small = words_[at].sign || is(WordList::light, at) || is(WordList::harmless, at);
    if (!small) return false;
  }
  return said;
}

bool Background::is_musing(std::size_t at) const {
  return grammar_.phrase_at(PhraseList::musings, words_, at) > 0;
}

bool Background::points_back(WordSpan part) const {
  bool named = false;
  for (std::size_t at = part.first; at < part.end; ++at) {
    named = named || names_rows(at);
    // "How many issues did they finish": whoever they are, they are not the issues.
    const bool actor =
        at > part.first && is(WordList::actors, at) && is(WordList::helping_verbs, at - 1);
    if (actor) return true;
    if (named || !is(WordList::anaphora, at)) continue;
    const bool last = at + 1 == part.end || words_[at + 1].sign;
    if (is(WordList::demonstratives, at) && !last) continue;
    return true;
  }
  return false;
}

bool Background::names_measure(WordSpan part) const {
  return std::ranges::any_of(matches_, [&](const Match& match) {
    return match.term->kind == Term::Kind::measure && is_inside(match, part);
  });
}

bool Background::names_rows(WordSpan part) const {
  for (std::size_t at = part.first; at < part.end; ++at)
    if (names_rows(at)) return true;
  return false;
}

bool Background::names_rows(std::size_t at) const {
  return std::ranges::any_of(matches_, [&](const Match& match) {
    const bool rows =
        match.term->kind == Term::Kind::entry || match.term->kind == Term::Kind::measure;
    return rows && match.first() == at;
  });
}

// "500 employees"; but no time, and not "my 1:1".
bool Background::is_amount(std::size_t at) const {
  if (!words_[at].number || is_time(at)) return false;
  const auto ends = [&](std::size_t word) { return words_[word].offset + words_[word].length; };
  const auto touch = [&](std::size_t before) {
    return ends(before) == words_[before + 1].offset &&
           (words_[before].text == ":" || words_[before + 1].text == ":");
  };
  return !(at > 0 && touch(at - 1)) && !(at + 1 < words_.size() && touch(at));
}

bool Background::names_field(std::size_t at) const {
  return std::ranges::any_of(matches_, [&](const Match& match) {
    return match.term->kind == Term::Kind::field && match.first() == at;
  });
}

bool Background::is_time(std::size_t at) const {
  return std::ranges::any_of(times_, [&](const FoundPeriod& time) {
    return words_[at].offset >= time.offset && words_[at].offset < time.offset + time.length;
  });
}

// "I am meeting them on Monday", "before the review next week": when it is, and no time of the
// data.
bool Background::is_time_of_occasion(const FoundPeriod& time, WordSpan part) const {
  if (time.future) return true;
  std::size_t begin = part.first;
  while (begin < part.end && words_[begin].offset < time.offset)
    ++begin;
  // "On Monday": of a day that is named otherwise the numbers may be meant ("Monday's").
  const bool day = begin > part.first && begin < part.end && is(WordList::days, begin) &&
                   is(WordList::day_leads, begin - 1);
  if (!day) return false;
  bool ahead = is_occasion(part);
  for (std::size_t at = part.first; at < part.end; ++at) {
    if (is(WordList::past, at) || WordTable::english().is_participle(words_[at].text)) return false;
    ahead = ahead || is(WordList::appointments, at);
  }
  return ahead;
}

// A time that the rest does not name would be lost with the part.
bool Background::says_when(WordSpan part, WordSpan rest) const {
  const auto within = [&](const FoundPeriod& time, WordSpan of) {
    return time.offset >= words_[of.first].offset && time.offset < words_[of.end - 1].offset + 1;
  };
  const auto said = [&](const FoundPeriod& time) { return within(time, rest); };
  return std::ranges::any_of(times_, [&](const FoundPeriod& time) {
    return within(time, part) && !is_time_of_occasion(time, part) &&
           std::ranges::none_of(times_, said);
  });
}

// "We lost a big one", "it got closed": what somebody did, rather than a state of rows.
bool Background::is_deed(std::size_t at) const {
  return at > 0 && is(WordList::deed_leads, at - 1);
}

// Whether a value is said of rows there: with a capital, in front of a noun or behind a
// preposition. "Lead volume", "the backlog" speak of other things by the same word.
bool Background::is_said_of_rows(const Match& value) const {
  const std::size_t next = value.last() + 1;
  if (is(WordList::occasions, next)) return false;
  const bool capital = value.first() > 0 && words_[value.first()].capital;
  const bool noun = next < words_.size() && !words_[next].stop &&
                    (names_rows(next) || names_field(next) || is(WordList::plain_nouns, next));
  std::size_t before = value.first();
  while (before > 0 && is(WordList::determiners, before - 1))
    --before;
  const bool led = before > 0 && is(WordList::narrowing, before - 1);
  return value.term->own || capital || noun || led;
}

// A value of a field, the organization's own or one of the catalog, where the rest says none of the
// same field. Who tells something may be called by one ("someone of the product team").
bool Background::narrows_by_value(WordSpan part, WordSpan rest) const {
  const std::size_t somebody = somebody_until(part);
  const auto says_it = [&](const Term& value) {
    return std::ranges::any_of(matches_, [&](const Match& match) {
      return match.term->field == value.field && match.term->kind == Term::Kind::value &&
             is_inside(match, rest);
    });
  };
  return std::ranges::any_of(matches_, [&](const Match& match) {
    if (match.term->kind != Term::Kind::value || !is_inside(match, part)) return false;
    const bool plain = std::ranges::all_of(match.words, [&](std::size_t at) {
      return words_[at].stop || is(WordList::harmless, at) || is(WordList::light, at) ||
             is(WordList::occasions, at) || is(WordList::speakers, at);
    });
    const bool tells = match.last() < somebody && !match.term->own;
    return !plain && !tells && !is_deed(match.first()) && is_said_of_rows(match) &&
           !says_it(*match.term);
  });
}

// Where who tells or wants something has been said; the beginning of the part: nobody has.
std::size_t Background::somebody_until(WordSpan part) const {
  for (std::size_t at = part.first + 1; at < part.end; ++at) {
    const bool verb = grammar_.phrase_at(PhraseList::reports, words_, at) > 0 ||
                      grammar_.phrase_at(PhraseList::requests, words_, at) > 0;
    if (verb) return is_somebody({part.first, at}) ? at : part.first;
  }
  return part.first;
}

// A word that nobody knows, written with a capital: whose rows are asked for, unless it is who
// asks, what the occasion is called ("the Lisbon offsite"), or only begins the sentence.
bool Background::narrows_by_name(std::size_t at, WordSpan part) const {
  const TextWord& word = words_[at];
  if (!word.capital || word.sign || word.stop || is_time(at)) return false;
  const bool known = lexicon_.knows(word.stem) || grammar_.vocabulary().contains(word.text) ||
                     is(WordList::harmless, at) || is(WordList::light, at) ||
                     is(WordList::speakers, at) || is(WordList::occasions, at);
  if (known || is(WordList::occasions, at + 1)) return false;
  // "Acme is unhappy": without an article only a name is somebody.
  const bool is_subject = is(WordList::state_verbs, at + 1) || is(WordList::past, at + 1);
  if (at == part.first && !is_subject) return false;
  return at >= somebody_until(part);
}

bool Background::binds(WordSpan part) const {
  const std::size_t told = std::min(reported_from(part), part.end);
  for (std::size_t at = part.first; at < told;) {
    const std::size_t free = grammar_.phrase_at(PhraseList::unbinding, words_, at);
    if (free == 0 && binds_at(at, part)) return true;
    at += std::max<std::size_t>(free, 1);
  }
  return false;
}

bool Background::binds_at(std::size_t at, WordSpan part) const {
  if (is(WordList::binding, at)) return true;
  if (currency_named(words_[at].text).has_value()) return true;
  const bool split = is(WordList::split_leads, at) && at + 1 < part.end &&
                     (grain_word(words_[at + 1].text) || names_field(at + 1));
  if (split) return true;
  // "Monthly numbers": how it is to be counted; but "our monthly review".
  const bool shapes =
      is(WordList::shaping, at) || WordTable::english().step_adverb(words_[at].text) != nullptr;
  // One word may stand between: "the quarterly sales report".
  const bool occasion = is(WordList::occasions, at + 1) || is(WordList::occasions, at + 2);
  if (shapes && !occasion) return true;
  if (!is(WordList::negating, at)) return false;
  // "Not the old ones"; but "we are not happy with it".
  const bool bare =
      is(WordList::not_words, at) && (at == part.first || is(WordList::determiners, at + 1));
  if (bare) return true;
  for (std::size_t behind = at + 1; behind < part.end; ++behind)
    if (names_rows(behind) || is(WordList::pronouns, behind)) return true;
  return false;
}

}  // namespace sluice::analytics
