#include "analytics/language/text_words.h"

#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sluice::analytics {
namespace {

// Words whose stem no rule finds, or that a rule would spoil.
constexpr std::array<std::pair<std::string_view, std::string_view>, 97> exception_list{{
    {"opened", "opened"},
    {"people", "person"},
    {"persons", "person"},
    {"prs", "pr"},
    {"ids", "id"},
    {"mrs", "mr"},
    {"cancelled", "cancel"},
    {"canceled", "cancel"},
    {"cancels", "cancel"},
    {"cancellation", "cancel"},
    {"cancellations", "cancel"},
    {"cancelation", "cancel"},
    {"cancelling", "cancel"},
    {"canceling", "cancel"},
    {"news", "news"},
    {"series", "series"},
    {"status", "status"},
    {"statuses", "status"},
    {"analytics", "analytic"},
    {"sales", "sale"},
    {"business", "business"},
    {"businesses", "business"},
    {"avg", "average"},
    {"mean", "average"},
    {"country", "country"},
    {"countries", "country"},
    {"won", "win"},
    {"repos", "repository"},
    {"repo", "repository"},
    {"less", "less"},
    {"prio", "priority"},
    {"qty", "quantity"},
    {"users", "user"},
    {"used", "used"},
    {"bugs", "bug"},
    {"acct", "account"},
    {"accts", "account"},
    {"meeting", "meeting"},
    {"meetings", "meeting"},
    {"pricing", "pricing"},
    {"marketing", "marketing"},
    {"building", "building"},
    {"spending", "spend"},
    {"sold", "sold"},
    {"red", "red"},
    {"thing", "thing"},
    {"billing", "billing"},
    {"training", "training"},
    {"trainings", "training"},
    {"feed", "feed"},
    {"speed", "speed"},
    {"need", "need"},
    {"need", "need"},
    {"onboarding", "onboarding"},
    {"rating", "rating"},
    {"ratings", "rating"},
    {"orgs", "organization"},
    {"org", "organization"},
    {"biz", "business"},
    {"devs", "developer"},
    {"dev", "dev"},
    {"avgs", "average"},
    {"emails", "email"},
    {"mails", "mail"},
    {"cos", "company"},
    {"tix", "ticket"},
    {"axes", "axis"},
    {"held", "hold"},
    {"feature", "feature"},
    {"featured", "featured"},
    {"previous", "previous"},
    {"invoiced", "invoic"},
    {"dependabot", "dependabot"},
    {"merger", "merger"},
    {"planned", "plann"},
    {"planning", "plann"},
    {"lines", "line"},
    {"online", "online"},
    {"listing", "listing"},
    {"sourced", "sourced"},
    {"staged", "staged"},
    {"rated", "rated"},
    {"priced", "priced"},
    {"closing", "clos"},
    {"during", "during"},
    {"string", "string"},
    {"bring", "bring"},
    {"king", "king"},
    {"spent", "spend"},
    {"lost", "lose"},
    {"losing", "lose"},
    {"bought", "buy"},
    {"sent", "send"},
    {"grew", "grow"},
    {"lose", "lose"},
    {"losses", "loss"},
    {"paid", "pay"},
}};

[[nodiscard]] const std::unordered_map<std::string_view, std::string_view>& exceptions() {
  static const std::unordered_map<std::string_view, std::string_view> table(exception_list.begin(),
                                                                            exception_list.end());
  return table;
}

[[nodiscard]] bool ends(std::string_view word, std::string_view tail) {
  return word.size() > tail.size() && word.substr(word.size() - tail.size()) == tail;
}

[[nodiscard]] bool has_vowel(std::string_view word) {
  return word.find_first_of("aeiouy") != std::string_view::npos;
}

void drop_plural(std::string& word) {
  if (word.size() <= 3) return;
  if (ends(word, "ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, "y");
  } else if (ends(word, "sses") || ends(word, "xes") || ends(word, "ches") || ends(word, "shes") ||
             ends(word, "zes")) {
    word.resize(word.size() - 2);
  } else if (ends(word, "s") && !ends(word, "ss") && !ends(word, "us") && !ends(word, "is")) {
    word.pop_back();
  }
}

void drop_verb_end(std::string& word) {
  for (const std::string_view tail : {"ing", "ed"}) {
    if (!ends(word, tail) || word.size() < tail.size() + 3) continue;
    const std::string_view rest = std::string_view(word).substr(0, word.size() - tail.size());
    // "spring" has no vowel before its ending, and of "freed" too little would be left.
    if (!has_vowel(rest) || ends(rest, "e")) continue;
    word.resize(word.size() - tail.size());
    return;
  }
}

}  // namespace

std::string stem_of(std::string_view word) {
  const auto known = exceptions().find(word);
  if (known != exceptions().end()) return std::string(known->second);
  std::string stem(word);
  drop_plural(stem);
  // "repos" is found at once, "things" only when its plural is gone.
  const auto singular = exceptions().find(stem);
  if (singular != exceptions().end()) return std::string(singular->second);
  drop_verb_end(stem);
  // "close", "closed" and "closing" meet in "clos": a stem is compared and never shown.
  if (ends(stem, "e") && stem.size() > 3) stem.pop_back();
  const std::size_t size = stem.size();
  // "shipped" and "ship": the doubled letter is the ending's.
  if (size > 3 && stem[size - 1] == stem[size - 2]) stem.pop_back();
  return stem;
}

bool is_stop_word(std::string_view word) {
  static const std::unordered_set<std::string_view> words{
      "a",       "about",   "actually", "again",  "all",    "also",    "am",        "an",
      "and",     "any",     "are",      "as",     "at",     "be",      "been",      "being",
      "both",    "but",     "by",       "can",    "could",  "current", "currently", "did",
      "do",      "does",    "doing",    "each",   "ever",   "every",   "for",       "from",
      "get",     "give",    "given",    "go",     "got",    "had",     "has",       "have",
      "having",  "hello",   "here",     "hey",    "hi",     "how",     "i",         "if",
      "in",      "into",    "is",       "it",     "its",    "just",    "kindly",    "know",
      "let",     "like",    "look",     "looks",  "make",   "many",    "me",        "much",
      "my",      "now",     "of",       "on",     "one",    "only",    "or",        "our",
      "ours",    "out",     "overall",  "per",    "please", "right",   "s",         "same",
      "see",     "shall",   "should",   "show",   "so",     "some",    "still",     "t",
      "take",    "taken",   "takes",    "taking", "tell",   "than",    "thanks",    "thank",
      "that",    "the",     "their",    "them",   "then",   "there",   "these",     "they",
      "this",    "those",   "though",   "to",     "today",  "too",     "up",        "us",
      "very",    "was",     "we",       "were",   "what",   "whats",   "when",      "where",
      "which",   "who",     "whose",    "why",    "will",   "with",    "would",     "you",
      "your",    "want",    "need",     "re",     "ve",     "ll",      "d",         "m",
      "between", "since",   "during",   "over",   "across", "among",   "within",    "it's",
      "yet",     "already", "far",      "come",   "came",   "it",      "well",      "find",
      "display", "ok",      "okay",     "hows",   "whos",   "via",     "using",     "really",
      "quite",   "exactly", "roughly",  "around", "such",   "don",     "doesn",     "didn",
      "no",      "not",     "he",       "she",    "his",    "her",     "him",       "whom",
      "etc",     "eg",      "ie",
  };
  return words.contains(word);
}

}  // namespace sluice::analytics
