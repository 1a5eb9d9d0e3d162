#include "analytics/planner/refuse.h"

#include "analytics/language/number_words.h"
#include "analytics/planner/planner_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t suggestions_max = 3;

template <std::size_t Size>
[[nodiscard]] bool listed(const std::array<std::string_view, Size>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Verbs that only ever order something to be done.
constexpr std::array<std::string_view, 72> strong_verbs{{
    "move",      "delete",    "remove",     "create",     "add",         "update",   "assign",
    "reassign",  "send",      "archive",    "rename",     "reopen",      "revert",   "invite",
    "disable",   "enable",    "edit",       "upload",     "unsubscribe", "cancel",   "approve",
    "reject",    "transfer",  "grant",      "revoke",     "insert",      "drop",     "truncate",
    "rollback",  "notify",    "remind",     "ping",       "message",     "write",    "undo",
    "restore",   "unarchive", "deactivate", "activate",   "suspend",     "erase",    "wipe",
    "purge",     "overwrite", "replace",    "modify",     "subscribe",   "unlock",   "trigger",
    "restart",   "rerun",     "roll",       "turn",       "switch",      "mark",     "dismiss",
    "schedule",  "put",       "duplicate",  "attach",     "void",        "resend",   "snooze",
    "bump",      "reset",     "unassign",   "reschedule", "waive",       "override", "migrate",
    "bulk-edit", "toggle",
}};
// Verbs that are nouns or adjectives as well: an object must follow.
constexpr std::array<std::string_view, 40> weak_verbs{{
    "close", "refund",  "charge",   "merge",   "order",   "email",  "post",     "issue",
    "label", "comment", "open",     "deploy",  "change",  "set",    "pay",      "publish",
    "tag",   "pause",   "start",    "stop",    "resolve", "fix",    "book",     "block",
    "share", "lock",    "release",  "ship",    "apply",   "extend", "increase", "raise",
    "mail",  "reply",   "escalate", "invoice", "credit",  "launch", "upgrade",  "downgrade",
}};
// Weak verbs that are no nouns: a plural behind them is an object ("close stale issues").
constexpr std::array<std::string_view, 10> verbs_of_objects{{
    "close",
    "merge",
    "resolve",
    "fix",
    "publish",
    "deploy",
    "pay",
    "refund",
    "pause",
    "stop",
}};
constexpr std::array<std::string_view, 32> object_words{{
    "all",  "the", "this",     "that",      "these",  "those",    "every", "each",
    "a",    "an",  "my",       "our",       "any",    "him",      "her",   "it",
    "them", "new", "everyone", "everybody", "anyone", "customer", "user",  "back",
    "off",  "us",  "another",  "his",       "their",  "its",      "some",  "invoice",
}};
constexpr std::array<std::string_view, 26> rate_nouns{{
    "rate",      "rates", "date",   "dates",   "time",     "times",   "count",
    "counts",    "ratio", "volume", "amount",  "value",    "reason",  "reasons",
    "frequency", "trend", "status", "history", "requests", "request", "failures",
    "by",        "per",   "vs",     "size",    "log",
}};
// What people put in front of an order.
constexpr std::array<std::string_view, 15> courtesies{{
    "please",
    "can",
    "could",
    "would",
    "you",
    "kindly",
    "just",
    "now",
    "go",
    "ahead",
    "and",
    "then",
    "let",
    "s",
    "hey",
}};

[[nodiscard]] std::size_t behind_courtesy(const std::vector<TextWord>& words, std::size_t at) {
  const auto asks_us = [&](std::size_t i) {
    return i > 0 && word_is(words, i, {"we", "i", "us"}) &&
           word_is(words, i - 1, {"can", "could", "should", "let"});
  };
  while (at < words.size() && (listed(courtesies, words[at].text) || words[at].sign || asks_us(at)))
    ++at;
  for (const std::string_view lead :
       {"i want you to", "i want to", "i need you to", "i need to", "i d like you to",
        "i would like to", "we need to", "we want to", "help me", "make sure to", "help me to"})
    if (phrase_at(words, at, lead)) {
      std::size_t count = 1;
      for (const char c : lead)
        count += c == ' ' ? 1U : 0U;
      return at + count;
    }
  return at;
}

[[nodiscard]] bool is_plural_object(const std::vector<TextWord>& words, std::size_t at) {
  // Up to three adjectives in front of the noun: "close stale backlog issues".
  constexpr std::size_t adjectives_max = 3;
  for (std::size_t i = at; i < words.size() && i <= at + adjectives_max; ++i) {
    if (words[i].sign || words[i].stop || listed(rate_nouns, words[i].text)) return false;
    const std::string& text = words[i].text;
    if (text.size() > 3 && text.ends_with("s") && !text.ends_with("ss"))
      return i + 1 >= words.size() || !listed(rate_nouns, words[i + 1].text);
  }
  return false;
}

// "merge pull request 135", "close issue #12": a noun and its number behind the verb.
[[nodiscard]] bool names_one_thing(const std::vector<TextWord>& words, std::size_t at) {
  constexpr std::size_t words_before_number_max = 3;
  for (std::size_t i = at; i < words.size() && i <= at + words_before_number_max; ++i) {
    if (words[i].number) return i > at;
    if (words[i].sign && words[i].text != "#") return false;
    const bool rate = listed(rate_nouns, words[i].text) && words[i].text != "request";
    if (words[i].stop || rate) return false;
  }
  return false;
}

// "refund Harborbridge Media", "upgrade Acme to Scale": a name behind the verb of a sentence that
// is not written in capitals throughout.
[[nodiscard]] bool names_somebody(const std::vector<TextWord>& words, std::size_t at) {
  if (at >= words.size() || !words[at].capital || words[at].sign || words[at].number) return false;
  const bool rate = at + 1 < words.size() && listed(rate_nouns, words[at + 1].text);
  if (rate || listed(rate_nouns, words[at].text)) return false;
  if (at + 1 == words.size()) return true;
  return words[at + 1].capital || words[at + 1].stop || words[at + 1].number;
}

// "give Acme a discount", "make PLT-210 urgent"; but "give me the revenue", "make a chart".
[[nodiscard]] bool is_gift_at(const std::vector<TextWord>& words, std::size_t at) {
  if (!word_is(words, at, {"give", "make", "grant", "offer"})) return false;
  if (word_is(words, at + 1, {"me", "us", "a", "an", "the", "sure"})) return false;
  return word_is(words, at + 1, {"them", "him", "her", "it", "all", "every", "everyone"}) ||
         names_somebody(words, at + 1);
}

[[nodiscard]] bool is_order_at(const std::vector<TextWord>& words, std::size_t at) {
  if (at + 1 >= words.size()) return false;
  const std::string& verb = words[at].text;
  const std::string& next = words[at + 1].text;
  if (verb == "drop" && (next == "off" || next == "offs")) return false;
  if (listed(strong_verbs, verb)) return !words[at + 1].sign && !listed(rate_nouns, next);
  if (!listed(weak_verbs, verb)) return false;
  if (verb == "open") return word_is(words, at + 1, {"a", "an", "another", "new"});
  if (listed(object_words, next) || cardinal_word(next)) return true;
  if (words[at + 1].number || names_somebody(words, at + 1)) return true;
  if (listed(verbs_of_objects, verb) && names_one_thing(words, at + 1)) return true;
  const bool key = at + 2 < words.size() && words[at + 2].number && words[at + 2].joined;
  if (key && !words[at + 1].stop) return true;  // "close PLT-12"
  return listed(verbs_of_objects, verb) && is_plural_object(words, at + 1);
}

}  // namespace

