#include "analytics/asking/refusals.h"

#include "analytics/asking/run_faults.h"
#include "analytics/computing/compile.h"
#include "analytics/meaning/labels.h"
#include "analytics/meaning/reach.h"
#include "analytics/reading/no_question.h"
#include "analytics/reading/providers.h"
#include "analytics/reading/suggestions.h"
#include "analytics/reading/time_ahead.h"
#include "analytics/reading/write_request.h"
#include "base/log.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t suggestions_max = 3;

[[nodiscard]] Refusal refuse(const PlannerContext& context, const Question& question,
                             RefusalReason reason, std::string text) {
  return {reason,
          std::move(text),
          nearest_questions(context, split_words(question.text.substr(0, question_bytes_max)),
                            suggestions_max),
          {}};
}

// Empty: it may be a question.
[[nodiscard]] std::string_view sentence_of(NoQuestion what) {
  switch (what) {
    case NoQuestion::none: return "";
    case NoQuestion::empty: return "Ask a question about your data.";
    case NoQuestion::signs:
      return "There are no words in this. Ask a question about your data in words.";
    case NoQuestion::too_long: return "The question is longer than 2,000 characters.";
    case NoQuestion::other_language: return "Please ask in English.";
    case NoQuestion::statement:
      return "This is a statement for a database, and none is run here. Ask in words what you "
             "want to know.";
    case NoQuestion::advice:
      return "Sluice shows what the data says and gives no advice and no opinion. Ask for the "
             "numbers that the decision rests on.";
    case NoQuestion::instruction:
      return "This gives instructions, and none are followed here. Ask a question about your data.";
  }
  return "";
}

[[nodiscard]] Refusal refuse_forecast(const PlannerContext& context, const Question& question) {
  return refuse(context, question, RefusalReason::forecast,
                "That lies in the future. Sluice shows what has happened and makes no "
                "forecasts; ask for the history up to today instead.");
}

[[nodiscard]] Refusal refuse_product(const PlannerContext& context, const Question& question,
                                     const NamedProduct& product) {
  const auto known = std::find_if(
      context.catalog.begin(), context.catalog.end(),
      [&](const VendorMeaning& vendor) { return vendor.vendor->slug == product.slug; });
  const bool renewable = known != context.catalog.end() && known->needs_reconnect;
  Refusal refusal = refuse(
      context, question, RefusalReason::no_data_source,
      product.name + (renewable ? " has to be reconnected: press Reconnect in Settings, Data "
                                  "Sources, and ask again."
                                : " is not connected."));
  if (!product.slug.empty()) refusal.vendors.push_back(product.slug);
  return refusal;
}

[[nodiscard]] Refusal refuse_for_providers(const PlannerContext& context, const Question& question,
                                           const std::vector<VendorMeaning>& vendors) {
  std::vector<std::string> reconnect;
  std::vector<std::string> connect;
  Refusal refusal = refuse(context, question, RefusalReason::no_data_source, "");
  for (const VendorMeaning& vendor : vendors) {
    (vendor.needs_reconnect ? reconnect : connect).push_back(vendor.vendor->name);
    refusal.vendors.push_back(vendor.vendor->slug);
  }
  // Whose connection only has to be renewed is known to hold the organization's data.
  refusal.text = reconnect.empty()
                     ? "No connected data source can answer this. Connect " + join_names(connect)
                     : "The connection to " + join_names(reconnect) +
                           " has to be renewed before this can be answered. Reconnect " +
                           join_names(reconnect);
  refusal.text += " in Settings, Data Sources, and ask again.";
  return refusal;
}

[[nodiscard]] Refusal refuse_without_sources(const PlannerContext& context,
                                             const Question& question) {
  const bool renewable =
      std::any_of(context.catalog.begin(), context.catalog.end(),
                  [](const VendorMeaning& vendor) { return vendor.needs_reconnect; });
  return refuse(context, question, RefusalReason::no_data_source,
                renewable ? "No data source can be asked at the moment. Reconnect one in "
                            "Settings, Data Sources."
                          : "No data source is connected yet. Connect one in Settings, Data "
                            "Sources.");
}

