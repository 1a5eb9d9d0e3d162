#include "vault/credential_envelope.h"

#include "base/base64.h"

#include <openssl/crypto.h>

#include <array>
#include <charconv>
#include <vector>

namespace sluice::vault {
namespace {

constexpr std::string_view envelope_version = "1";
constexpr unsigned char first_printable = 0x20;
constexpr std::size_t envelope_overhead_max = 256;  // Member names, ids, field, generation.

// A secret may grow sixfold when every byte of it has to be escaped.
constexpr std::size_t escaped_growth_max = 6;

void append_escaped(std::string& out, std::string_view text) {
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      out.push_back('\\');
      out.push_back(letter);
    } else if (static_cast<unsigned char>(letter) < first_printable) {
      out.append("\\u00").append(to_hex({&letter, 1}));
    } else {
      out.push_back(letter);
    }
  }
}

// The members of one flat object, as they lie in the text; strings without their quotes and still
// escaped.
struct Members {
  std::optional<std::string_view> version, organization, connection, field, generation, secret;

  // Where a member goes; nothing for an unknown name, or a string where a number belongs.
  std::optional<std::string_view>* place(std::string_view name, bool is_text) {
    if (name == "v" && !is_text) return &version;
    if (name == "g" && !is_text) return &generation;
    if (name == "o" && is_text) return &organization;
    if (name == "c" && is_text) return &connection;
    if (name == "f" && is_text) return &field;
    if (name == "s" && is_text) return &secret;
    return nullptr;
  }
};

// Walks over the text; each step says whether it found what it asked for.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool take(char letter) {
    skip_blanks();
    if (!rest_.starts_with(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<std::string_view> take_text() {
    if (!take('"')) return std::nullopt;
    for (std::size_t at = 0; at < rest_.size(); ++at) {
      if (rest_[at] == '\\') {
        ++at;
      } else if (rest_[at] == '"') {
        const std::string_view text = rest_.substr(0, at);
        rest_.remove_prefix(at + 1);
        return text;
      }
    }
    return std::nullopt;
  }
  std::optional<std::string_view> take_number() {
    skip_blanks();
    const auto end = rest_.find_first_not_of("0123456789");
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    const std::string_view digits = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return digits;
  }
  bool next_is_text() {
    skip_blanks();
    return rest_.starts_with('"');
  }
  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }

 private:
  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }
  std::string_view rest_;
};

bool read_member(Scanner& scanner, Members& members) {
  const auto name = scanner.take_text();
  if (!name || !scanner.take(':')) return false;
  const bool is_text = scanner.next_is_text();
  const auto value = is_text ? scanner.take_text() : scanner.take_number();
  std::optional<std::string_view>* place = members.place(*name, is_text);
  if (!value || place == nullptr || place->has_value()) return false;  // A member twice is a trick.
  *place = value;
  return true;
}

std::optional<Members> read_members(std::string_view text) {
  Scanner scanner(text);
  Members members;
  if (!scanner.take('{') || !read_member(scanner, members)) return std::nullopt;
  while (scanner.take(','))
    if (!read_member(scanner, members)) return std::nullopt;
  if (!scanner.take('}') || !scanner.at_end()) return std::nullopt;
  return members;
}

bool belongs_to(const Members& members, const CredentialOwner& owner) {
  return members.version == envelope_version && members.organization == owner.organization &&
         members.connection == owner.connection && members.field == owner.field &&
         members.generation == std::to_string(owner.generation);
}

// Appends what the escape at the start of `text` stands for; the letters used, 0 for none that
// append_escaped makes.
std::size_t append_unescaped(std::string& out, std::string_view text) {
  if (text.starts_with("\\\"") || text.starts_with("\\\\")) {
    out.push_back(text[1]);
    return 2;
  }
  constexpr std::size_t escape_length = 6;
  if (!text.starts_with("\\u00") || text.size() < escape_length) return 0;
  unsigned value = 0;
  const auto [stop, error] =
      std::from_chars(text.data() + 4, text.data() + escape_length, value, 16);
  if (error != std::errc{} || stop != text.data() + escape_length || value >= first_printable)
    return 0;
  out.push_back(static_cast<char>(value));
  return escape_length;
}

std::optional<Secret> unescape(std::string_view text) {
  std::string value;
  value.reserve(text.size() + 1);  // Once: no copy stays in a buffer that grew.
  bool valid = true;
  while (!text.empty() && valid) {
    std::size_t used = 1;
    if (text.front() == '\\')
      used = append_unescaped(value, text);
    else
      value.push_back(text.front());
    valid = used != 0;
    text.remove_prefix(used);
  }
  Secret secret = Secret::take(std::move(value));
  if (!valid) return std::nullopt;
  return secret;
}

}  // namespace

crypto::FernetKey credential_key(const crypto::MasterKey& master, const Secret& slot,
                                 const CredentialOwner& owner) {
  const std::string info = "v1|" + owner.organization + "|" + owner.connection + "|" + owner.field +
                           "|" + std::to_string(owner.generation);
  std::vector<crypto::FernetKey> derived;
  slot.use([&](std::string_view bytes) { derived.push_back(master.derive(bytes, info)); });
  return std::move(derived.front());
}

Secret wrap(const CredentialOwner& owner, const Secret& value) {
  std::string text;
  value.use([&](std::string_view secret) {
    text.reserve(envelope_overhead_max + secret.size() * escaped_growth_max);
    text.append(R"({"v":1,"o":")").append(owner.organization);
    text.append(R"(","c":")").append(owner.connection);
    text.append(R"(","f":")").append(owner.field);
    text.append(R"(","g":)").append(std::to_string(owner.generation)).append(R"(,"s":")");
    append_escaped(text, secret);
    text.append("\"}");
  });
  return Secret::take(std::move(text));
}

std::optional<Secret> unwrap(const CredentialOwner& owner, const Secret& envelope) {
  std::optional<Secret> value;
  envelope.use([&](std::string_view text) {
    const std::optional<Members> members = read_members(text);
    if (members && members->secret && belongs_to(*members, owner))
      value = unescape(*members->secret);
  });
  return value;
}

}  // namespace sluice::vault