Refusal refuse(const PlannerContext& context, const std::vector<TextWord>& words,
               RefusalReason reason, std::string text) {
  return {reason, std::move(text), nearest_questions(context, words, suggestions_max), {}};
}

bool is_write_request(const std::vector<TextWord>& words) {
  const std::size_t first = behind_courtesy(words, 0);
  if (is_order_at(words, first) || is_gift_at(words, first)) return true;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    // "... and close them", "..., then delete all of them".
    const bool continues = word_is(words, i - 1, {"and", "then", ",", ".", ";", "&"});
    if (!continues || i == first) continue;
    const bool verb = listed(strong_verbs, words[i].text) || listed(weak_verbs, words[i].text);
    const bool object =
        word_is(words, i + 1, {"them", "it", "him", "her", "everyone", "those", "these", "all"});
    if (verb && object) return true;
  }
  return false;
}

bool is_other_language(std::string_view text, const std::vector<TextWord>& words) {
  static constexpr std::array<std::string_view, 96> foreign{{
      "wie",     "viele",     "der",     "die",      "das",      "und",      "ist",     "im",
      "letzten", "letzte",    "monat",   "jahr",     "wir",      "haben",    "unser",   "unsere",
      "welche",  "welcher",   "pro",     "nach",     "von",      "mit",      "umsatz",  "kunden",
      "wieviel", "sind",      "woche",   "zeige",    "mir",      "combien",  "les",     "des",
      "dernier", "quel",      "quelle",  "nous",     "avons",    "est",      "sont",    "mois",
      "clients", "chiffre",   "quels",   "pour",     "avec",     "par",      "dans",    "montre",
      "moi",     "notre",     "nos",     "cuantos",  "cuantas",  "los",      "las",     "mes",
      "pasado",  "cual",      "fue",     "hemos",    "tenemos",  "clientes", "ventas",  "por",
      "para",    "nuestro",   "nuestra", "ingresos", "kolik",    "jsme",     "meli",    "minuly",
      "mesic",   "zakazniku", "ile",     "mamy",     "klientow", "quanti",   "abbiamo", "scorso",
      "mese",    "clienti",   "nostri",  "quanto",   "hoeveel",  "klanten",  "hebben",  "vorige",
      "maand",   "hur",       "manga",   "kunder",   "vi",       "har",      "quantos", "mostre",
  }};
  std::size_t other = 0;
  std::size_t english = 0;
  std::size_t letters = 0;
  std::size_t unreadable = 0;
  for (const TextWord& word : words) {
    if (word.sign || word.number) continue;
    ++letters;
    if (word.text.find('?') != std::string::npos) ++unreadable;
    if (listed(foreign, word.text)) ++other;
    if (is_stop_word(word.text)) ++english;
  }
  static_cast<void>(text);
  if (letters == 0) return false;
  if (unreadable * 2 > letters) return true;
  return other >= 2 && other > english;
}