// Small words are named only where nothing else is: "by" is not what was not understood.
[[nodiscard]] std::vector<std::string> told(const std::vector<std::string>& unknown) {
  const Grammar& grammar = Grammar::english();
  std::vector<std::string> words;
  for (const std::string& word : unknown) {
    const std::string plain = lower(word);
    const bool small = is_stop_word(plain) || grammar.vocabulary().contains(plain) ||
                       grammar.is(WordList::light, plain) || grammar.is(WordList::harmless, plain);
    const bool named = std::ranges::find(words, word) != words.end();
    if (!small && !named) words.push_back(word);
  }
  return words.empty() ? unknown : words;
}

// A word can be as long as a question.
[[nodiscard]] std::string shortened(const std::string& word) {
  constexpr std::size_t bytes_max = 60;
  if (word.size() <= bytes_max) return word;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U)
    --end;
  return word.substr(0, end) + "...";
}

[[nodiscard]] std::string quoted(const std::vector<std::string>& words) {
  constexpr std::size_t shown_max = 4;
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < shown_max; ++i)
    text += (i == 0                  ? "\""
             : i + 1 == words.size() ? " and \""
                                     : ", \"") +
            shortened(words[i]) + "\"";
  return text;
}

[[nodiscard]] Refusal refuse_value(const PlannerContext& context, const Question& question,
                                   const MissingValue& value) {
  std::vector<std::string> known = value.known;
  return refuse(context, question, RefusalReason::value_not_found,
                "\"" + value.word + "\" is no value of " + value.field + " in " + value.vendor +
                    (value.all_known ? "" : " that an answer has shown so far") + ". Try " +
                    join_names(known) + ".");
}

[[nodiscard]] Refusal refuse_unknown(const PlannerContext& context, const Question& question,
                                     const std::vector<std::string>& words) {
  const bool one = words.size() == 1;
  return refuse(context, question, RefusalReason::unknown_words,
                "I did not understand " + quoted(words) + ", and without " + (one ? "it" : "them") +
                    " I would answer another question. Say " + (one ? "it" : "this") +
                    " in other words.");
}

[[nodiscard]] Refusal refuse_words(const PlannerContext& context, const Question& question,
                                   const NotRead& reason) {
  if (!reason.unknown.empty()) return refuse_unknown(context, question, told(reason.unknown));
  if (reason.contradiction)
    return refuse(context, question, RefusalReason::not_understood,
                  "The conditions contradict each other at \"" + reason.impossible +
                      "\": nothing is all of this at once.");
  if (!reason.impossible.empty())
    return refuse(context, question, RefusalReason::not_understood,
                  "I cannot work out \"" + reason.impossible + "\" for what this asks.");
  return refuse(context, question, RefusalReason::not_understood,
                "I did not understand this question. Try one of these.");
}

// "Content and content_types" as people know them; a name that is no entry stays as it is.
[[nodiscard]] std::string rows_called(const Meaning& meaning, const std::string& name) {
  for (const VendorMeaning& vendor : meaning.vendors())
    if (const catalog::Entry* entry = find_entry(vendor, name))
      return inside_sentence(entry->label);
  return name;
}

[[nodiscard]] std::string sentence_of(const Meaning& meaning, const CompileFault& fault) {
  if (fault.kind == CompileFault::Kind::not_joinable)
    return "There is nothing that joins " + rows_called(meaning, fault.subject) + " to " +
           rows_called(meaning, fault.object) +
           ", so they cannot be worked out together. Ask for one of them.";
  if (fault.kind == CompileFault::Kind::not_additive)
    return "The numbers of the parts do not add up to one of the whole here, so this cannot be "
           "worked out. Ask for the parts alone.";
  if (fault.kind == CompileFault::Kind::no_search_words)
    return fault.object + " finds " + fault.subject +
           " only by words that stand in them. Ask for those about something.";
  return "These parts of the question cannot be worked out together. Ask for one of them.";
}

[[nodiscard]] Refusal refuse_several(const NotRead& reason) {
  Refusal refusal;
  refusal.reason = RefusalReason::two_questions;
  refusal.text = "These are several questions, and one is answered at a time. Ask them one by one.";
  refusal.suggestions = reason.questions;
  return refusal;
}

[[nodiscard]] Refusal refuse_lacking(const PlannerContext& context, const Question& question,
                                     const catalog::Vendor& vendor) {
  return refuse(context, question, RefusalReason::vendor_lacks_data,
                vendor.name + " does not hold this, and nothing else that is connected does.");
}

}  // namespace

