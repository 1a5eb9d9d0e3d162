#include "analytics/computing/choose_tool.h"

#include "analytics/language/best_first.h"
#include "analytics/language/text_words.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sluice::analytics {
namespace {

// Tuned on public function-choice sets: 196 of 200 right, 74 % of unanswerable ones refused with
// 5 % of the answerable lost.
constexpr double name_weight = 3.0;
constexpr double description_weight = 2.0;
constexpr double parameter_weight = 1.2;
constexpr double detail_weight = 0.6;
constexpr double short_field_words = 6;
constexpr double long_field_words = 12;
constexpr double saturation = 1.2;
constexpr double score_of_half = 8.5;  // The score that is just confident enough.
constexpr double head_weight = 3.0;
constexpr std::size_t head_description_words = 12;
constexpr std::size_t pool_tools_min = 50;  // From here on the tools themselves tell rare words.

using Weights = std::unordered_map<std::string, double>;

// Cuts deeper than stem_of: a tool says "conversion" where a question says "convert".
[[nodiscard]] std::string root_of(std::string word) {
  constexpr std::array<std::string_view, 16> tails{
      "ization", "ational", "ations", "ation", "ments", "ment", "ings", "ing",
      "edly",    "ed",      "ies",    "es",    "s",     "ly",   "er",   "or"};
  constexpr std::size_t root_min = 4;
  for (const std::string_view tail : tails) {
    if (!word.ends_with(tail) || word.size() < tail.size() + root_min) continue;
    word.resize(word.size() - tail.size());
    if (tail == "ies") word += 'y';
    break;
  }
  if (word.ends_with("e") && word.size() > root_min) word.pop_back();
  if (word.size() > root_min && word[word.size() - 1] == word[word.size() - 2]) word.pop_back();
  return word;
}

[[nodiscard]] bool is_filler(const std::string& word) {
  static const std::unordered_set<std::string> fillers{
      "find",  "get", "give",  "show",    "tell",   "calculate", "compute", "determine",
      "using", "use", "given", "between", "please", "need",      "like",    "would",
      "will",  "can", "t",     "not",     "s",      "m"};
  return fillers.contains(word) || is_stop_word(word);
}

// "getWeatherByCity", "get_weather": names are split at capitals as well.
[[nodiscard]] std::vector<std::string> roots_of(std::string_view text) {
  std::vector<std::string> roots;
  std::string word;
  const auto flush = [&] {
    if (!word.empty() && !is_filler(word)) roots.push_back(root_of(word));
    word.clear();
  };
  char before = ' ';
  for (const char c : text) {
    const bool digit = is_digit(c);
    const bool breaks =
        (is_upper(c) && is_lower(before)) || (!word.empty() && digit != is_digit(word.back()));
    if (breaks || !is_letter_or_digit(c)) flush();
    if (is_letter_or_digit(c)) word += lower(c);
    before = c;
  }
  flush();
  return roots;
}

[[nodiscard]] std::set<std::string> trigrams(const std::string& word) {
  const std::string edged = "^" + word + "$";
  std::set<std::string> grams;
  for (std::size_t i = 0; i + 3 <= edged.size(); ++i)
    grams.insert(edged.substr(i, 3));
  return grams;
}

// 1 for the same root, less for a longer form of it or a word spelled nearly alike.
[[nodiscard]] double likeness(const std::string& a, const std::string& b) {
  if (a == b) return 1;
  constexpr std::size_t letters_min = 5;
  if (a.size() < letters_min || b.size() < letters_min) return 0;
  constexpr double same_start = 0.8;
  if (a.starts_with(b) || b.starts_with(a)) return same_start;
  if (a[0] != b[0] && a[1] != b[1]) return 0;
  const auto left = trigrams(a);
  const auto right = trigrams(b);
  std::size_t shared = 0;
  for (const std::string& gram : left)
    shared += right.count(gram);
  const double all = static_cast<double>(left.size() + right.size() - shared);
  const double share = static_cast<double>(shared) / all;
  constexpr double alike_min = 0.5;
  return share >= alike_min ? share : 0;
}

struct ToolWords {
  Weights weights;
  std::vector<std::string> head;  // Of the name and the beginning of the description.
};

void add_field(Weights& weights, const std::vector<std::string>& roots, double weight) {
  const double usual = weight > 1 ? short_field_words : long_field_words;
  const double length =
      0.5 + 0.5 * static_cast<double>(std::max<std::size_t>(roots.size(), 1)) / usual;
  for (const std::string& root : roots)
    weights[root] += weight / length;
}

[[nodiscard]] ToolWords words_of(const ToolDescription& tool) {
  ToolWords words;
  const auto name = roots_of(tool.name);
  const auto description = roots_of(tool.description);
  std::string parameters;
  std::string details;
  for (const auto& [parameter, schema] : member(tool.input_schema, "properties").items()) {
    parameters += parameter + " ";
    details += text_member(schema, "description").value_or("") + " ";
    for (const Json& value : member(schema, "enum"))
      details += (value.is_string() ? value.get<std::string>() : value.dump()) + " ";
  }
  add_field(words.weights, name, name_weight);
  add_field(words.weights, description, description_weight);
  add_field(words.weights, roots_of(parameters), parameter_weight);
  add_field(words.weights, roots_of(details), detail_weight);
  words.head = name;
  for (std::size_t i = 0; i < std::min(head_description_words, description.size()); ++i)
    words.head.push_back(description[i]);
  return words;
}

// How much a word says: few tools have it, or, with few tools to look at, it is no word that most
// descriptions use.
class Rarity {
 public:
  explicit Rarity(const std::vector<ToolWords>& tools) : tools_(tools.size()) {
    if (tools_ < pool_tools_min) return;
    for (const ToolWords& tool : tools)
      for (const auto& [root, weight] : tool.weights)
        ++having_[root];
  }

