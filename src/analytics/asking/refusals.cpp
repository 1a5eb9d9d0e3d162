#include "analytics/asking/refusals.h"

#include "analytics/reading/no_question.h"
#include "analytics/reading/providers.h"
#include "analytics/reading/suggestions.h"
#include "analytics/reading/time_ahead.h"
#include "analytics/reading/write_request.h"

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
    text += (i == 0 ? "\"" : ", \"") + shortened(words[i]) + "\"";
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

[[nodiscard]] Refusal refuse_words(const PlannerContext& context, const Question& question,
                                   const NotRead& reason) {
  if (!reason.unknown.empty())
    return refuse(context, question, RefusalReason::unknown_words,
                  "I did not understand " + quoted(reason.unknown) +
                      ", and without it I would answer another question. Say it in other words.");
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

[[nodiscard]] Refusal refuse_several(const NotRead& reason) {
  Refusal refusal;
  refusal.reason = RefusalReason::two_questions;
  refusal.text = "These are several questions, and one is answered at a time. Ask them one by one.";
  refusal.suggestions = reason.questions;
  return refusal;
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

PlanOutcome outcome_of_not_read(const PlannerContext& context, const Question& question,
                                const NotRead& reason) {
  if (reason.product) return refuse_product(context, question, *reason.product);
  const auto vendors = providers_of(context, question.text);
  if (!vendors.empty()) return refuse_for_providers(context, question, vendors);
  if (context.connected.empty()) return refuse_without_sources(context, question);
  if (const catalog::Vendor* vendor = counted_elsewhere(context, question.text))
    return refuse_product(context, question, {vendor->name, vendor->slug});
  if (names_future(context, Grammar::english(), question.text))
    return refuse_forecast(context, question);
  if (!reason.questions.empty()) return refuse_several(reason);
  if (const catalog::Vendor* vendor = vendor_that_lacks(context, question.text, reason.unknown))
    return refuse(context, question, RefusalReason::vendor_lacks_data,
                  vendor->name + " does not hold this, and nothing else that is connected does.");
  if (reason.value) return refuse_value(context, question, *reason.value);
  if (!reason.near.empty())
    return Clarification{
        "I did not understand " + quoted(reason.unknown) + ". Do you mean one of these?",
        reason.near};
  return refuse_words(context, question, reason);
}

std::optional<Refusal> refuse_plan(const PlannerContext& context, const Question& question,
                                   const QueryPlan& plan) {
  if (plan.period && plan.period->start > context.now &&
      names_future(context, Grammar::english(), question.text))
    return refuse_forecast(context, question);
  const auto sentence = missed_history(context, plan);
  if (!sentence) return std::nullopt;
  return refuse(context, question, RefusalReason::outside_data_range, *sentence);
}

}  // namespace sluice::analytics