std::optional<Refusal> refuse_unread(const PlannerContext& context, const Question& question) {
  const Grammar& grammar = Grammar::english();
  const std::vector<TextWord> words = split_words(question.text.substr(0, question_bytes_max + 1));
  const NoQuestion what = no_question(grammar, question.text, words);
  if (what != NoQuestion::none)
    return refuse(context, question, RefusalReason::not_understood, std::string(sentence_of(what)));
  if (is_write_request(grammar, words))
    return refuse(context, question, RefusalReason::write_request,
                  "Sluice only reads: it cannot change anything at a vendor.");
  if (asks_for_forecast(grammar, words)) return refuse_forecast(context, question);
  return std::nullopt;
}

namespace {

[[nodiscard]] PlanOutcome why_not_read(const PlannerContext& context, const Question& question,
                                       const NotRead& reason) {
  if (reason.product) return refuse_product(context, question, *reason.product);
  // Each of them can be read, so nothing is missing.
  if (!reason.questions.empty()) return refuse_several(reason);
  const auto vendors = providers_of(context, question.text);
  if (!vendors.empty()) return refuse_for_providers(context, question, vendors);
  if (context.connected.empty()) return refuse_without_sources(context, question);
  if (const catalog::Vendor* vendor = counted_elsewhere(context, question.text))
    return refuse_product(context, question, {vendor->name, vendor->slug});
  if (names_future(context, Grammar::english(), question.text))
    return refuse_forecast(context, question);
  if (const catalog::Vendor* vendor = vendor_that_lacks(context, question.text, reason.unknown))
    return refuse_lacking(context, question, *vendor);
  if (reason.value) return refuse_value(context, question, *reason.value);
  if (!reason.respelt.empty())
    return Clarification{std::string("A word may be misspelt. Do you mean ") +
                             (reason.respelt.size() == 1 ? "this?" : "one of these?"),
                         reason.respelt};
  if (!reason.measured.empty())
    return Clarification{"Of what? Choose one of these, or name another number.", reason.measured};
  if (!reason.near.empty())
    return Clarification{
        "I did not understand " + quoted(told(reason.unknown)) + ". Do you mean one of these?",
        reason.near};
  return refuse_words(context, question, reason);
}

}  // namespace

PlanOutcome outcome_of_not_read(const PlannerContext& context, const Question& question,
                                const NotRead& reason) {
  PlanOutcome outcome = why_not_read(context, question, reason);
  if (auto* asked = std::get_if<Clarification>(&outcome); asked != nullptr && !reason.near.empty())
    asked->sought = reason.sought;
  if (auto* refusal = std::get_if<Refusal>(&outcome))
    if (refusal->reason == RefusalReason::unknown_words ||
        refusal->reason == RefusalReason::value_not_found)
      refusal->sought = reason.sought;
  return outcome;
}

std::optional<Refusal> refuse_plan(const PlannerContext& context, const Question& question,
                                   const QueryPlan& plan) {
  if (plan.period && plan.period->start > context.now &&
      names_future(context, Grammar::english(), question.text))
    return refuse_forecast(context, question);
  if (const catalog::Vendor* vendor = vendor_of_plan_that_lacks(context, question.text, plan))
    return refuse_lacking(context, question, *vendor);
  const auto sentence = missed_history(context, plan);
  if (!sentence) return std::nullopt;
  return refuse(context, question, RefusalReason::outside_data_range, *sentence);
}

std::optional<Refusal> refuse_uncomputable(const PlannerContext& context, const Question& question,
                                           const QueryPlan& plan) {
  const Meaning meaning(context.connected);
  const auto compiled = compile(plan, {.meaning = &meaning,
                                       .now = context.now,
                                       .currency = context.currency,
                                       .range = std::nullopt});
  if (compiled || kind_of(compiled.error().kind) != RunError::Kind::plan_invalid)
    return std::nullopt;
  const CompileFault& fault = compiled.error();
  log(LogLevel::debug, "plan_not_computable", {{"detail", to_text(fault)}});
  return refuse(context, question, RefusalReason::not_understood, sentence_of(meaning, fault));
}

}  // namespace sluice::analytics
