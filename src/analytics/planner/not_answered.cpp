#include "analytics/planner/not_answered.h"

#include "analytics/planner/planner_text.h"
#include "analytics/planner/refuse.h"

#include <algorithm>
#include <string>

namespace sluice::analytics {
namespace {

constexpr std::size_t providers_max = 4;

// Vendors of the catalog that could answer what the connected ones cannot.
[[nodiscard]] std::vector<const VendorMeaning*> providers(const PlannerContext& context,
                                                          ReadQuestion question) {
  std::vector<VendorMeaning> absent;
  for (const VendorMeaning& vendor : context.catalog) {
    const bool connected =
        std::any_of(context.connected.begin(), context.connected.end(),
                    [&](const VendorMeaning& known) { return known.vendor == vendor.vendor; });
    if (!connected) absent.push_back(vendor);
  }
  const Lexicon lexicon(absent);
  question.matches = lexicon.find(question.words, masked_words(question));
  const Desk desk{context, lexicon, question};
  std::vector<const VendorMeaning*> found;
  constexpr double sure = 0.75;
  for (const Draft& draft : make_drafts(desk)) {
    // Any word may be an event's name: that says nothing of who has the data.
    const bool named = !draft.failed && !draft.candidate.open_event;
    if (!named || draft.plan.confidence < sure || found.size() == providers_max) continue;
    const catalog::Vendor* wanted = absent[draft.candidate.vendor].vendor;
    const auto known = std::find_if(context.catalog.begin(), context.catalog.end(),
                                    [&](const VendorMeaning& v) { return v.vendor == wanted; });
    if (std::find(found.begin(), found.end(), &*known) == found.end()) found.push_back(&*known);
  }
  return found;
}

[[nodiscard]] Refusal no_data_source(const PlannerContext& context, const ReadQuestion& question,
                                     const std::vector<const VendorMeaning*>& vendors) {
  std::vector<std::string> reconnect;
  std::vector<std::string> connect;
  Refusal refusal = refuse(context, question.words, RefusalReason::no_data_source, "");
  for (const VendorMeaning* vendor : vendors) {
    (vendor->needs_reconnect ? reconnect : connect).push_back(vendor->vendor->name);
    refusal.vendors.push_back(vendor->vendor->slug);
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

// A word that another connected vendor knows is not missing because this one lacks it.
[[nodiscard]] bool is_known_beside(const Desk& desk, std::size_t word,
                                   const VendorMeaning& vendor) {
  return std::any_of(
      desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
        const bool has_word =
            std::find(match.words.begin(), match.words.end(), word) != match.words.end();
        return has_word && desk.lexicon.vendors()[match.term->vendor].vendor != vendor.vendor;
      });
}

// What the vendor says it lacks is asked for, and the best plan leaves it out.
[[nodiscard]] bool asks_for(const Desk& desk, const std::string& lack, const VendorMeaning& vendor,
                            const Draft* best) {
  const auto stems = stems_of(lack);
  bool left_out = best == nullptr;
  for (const std::string& stem : stems) {
    if (is_stop_word(stem)) continue;
    const auto& words = desk.question.words;
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const TextWord& word) { return word.stem == stem; });
    if (found == words.end()) return false;
    const auto at = static_cast<std::size_t>(found - words.begin());
    const bool used = best != nullptr && best->covered[at];
    if (!used && is_known_beside(desk, at, vendor)) return false;
    left_out = left_out || !used;
  }
  return left_out && !stems.empty();
}

}  // namespace

Refusal not_answered(const Desk& desk, const std::vector<Draft>& drafts) {
  const PlannerContext& context = desk.context;
  const ReadQuestion& question = desk.question;
  const auto vendors = providers(context, question);
  if (!vendors.empty()) return no_data_source(context, question, vendors);
  if (context.connected.empty()) {
    const bool renewable =
        std::any_of(context.catalog.begin(), context.catalog.end(),
                    [](const VendorMeaning& vendor) { return vendor.needs_reconnect; });
    return refuse(context, question.words, RefusalReason::no_data_source,
                  renewable ? "No data source can be asked at the moment. Reconnect one in "
                              "Settings, Data Sources."
                            : "No data source is connected yet. Connect one in Settings, Data "
                              "Sources.");
  }
  const bool near_something = !drafts.empty();
  if (near_something)
    return refuse(context, question.words, RefusalReason::vendor_lacks_data,
                  "The connected data sources do not hold what this asks for" +
                      (drafts.front().failure.empty() ? std::string(".")
                                                      : ": \"" + drafts.front().failure + "\"."));
  return refuse(context, question.words, RefusalReason::not_understood,
                "I did not understand this question. Try one of these.");
}

std::optional<Refusal> lacking(const Desk& desk, const std::vector<Draft>& drafts) {
  const Draft* best = drafts.empty() ? nullptr : &drafts.front();
  const auto& connected = desk.context.connected;
  const bool lacks = std::any_of(connected.begin(), connected.end(), [&](const auto& vendor) {
    const auto& said = vendor.vendor->lacks;
    return std::any_of(said.begin(), said.end(),
                       [&](const std::string& lack) { return asks_for(desk, lack, vendor, best); });
  });
  if (!lacks) return std::nullopt;
  const auto vendors = providers(desk.context, desk.question);
  if (!vendors.empty()) return no_data_source(desk.context, desk.question, vendors);
  return refuse(desk.context, desk.question.words, RefusalReason::vendor_lacks_data,
                "The connected data sources do not hold this.");
}

const Draft* meant_but_impossible(const std::vector<Draft>& drafts) {
  const Candidate& chosen = drafts.front().candidate;
  for (const Draft& draft : drafts) {
    const Candidate& other = draft.candidate;
    const bool said = draft.failed && other.exact && other.measure != nullptr &&
                      other.words.size() > chosen.words.size() &&
                      std::includes(other.words.begin(), other.words.end(), chosen.words.begin(),
                                    chosen.words.end());
    if (said) return &draft;
  }
  return nullptr;
}

}  // namespace sluice::analytics
