#include "oauth/challenge.h"

#include "base/text.h"

#include <algorithm>

namespace sluice::oauth {
namespace {

bool is_token_char(char c) {
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

bool is_token68_char(char c) {
  return is_letter_or_digit(c) || std::string_view("-._~+/").contains(c);
}

// Inside quotes: HTAB, blank, visible characters and bytes above 0x7F (RFC 9110, section 5.6.4).
bool is_quotable(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

// Reads one field value from left to right; every step either consumes or fails, so the time is
// linear in the length.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool read_into(std::vector<Challenge>& found) {
    for (skip_empty_elements(); !at_end(); skip_empty_elements()) {
      if (found.size() >= challenges_max) return fail("more challenges than allowed");
      Challenge challenge;
      if (!read_challenge(challenge)) return false;
      found.push_back(std::move(challenge));
    }
    return true;
  }
  [[nodiscard]] ChallengeError error() const {
    return {why_ + " at byte " + std::to_string(position_)};
  }

 private:
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[position_]; }
  bool fail(std::string_view why) {
    why_ = why;
    return false;
  }
  std::size_t skip_blanks() {
    const std::size_t start = position_;
    while (peek() == ' ' || peek() == '\t')
      ++position_;
    return position_ - start;
  }
  // A list may hold empty elements (RFC 9110, section 5.6.1.2).
  void skip_empty_elements() {
    do {
      skip_blanks();
    } while (take(','));
  }
  bool take(char c) {
    if (at_end() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  std::string_view take_while(bool (*belongs)(char)) {
    const std::size_t start = position_;
    while (!at_end() && belongs(text_[position_]))
      ++position_;
    return text_.substr(start, position_ - start);
  }

  bool read_challenge(Challenge& challenge) {
    const std::string_view scheme = take_while(is_token_char);
    if (scheme.empty()) return fail("a scheme name was expected");
    challenge.scheme = lower(scheme);
    const std::size_t blanks = skip_blanks();
    if (at_end() || peek() == ',') return true;
    if (blanks == 0) return fail("a blank was expected after the scheme");
    if (read_token68(challenge)) return true;
    return read_params(challenge);
  }

  // token68 runs to the end of the element; anything else is a parameter and is read again.
  bool read_token68(Challenge& challenge) {
    const std::size_t start = position_;
    const std::string_view body = take_while(is_token68_char);
    if (!body.empty()) {
      while (take('=')) {
      }
      const std::size_t end = position_;
      skip_blanks();
      if (at_end() || peek() == ',') {
        challenge.token68 = text_.substr(start, end - start);
        return true;
      }
    }
    position_ = start;
    return false;
  }

  bool read_params(Challenge& challenge) {
    while (true) {
      if (!read_param(challenge)) return false;
      skip_blanks();
      if (at_end()) return true;
      if (!take(',')) return fail("a comma was expected");
      skip_empty_elements();
      if (at_end() || !next_is_param()) return true;
    }
  }

  // After a comma stands either another parameter ("name =") or the next challenge's scheme.
  bool next_is_param() {
    const std::size_t start = position_;
    const bool named = !take_while(is_token_char).empty();
    skip_blanks();
    const bool is_param = named && peek() == '=';
    position_ = start;
    return is_param;
  }

  bool read_param(Challenge& challenge) {
    const std::string_view name = take_while(is_token_char);
    if (name.empty()) return fail("a parameter name was expected");
    skip_blanks();
    if (!take('=')) return fail("'=' was expected");
    skip_blanks();
    std::string value;
    if (peek() == '"') {
      if (!read_quoted(value)) return false;
    } else {
      value = take_while(is_token_char);
      if (value.empty()) return fail("a parameter value was expected");
    }
    std::string key = lower(name);
    if (challenge.param(key)) return fail("a parameter is given twice");
    if (challenge.params.size() >= challenge_params_max)
      return fail("more parameters than allowed");
    challenge.params.emplace_back(std::move(key), std::move(value));
    return true;
  }

  bool read_quoted(std::string& value) {
    take('"');
    while (!at_end()) {
      if (take('"')) return true;
      take('\\');
      if (at_end()) break;
      if (!is_quotable(peek())) return fail("a control character in a quoted text");
      value.push_back(text_[position_++]);
    }
    return fail("a quoted text does not end");
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::string why_;
};

}  // namespace

std::optional<std::string> Challenge::param(std::string_view name) const {
  const auto found = std::ranges::find(params, name, [](const auto& each) { return each.first; });
  if (found == params.end()) return std::nullopt;
  return found->second;
}

std::expected<std::vector<Challenge>, ChallengeError> parse_challenges(
    std::span<const std::string> field_values) {
  std::vector<Challenge> found;
  std::size_t bytes = 0;
  for (const std::string& value : field_values) {
    bytes += value.size();
    if (bytes > challenge_bytes_max) return std::unexpected(ChallengeError{"longer than allowed"});
    Reader reader(value);
    if (!reader.read_into(found)) return std::unexpected(reader.error());
  }
  return found;
}

std::optional<TokenChallenge> token_challenge(std::span<const std::string> field_values) {
  const auto challenges = parse_challenges(field_values);
  if (!challenges) return std::nullopt;
  const auto with_scheme = [&](std::string_view scheme) {
    return std::ranges::find(*challenges, scheme, &Challenge::scheme);
  };
  const auto bearer = with_scheme("bearer");
  const auto dpop = with_scheme("dpop");
  const auto chosen = bearer != challenges->end() ? bearer : dpop;
  if (chosen == challenges->end()) return std::nullopt;
  TokenChallenge result{chosen->scheme, chosen->param("resource_metadata"), chosen->param("scope"),
                        chosen->param("error"), chosen->param("error_description")};
  if (!result.resource_metadata && dpop != challenges->end()) {
    result.resource_metadata = dpop->param("resource_metadata");
  }
  return result;
}

}  // namespace sluice::oauth
