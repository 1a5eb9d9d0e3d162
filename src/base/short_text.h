#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace sluice {

// Text inside a value that has to stay trivially copyable (a proof that coroutines take by value).
// Longer text is cut: for what is shown and recorded, never for what is compared.
template <std::uint16_t Capacity>
class ShortText {
 public:
  constexpr ShortText() noexcept = default;
  explicit constexpr ShortText(std::string_view text) noexcept
      : size_(static_cast<std::uint16_t>(std::min<std::size_t>(text.size(), Capacity))) {
    std::ranges::copy(text.substr(0, size_), bytes_.begin());
  }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<char, Capacity> bytes_{};
  std::uint16_t size_ = 0;
};

}  // namespace sluice
