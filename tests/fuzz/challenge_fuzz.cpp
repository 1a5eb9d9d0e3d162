// WWW-Authenticate: writing out what was read gives the same again, and two fields mean what their
// sum means.
#include "check.h"
#include "oauth/challenge.h"

#include <algorithm>
#include <array>

namespace sluice::fuzz {
namespace {

using oauth::Challenge;

std::string as_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string written(const std::vector<Challenge>& challenges) {
  std::string out;
  for (const Challenge& challenge : challenges) {
    out += (out.empty() ? "" : ", ") + challenge.scheme;
    if (!challenge.token68.empty()) out += " " + challenge.token68;
    std::string_view separator = " ";
    for (const auto& [name, value] : challenge.params) {
      out += std::string(separator) + name + "=" + as_quoted(value);
      separator = ", ";
    }
  }
  return out;
}

bool same(const std::vector<Challenge>& left, const std::vector<Challenge>& right) {
  return std::ranges::equal(left, right, [](const Challenge& a, const Challenge& b) {
    return a.scheme == b.scheme && a.params == b.params && a.token68 == b.token68;
  });
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  const std::string_view input = bytes;
  const std::size_t cut = std::min(input.find('\n'), input.size());
  std::vector<std::string> fields{std::string(input.substr(0, cut))};
  if (cut < input.size()) fields.emplace_back(input.substr(cut + 1));
  const auto read = sluice::oauth::parse_challenges(fields);
  static_cast<void>(sluice::oauth::token_challenge(fields));
  if (!read) return 0;
  const std::array<std::string, 1> text{written(*read)};
  // Quoting may push a text that was just short enough over the bound.
  if (text.front().size() > sluice::oauth::challenge_bytes_max) return 0;
  const auto again = sluice::oauth::parse_challenges(text);
  require(again && same(*read, *again), "what was read can be written and read again");
  if (fields.size() == 1) return 0;
  const std::array<std::string, 1> sum{fields[0] + ", " + fields[1]};
  if (sum.front().size() > sluice::oauth::challenge_bytes_max) return 0;
  const auto joined = sluice::oauth::parse_challenges(sum);
  require(joined && same(*read, *joined), "two fields mean what their sum means");
  return 0;
}