bool asks_for_forecast(const std::vector<TextWord>& words) {
  const bool planned = asks_for_planned(words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    // "How many will we merge in December": nobody knows; but "which subscriptions will renew".
    const bool will = word_is(words, i, {"will", "ll"});
    if (will && (!planned || word_is(words, i + 1, {"we", "our", "i"}))) return true;
    if (word_is(words, i,
                {"forecast", "predict", "prediction", "projection", "forecasted", "extrapolate",
                 "projected", "forecasts", "predictions"}))
      return true;
    if (phrase_at(words, i, "going to be") || phrase_at(words, i, "likely to be")) return true;
  }
  return false;
}

bool asks_for_planned(const std::vector<TextWord>& words) {
  static constexpr std::array<std::string_view, 33> planned{{
      "due",      "renewal",  "renewals",  "renew",     "renews",   "renewing", "expire",
      "expires",  "expiring", "upcoming",  "scheduled", "planned",  "plan",     "target",
      "targeted", "deadline", "deadlines", "closing",   "expected", "arrive",   "arrives",
      "arriving", "ending",   "ends",      "payout",    "payouts",  "coming",   "close",
      "launch",   "starting", "starts",    "booked",    "trials",
  }};
  return std::any_of(words.begin(), words.end(),
                     [](const TextWord& word) { return listed(planned, word.text); });
}

std::optional<NamedProduct> absent_product(const PlannerContext& context,
                                           const ReadQuestion& question) {
  static constexpr std::array<std::string_view, 48> elsewhere{{
      "salesforce", "zendesk",  "quickbooks", "xero",      "netsuite",    "snowflake",
      "bigquery",   "redshift", "tableau",    "looker",    "zoho",        "pipedrive",
      "freshdesk",  "marketo",  "pardot",     "chargebee", "recurly",     "braintree",
      "adyen",      "gitlab",   "bitbucket",  "trello",    "clickup",     "confluence",
      "gong",       "drift",    "heap",       "fullstory", "datadog",     "pagerduty",
      "segment",    "linkedin", "tiktok",     "twitter",   "workday",     "bamboohr",
      "gusto",      "rippling", "greenhouse", "magento",   "woocommerce", "sap",
      "dynamics",   "sendgrid", "twilio",     "slack",     "dropbox",     "basecamp",
  }};
  const auto& words = question.words;
  const auto connected = [&](const std::string& slug) {
    return std::any_of(context.connected.begin(), context.connected.end(),
                       [&](const VendorMeaning& vendor) { return vendor.vendor->slug == slug; });
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (question.shape.timed[i]) continue;
    const bool led =
        i > 0 &&
        word_is(words, i - 1, {"in", "from", "on", "via", "our", "to", "per", "into", "of"});
    const bool known_here =
        std::any_of(question.matches.begin(), question.matches.end(), [&](const Match& match) {
          return std::find(match.words.begin(), match.words.end(), i) != match.words.end();
        });
    if (known_here) continue;
    if (listed(elsewhere, words[i].text) && (led || words[i].capital))
      return NamedProduct{question.text.substr(words[i].offset, words[i].length), ""};
    if (!led && !(words[i].capital && i > 0)) continue;
    for (const VendorMeaning& known : context.catalog) {
      const catalog::Vendor& vendor = *known.vendor;
      const auto stems = stems_of(vendor.name);
      bool named = !stems.empty() && !connected(vendor.slug);
      for (std::size_t s = 0; s < stems.size() && named; ++s)
        named = i + s < words.size() && words[i + s].stem == stems[s];
      // "in box" and "a square" are words; the vendor is written with a capital.
      if (named && words[i].capital) return NamedProduct{vendor.name, vendor.slug};
    }
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
