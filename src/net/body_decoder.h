#pragma once
#include "net/http_client.h"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace sluice::net {

// Turns the bytes of an answer into its content, counting both sides so that neither a large nor
// a small but dense answer fills the memory. Internal to net/.
class BodyDecoder {
 public:
  // `content_encoding` is the header's value: nothing, "identity" or "gzip", since no more is
  // asked for; anything else is malformed_response.
  [[nodiscard]] static std::expected<BodyDecoder, HttpError> create(
      std::string_view content_encoding, std::size_t bytes_max, std::size_t ratio_max);
  BodyDecoder(BodyDecoder&&) noexcept;
  BodyDecoder& operator=(BodyDecoder&&) noexcept;
  ~BodyDecoder();

  // Appends the content of `raw` to `out`.
  [[nodiscard]] std::expected<void, HttpError> decode(std::string_view raw, std::string& out);
  // Whether the content may end here.
  [[nodiscard]] bool complete() const;

 private:
  struct Inflater;
  BodyDecoder(std::size_t bytes_max, std::size_t ratio_max);
  [[nodiscard]] std::expected<void, HttpError> inflate_some(std::string_view raw, std::string& out);
  [[nodiscard]] std::expected<void, HttpError> count(std::size_t produced);

  std::size_t bytes_max_;
  std::size_t ratio_max_;
  std::size_t raw_bytes_ = 0;
  std::size_t bytes_ = 0;
  std::unique_ptr<Inflater> inflater_;
};

// Appends without leaving a copy of what was there in a freed block: answers hold tokens too.
void append_wiping(std::string& out, std::string_view more);

}  // namespace sluice::net
