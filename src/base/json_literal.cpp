#include "base/json_literal.h"

#include "base/text.h"

namespace sluice::json_literal {
namespace {

void append_utf8(std::string& out, unsigned code) {
  const auto push = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return push(code);
  if (code < 0x800) {
    push(0xC0U | (code >> 6U));
  } else if (code < 0x10000) {
    push(0xE0U | (code >> 12U));
    push(0x80U | ((code >> 6U) & 0x3FU));
  } else {
    push(0xF0U | (code >> 18U));
    push(0x80U | ((code >> 12U) & 0x3FU));
    push(0x80U | ((code >> 6U) & 0x3FU));
  }
  push(0x80U | (code & 0x3FU));
}

char plain_escape(char c) {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
  }
}

}  // namespace

int read_unit(std::string_view text, std::size_t position) {
  if (position + 4 > text.size()) return -1;
  int unit = 0;
  for (std::size_t i = position; i < position + 4; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool surrogate = first == 0xED && byte(1) > 0x9F;
  const bool too_large = first == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

std::string decode(std::string_view literal) {
  const std::string_view inner = literal.substr(1, literal.size() - 2);
  std::string out;
  out.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\') {
      out.push_back(inner[i]);
      continue;
    }
    ++i;
    if (inner[i] != 'u') {
      out.push_back(plain_escape(inner[i]));
      continue;
    }
    int code = read_unit(inner, i + 1);
    i += 4;
    if (is_high_surrogate(code)) {
      code = 0x10000 + (code - 0xD800) * 0x400 + (read_unit(inner, i + 3) - 0xDC00);
      i += 6;
    }
    append_utf8(out, static_cast<unsigned>(code));
  }
  return out;
}

}  // namespace sluice::json_literal
