#include "analyst/failure_words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice::analyst {
namespace {

constexpr std::size_t prose_read_max = 2'000;  // A report says so at once.

// The first line with words, in small letters and without what decorates it: "## ❌ **Error**".
[[nodiscard]] std::string first_line(std::string_view text) {
  const std::string all = lower(text.substr(0, prose_read_max));
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find('\n', begin), all.size());
    std::string line = all.substr(begin, end - begin);
    const auto word = std::ranges::find_if(line, is_letter);
    if (word != line.end()) return {word, line.end()};
    begin = end + 1;
  }
  return {};
}

// "error: ...", "failed!", "error listing customers: ...". "Error rate,Month" heads a table.
[[nodiscard]] bool begins_as_report(std::string_view line) {
  constexpr std::array words = {"error",     "exception",     "traceback", "fatal",
                                "failed",    "failure",       "forbidden", "unauthorized",
                                "not found", "unknown tool",  "timeout",   "timed out",
                                "cannot",    "access denied", "can't",     "bad request"};
  return std::ranges::any_of(words, [line](std::string_view word) {
    if (!line.starts_with(word)) return false;
    const std::string_view rest = line.substr(word.size());
    // "errors by day" begins with the word as well and is a table's name.
    if (!rest.empty() && is_letter(rest[0])) return false;
    const auto column = rest.find_first_of(",|\t;");
    return column == std::string_view::npos || rest.find(':') < column;
  });
}

[[nodiscard]] bool holds_phrase(std::string_view line) {
  constexpr std::array phrases = {"error:",
                                  "exception:",
                                  "error occurred",
                                  "failed to ",
                                  "failed:",
                                  "failed with",
                                  "could not ",
                                  "couldn't ",
                                  "unable to ",
                                  "missing required",
                                  "is required",
                                  "not authorized",
                                  "unauthorized",
                                  "permission denied",
                                  "access denied",
                                  "rate limit",
                                  "rate-limit",
                                  "too many requests",
                                  "timed out",
                                  "internal server error",
                                  "bad gateway",
                                  "service unavailable",
                                  "gateway timeout",
                                  "unknown tool",
                                  "tool not found",
                                  "invalid api key",
                                  "invalid token",
                                  "invalid request",
                                  "invalid argument",
                                  "invalid parameter",
                                  "something went wrong",
                                  "token has expired",
                                  "session expired",
                                  "does not exist",
                                  "no such tool",
                                  "not permitted"};
  return std::ranges::any_of(phrases, [line](std::string_view phrase) {
    return line.find(phrase) != std::string_view::npos;
  });
}

[[nodiscard]] bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// Something is said there: not null, not empty, not false, not a word for nothing.
[[nodiscard]] bool is_said(const Node& value) {
  constexpr std::array<std::string_view, 6> nothing = {"", "none", "null", "false", "ok", "no"};
  switch (value.kind) {
    case Node::Kind::null: return false;
    case Node::Kind::boolean: return value.text == "true";
    case Node::Kind::number: return value.text.find_first_of("123456789") != std::string_view::npos;
    case Node::Kind::text: return !is_one_of(lower(value.text), nothing);
    case Node::Kind::array:
    case Node::Kind::object: return !value.children.empty();
  }
  return false;
}

[[nodiscard]] bool is_false(const Node& value) {
  return (value.kind == Node::Kind::boolean || value.kind == Node::Kind::text) &&
         lower(value.text) == "false";
}

// An HTTP status of 400 and above.
[[nodiscard]] bool is_error_status(std::string_view text) {
  int status = 0;
  const char* const last = text.data() + text.size();
  const auto [end, code] = std::from_chars(text.data(), last, status);
  return code == std::errc() && end == last && status >= 400 && status <= 599;
}

[[nodiscard]] bool names_an_error(std::string_view name, const Node& value) {
  constexpr std::array<std::string_view, 12> names = {
      "error",        "err",       "exception",   "fault",
      "errormessage", "errorcode", "errordetail", "error_message",
      "error_code",   "errortype", "error_type",  "error_description"};
  if (is_one_of(name, names)) return is_said(value);
  // A number of errors is a count.
  if (name == "errors") return value.kind != Node::Kind::number && is_said(value);
  if (name == "success" || name == "succeeded" || name == "ok") return is_false(value);
  constexpr std::array<std::string_view, 4> flags = {"iserror", "is_error", "haserror",
                                                     "has_error"};
  return is_one_of(name, flags) && value.text == "true";
}

[[nodiscard]] bool is_a_bad_status(std::string_view name, const Node& value) {
  constexpr std::array<std::string_view, 5> statuses = {"status", "code", "statuscode",
                                                        "status_code", "httpstatus"};
  constexpr std::array<std::string_view, 8> bad = {
      "error", "failed", "failure", "fail", "unauthorized", "forbidden", "not_found", "exception"};
  constexpr std::array<std::string_view, 3> kinds = {"type", "object", "kind"};
  if (is_one_of(name, statuses)) {
    return is_error_status(value.text) || is_one_of(lower(value.text), bad);
  }
  return is_one_of(name, kinds) && value.text == "error";
}

}  // namespace

bool reports_failure(std::string_view prose) {
  const std::string line = first_line(prose);
  return begins_as_report(line) || holds_phrase(line);
}

bool reports_failure(const Node& node, std::span<const std::string> columns, Role role) {
  if (node.kind != Node::Kind::object) return false;
  return std::ranges::any_of(node.children, [&](const Node& member) {
    // An entry that reads a column "error" (a table of deployments) must be able to.
    if (std::ranges::find(columns, member.name) != columns.end()) return false;
    const std::string name = lower(member.name);
    return names_an_error(name, member) ||
           (role == Role::around_the_rows && is_a_bad_status(name, member));
  });
}

bool says_cut(const Node& node) {
  constexpr std::array<std::string_view, 9> names = {
      "truncated",  "_truncated", "is_truncated",       "istruncated", "results_truncated",
      "incomplete", "partial",    "incomplete_results", "is_partial"};
  return node.kind == Node::Kind::object &&
         std::ranges::any_of(node.children, [&](const Node& member) {
           return member.kind == Node::Kind::boolean && member.text == "true" &&
                  is_one_of(lower(member.name), names);
         });
}

bool says_cut(std::string_view prose) {
  // A note stands at an end; in the middle the word may be a vendor's row.
  constexpr std::size_t note_bytes = 300;
  const std::string_view last = prose.substr(prose.size() - std::min(prose.size(), note_bytes));
  return lower(prose.substr(0, note_bytes)).contains("truncated") ||
         lower(last).contains("truncated");
}

}  // namespace sluice::analyst
