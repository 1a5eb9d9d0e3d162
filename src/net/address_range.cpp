#include "net/address_range.h"

#include <algorithm>
#include <charconv>

namespace sluice::net {
namespace {

constexpr unsigned v4_bits = 32;
constexpr unsigned v6_bits = 128;
constexpr unsigned v6_group_bits = 64;

// Nothing when there is none; -1 never: the text has to be digits.
std::optional<unsigned> read_bits(std::string_view text, unsigned bits_max) {
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (error != std::errc{} || end != text.data() + text.size() || bits > bits_max)
    return std::nullopt;
  return bits;
}

}  // namespace

std::expected<AddressRanges, std::string> AddressRanges::parse(std::string_view text) {
  constexpr std::string_view separators = ", \t";
  AddressRanges ranges;
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return ranges;
    text.remove_prefix(begin);
    const std::string_view item = text.substr(0, text.find_first_of(separators));
    text.remove_prefix(item.size());
    const std::size_t slash = item.find('/');
    const auto base = IpAddress::parse(item.substr(0, slash));
    const unsigned bits_max = base && base->is_v4() ? v4_bits : v6_bits;
    const auto bits = slash == std::string_view::npos ? std::optional(bits_max)
                                                      : read_bits(item.substr(slash + 1), bits_max);
    if (!base || !bits) {
      return std::unexpected("\"" + std::string(item) +
                             "\" is no address such as 127.0.0.1 and no range such as 10.0.0.0/8");
    }
    ranges.ranges_.push_back({*base, *bits});
  }
}

bool AddressRanges::contains(const IpAddress& address) const {
  const IpAddress plain = address.unmapped();
  return std::ranges::any_of(
      ranges_, [&](const Range& range) { return plain.is_within(range.base, range.bits); });
}

bool AddressRanges::contains(std::string_view address) const {
  const auto parsed = IpAddress::parse(address);
  return parsed && contains(*parsed);
}

std::string address_group(std::string_view address) {
  const auto parsed = IpAddress::parse(address);
  if (!parsed) return std::string(address);
  const IpAddress plain = parsed->unmapped();
  return plain.is_v4() ? plain.to_text() : plain.prefix(v6_group_bits).to_text() + "/64";
}

}  // namespace sluice::net
