// Query texts: clauses joined by words.
#include "sandbox/query_expression.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr int depth_max = 16;

// Whether `text` begins with `word`; a word of letters must end there.
bool begins_with(std::string_view text, std::string_view word) {
  if (word.empty() || text.size() < word.size()) return false;
  if (!equal_ignoring_case(text.substr(0, word.size()), word)) return false;
  if (!is_letter(word.back()) || text.size() == word.size()) return true;
  const char next = text[word.size()];
  return next == ' ' || next == '(' || next == ')' || next == '"' || next == '\'';
}

class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, const QueryContext& context)
      : rest_(text), context_(context), language_(context.language) {}

  CompiledQuery whole() {
    skip();
    if (rest_.empty()) return all_of({});
    CompiledQuery found = alternatives(0);
    skip();
    if (found && !rest_.empty())
      return std::unexpected("cannot read the query at: " + std::string(rest_));
    return found;
  }

 private:
  void skip() {
    while (rest_.starts_with(' ') || rest_.starts_with('\n'))
      rest_.remove_prefix(1);
  }

  bool take(std::string_view word) {
    skip();
    if (!begins_with(rest_, word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool take_word_of(std::string_view member) {
    for (const Value& word : member_of(language_, member))
      if (take(as_text(word))) return true;
    return false;
  }

  // Bounded by depth_max. NOLINTBEGIN(misc-no-recursion)
  CompiledQuery alternatives(int depth) {
    std::vector<Predicate> parts;
    do {
      CompiledQuery part = conjunction(depth);
      if (!part) return part;
      parts.push_back(std::move(*part));
    } while (take_word_of("or"));
    return parts.size() == 1 ? std::move(parts.front()) : any_of(std::move(parts));
  }

  CompiledQuery conjunction(int depth) {
    std::vector<Predicate> parts;
    do {
      CompiledQuery part = factor(depth);
      if (!part) return part;
      parts.push_back(std::move(*part));
    } while (take_word_of("and"));
    return all_of(std::move(parts));
  }

  CompiledQuery factor(int depth) {
    if (depth >= depth_max) return std::unexpected("the query is nested too deeply");
    if (take_word_of("not") || take(text_of(language_, "negation"))) {
      CompiledQuery inner = factor(depth + 1);
      return inner ? CompiledQuery(negation(std::move(*inner))) : inner;
    }
    if (member_of(language_, "parentheses") == Value(true) && take("(")) {
      CompiledQuery inner = alternatives(depth + 1);
      if (inner && !take(")")) return std::unexpected("a closing parenthesis is missing");
      return inner;
    }
    return clause();
  }
  // NOLINTEND(misc-no-recursion)

  // The longest sign of the language that stands here: ">=" before ">".
  std::optional<std::pair<std::string, Comparison>> take_sign() {
    skip();
    std::string best;
    for (const auto& [sign, ignored] : member_of(language_, "signs").items())
      if (sign.size() > best.size() && begins_with(rest_, sign)) best = sign;
    const auto comparison = comparison_named(text_of(member_of(language_, "signs"), best));
    if (!comparison) return std::nullopt;
    rest_.remove_prefix(best.size());
    return std::pair(best, *comparison);
  }

  bool sign_stands_at(std::size_t at) const {
    const std::string_view here = rest_.substr(at);
    return std::ranges::any_of(member_of(language_, "signs").items(), [&](const auto& entry) {
      return !is_letter(entry.key().front()) && here.starts_with(entry.key());
    });
  }

  std::string field_name() {
    skip();
    if (rest_.starts_with('"')) return as_text(quoted());
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != ' ' && rest_[end] != '(' && !sign_stands_at(end))
      ++end;
    std::string name(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return name;
  }

  Value quoted() {
    const char quote = rest_.front();
    rest_.remove_prefix(1);
    std::string text;
    while (!rest_.empty() && rest_.front() != quote) {
      if (rest_.starts_with('\\') && rest_.size() > 1) rest_.remove_prefix(1);
      text += rest_.front();
      rest_.remove_prefix(1);
    }
    if (!rest_.empty()) rest_.remove_prefix(1);
    return text;
  }

  // A quoted text, a plain one up to the next blank, or a placeholder whose value stands beside the
  // query. Null: nothing stands here, or the placeholder has no value.
  Value value(bool& is_null_word) {
    skip();
    if (rest_.starts_with('"') || rest_.starts_with('\'')) return quoted();
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != ' ' && rest_[end] != ')' && rest_[end] != ',')
      ++end;
    const std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (text.empty()) return {};
    const std::string mark = text_of(language_, "parameters");
    if (!mark.empty() && text.starts_with(mark))
      return context_.call.arguments.find(text_of(context_.settings, "parameters") + "." +
                                          text.substr(mark.size()));
    is_null_word = text == text_of(language_, "null");
    return text;
  }

  OrSentence<Value> list_of_values() {
    Value list = Value::array();
    const bool parenthesised = take("(");
    do {
      bool is_null_word = false;
      Value one = value(is_null_word);
      if (one.is_null()) return std::unexpected("a value is missing in the query");
      // A placeholder may stand for the whole list.
      if (one.is_array()) {
        list.insert(list.end(), one.begin(), one.end());
      } else {
        list.push_back(std::move(one));
      }
    } while (parenthesised && take(","));
    if (parenthesised && !take(")")) return std::unexpected("a closing parenthesis is missing");
    return list;
  }

  OrSentence<std::string> path_of(const std::string& name) const {
    const Value& fields = member_of(context_.settings, "fields");
    const std::string pattern = text_of(context_.settings, "path");
    if (!fields.is_object() && pattern.empty()) return name;
    if (!fields.is_object()) {
      std::string path = filled(pattern, name);
      if (!some_row_has(context_.call, path)) return std::unexpected("unknown field " + name);
      return path;
    }
    const Value& path = member_of(fields, name);
    if (!path.is_string()) return std::unexpected("unknown field " + name);
    return as_text(path);
  }

  CompiledQuery clause() {
    const std::string name = field_name();
    const auto sign = take_sign();
    if (name.empty() || !sign)
      return std::unexpected("a clause is a field, a sign and a value: " + std::string(rest_));
    const auto path = path_of(name);
    if (!path) return std::unexpected(path.error());
    const Comparison comparison = sign->second;
    if (comparison == Comparison::present || comparison == Comparison::absent)
      return field_is(*path, comparison, {});
    if (comparison == Comparison::in || comparison == Comparison::not_in) {
      auto list = list_of_values();
      if (!list) return std::unexpected(list.error());
      return field_is(*path, comparison, std::move(*list));
    }
    return compared(*path, comparison);
  }

  CompiledQuery compared(const std::string& path, Comparison comparison) {
    bool is_null_word = false;
    Value first = value(is_null_word);
    if (comparison == Comparison::between) {
      if (!take_word_of("and")) return std::unexpected("between takes two values");
      first = Value::array({first, value(is_null_word)});
    }
    if (first.is_null()) return std::unexpected("the clause on " + path + " has no value");
    // Unquoted, the word means that nothing is there.
    if (is_null_word) return field_is(path, Comparison::absent, Value());
    return with_wildcard(path, comparison, first);
  }

  // "%x%" finds parts, "x%" beginnings, a text without them the whole.
  CompiledQuery with_wildcard(const std::string& path, Comparison comparison,
                              const Value& argument) const {
    const std::string wildcard = text_of(language_, "wildcard");
    const bool of_parts =
        comparison == Comparison::contains || comparison == Comparison::not_contains;
    if (wildcard.empty() || !of_parts) return field_is(path, comparison, argument);
    std::string text = as_text(argument);
    const bool opens = text.starts_with(wildcard);
    const bool closes = text.ends_with(wildcard);
    std::erase(text, wildcard.front());
    Comparison positive = Comparison::equal;
    if (closes) positive = Comparison::prefix;
    if (opens) positive = Comparison::contains;
    Predicate found = field_is(path, positive, text);
    return comparison == Comparison::contains ? std::move(found) : negation(std::move(found));
  }

  std::string_view rest_;
  const QueryContext& context_;
  const Value& language_;
};

}  // namespace

CompiledQuery compile_expression(const Value& query, const QueryContext& context) {
  const std::string text = as_text(query);
  return ExpressionReader(text, context).whole();
}

std::string take_collection(std::string& query, const Value& collections) {
  const std::size_t colon = query.find(':');
  if (colon == std::string::npos) return {};
  const std::string name = query.substr(0, colon);
  for (const Value& collection : collections)
    if (as_text(collection) == name) {
      query.erase(0, colon + 1);
      return name;
    }
  return {};
}

}  // namespace sluice::sandbox
