#include "net/utf8.h"

#include <algorithm>
#include <cstddef>

namespace sluice::net {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

// Bytes that a sequence with this first byte has; 0 for one that begins none.
std::size_t sequence_length(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The second byte has a narrower range behind some first bytes: no overlong forms, no surrogates,
// nothing beyond U+10FFFF.
bool fits_second(unsigned lead, unsigned second) {
  const unsigned low = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;
  const unsigned high = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU;
  return second >= low && second <= high;
}

struct Step {
  std::size_t length;
  bool valid;
};

// The character, or the maximal part of none, that begins at `at`.
Step next(std::string_view bytes, std::size_t at) {
  const unsigned lead = byte_at(bytes, at);
  const std::size_t wanted = sequence_length(lead);
  if (wanted == 0) return {1, false};
  std::size_t length = 1;
  while (length < wanted && at + length < bytes.size()) {
    const unsigned byte = byte_at(bytes, at + length);
    const bool fits = length == 1 ? fits_second(lead, byte) : (byte & 0xC0U) == 0x80U;
    if (!fits) break;
    ++length;
  }
  return {length, length == wanted};
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const Step step = next(bytes, at);
    if (!step.valid) return false;
    at += step.length;
  }
  return true;
}

std::string to_valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const Step step = next(bytes, at);
    out.append(step.valid ? bytes.substr(at, step.length) : replacement);
    at += step.length;
  }
  return out;
}

}  // namespace sluice::net