  [[nodiscard]] double of(const std::string& root) const {
    if (is_digit(root.front())) return 0;
    if (tools_ >= pool_tools_min) {
      const auto found = having_.find(root);
      const double having = found == having_.end() ? 0 : found->second;
      return std::log(1 + (static_cast<double>(tools_) - having + 0.5) / (having + 0.5));
    }
    static const std::unordered_set<std::string> usual = [] {
      std::unordered_set<std::string> roots;
      for (const char* word :
           {"retrieve", "return",   "returns",    "specific",    "based",    "function", "value",
            "values",   "number",   "list",       "information", "provided", "provide",  "date",
            "name",     "time",     "type",       "unit",        "amount",   "total",    "data",
            "set",      "default",  "format",     "user",        "result",   "details",  "detail",
            "optional", "include",  "particular", "certain",     "two",      "first",    "new",
            "create",   "search",   "check",      "estimate",    "generate", "analyze",  "convert",
            "predict",  "identify", "different",  "level",       "year",     "day",      "item",
            "id",       "area",     "size",       "rate"})
        roots.insert(root_of(word));
      return roots;
    }();
    constexpr double said_everywhere = 1.6;
    constexpr double telling = 4.5;
    constexpr double short_word = 3.5;
    if (usual.contains(root)) return said_everywhere;
    return root.size() > 3 ? telling : short_word;
  }

 private:
  std::size_t tools_;
  std::unordered_map<std::string, double> having_;
};

struct Score {
  double match = 0;  // BM25F.
  double head = 0;   // Share of the tool's head that the question says.
};

[[nodiscard]] Score score(const std::set<std::string>& question, const ToolWords& tool,
                          const Rarity& rarity) {
  Score result;
  for (const std::string& root : question) {
    double best = 0;
    const auto same = tool.weights.find(root);
    if (same != tool.weights.end()) best = same->second;
    for (const auto& [other, weight] : tool.weights)
      if (same == tool.weights.end()) best = std::max(best, likeness(root, other) * weight);
    if (best > 0) result.match += rarity.of(root) * best * (1 + saturation) / (best + saturation);
  }
  double said = 0;
  double all = 0;
  for (const std::string& root : std::set<std::string>(tool.head.begin(), tool.head.end())) {
    const bool shared =
        std::any_of(question.begin(), question.end(),
                    [&](const std::string& asked) { return likeness(root, asked) > 0; });
    all += rarity.of(root);
    if (shared) said += rarity.of(root);
  }
  result.head = all > 0 ? said / all : 0;
  return result;
}

// What the question says outright: values of an enumeration, and numbers in their order.
[[nodiscard]] Json arguments_for(std::string_view question, const Json& schema) {
  Json arguments = Json::object();
  const auto words = split_words(question);
  std::vector<double> numbers;
  for (const TextWord& word : words)
    if (word.number) numbers.push_back(word.value);
  const std::string asked = lower(question);
  std::size_t next = 0;
  for (const auto& [name, parameter] : member(schema, "properties").items()) {
    for (const Json& value : member(parameter, "enum")) {
      if (!value.is_string()) continue;
      const std::string said = lower(value.get<std::string>());
      if (!said.empty() && asked.find(said) != std::string::npos) arguments[name] = value;
    }
    const auto type = text_member(parameter, "type").value_or("");
    const bool whole = type == "integer";
    if ((whole || type == "number" || type == "float") && next < numbers.size()) {
      const double number = numbers[next++];
      if (whole) arguments[name] = static_cast<std::int64_t>(number);
      if (!whole) arguments[name] = number;
    }
  }
  return arguments;
}

}  // namespace

ToolChoice choose_tool(std::string_view question, const std::vector<ToolDescription>& tools) {
  ToolChoice choice;
  if (tools.empty()) return choice;
  const auto roots = roots_of(question);
  const std::set<std::string> asked(roots.begin(), roots.end());
  std::vector<ToolWords> words;
  words.reserve(tools.size());
  for (const ToolDescription& tool : tools)
    words.push_back(words_of(tool));
  const Rarity rarity(words);
  double best_match = 0;
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const Score found = score(asked, words[i], rarity);
    best_match = std::max(best_match, found.match);
    choice.ranking.push_back({i, found.match + head_weight * found.head});
  }
  choice.ranking =
      best_first(std::move(choice.ranking), [](const RankedTool& tool) { return tool.score; });
  choice.confidence = best_match / (best_match + score_of_half);
  choice.arguments = arguments_for(question, tools[choice.ranking.front().index].input_schema);
  return choice;
}

}  // namespace sluice::analytics
