#include "net/body_decoder.h"

#include "base/text.h"
#include "base/wiping.h"
#include "net/http_text.h"

#include <openssl/crypto.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::net {
namespace {

constexpr int gzip_window_bits = 15 + 16;  // zlib's way to say: gzip and nothing else.
// A short text may pack denser than the allowed ratio without doing any harm.
constexpr std::size_t ratio_applies_from = std::size_t{64} * 1024;

void* zlib_allocate(void* /*unused*/, uInt items, uInt size) {
  return wiping_calloc(items, size);
}
void zlib_free(void* /*unused*/, void* block) {
  wiping_free(block);
}

}  // namespace

struct BodyDecoder::Inflater {
  Inflater() {
    stream.zalloc = zlib_allocate;
    stream.zfree = zlib_free;
    ready = inflateInit2(&stream, gzip_window_bits) == Z_OK;
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
  bool ready = false;
  bool at_end = false;  // Of a gzip member; another one may follow.
};

std::expected<BodyDecoder, HttpError> BodyDecoder::create(std::string_view content_encoding,
                                                          std::size_t bytes_max,
                                                          std::size_t ratio_max) {
  BodyDecoder decoder(bytes_max, ratio_max);
  if (content_encoding.empty() || equal_ignoring_case(content_encoding, "identity")) return decoder;
  if (!equal_ignoring_case(content_encoding, "gzip") &&
      !equal_ignoring_case(content_encoding, "x-gzip"))
    return std::unexpected(HttpError::malformed_response);
  decoder.inflater_ = std::make_unique<Inflater>();
  if (!decoder.inflater_->ready) return std::unexpected(HttpError::malformed_response);
  return decoder;
}

BodyDecoder::BodyDecoder(std::size_t bytes_max, std::size_t ratio_max)
    : bytes_max_(bytes_max), ratio_max_(ratio_max) {}
BodyDecoder::BodyDecoder(BodyDecoder&&) noexcept = default;
BodyDecoder& BodyDecoder::operator=(BodyDecoder&&) noexcept = default;
BodyDecoder::~BodyDecoder() = default;

std::expected<void, HttpError> BodyDecoder::count(std::size_t produced) {
  bytes_ += produced;
  if (bytes_ > bytes_max_) return std::unexpected(HttpError::body_too_large);
  if (inflater_ && bytes_ > ratio_applies_from && bytes_ / ratio_max_ > raw_bytes_)
    return std::unexpected(HttpError::compression_bomb);
  return {};
}

std::expected<void, HttpError> BodyDecoder::decode(std::string_view raw, std::string& out) {
  if (inflater_) return inflate_some(raw, out);
  raw_bytes_ += raw.size();
  if (auto counted = count(raw.size()); !counted) return counted;
  append_wiping(out, raw);
  return {};
}

std::expected<void, HttpError> BodyDecoder::inflate_some(std::string_view raw, std::string& out) {
  std::string input(raw);  // zlib's input pointer is not const.
  z_stream& stream = inflater_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::array<char, 16384> piece{};
  std::expected<void, HttpError> result;
  bool more = true;
  while (more && result) {
    if (inflater_->at_end && stream.avail_in > 0) {
      inflateReset(&stream);
      inflater_->at_end = false;
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const uInt unread = stream.avail_in;
    const int status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t produced = piece.size() - stream.avail_out;
    // Only what was unpacked so far: bytes that wait must not pay for those before them.
    raw_bytes_ += unread - stream.avail_in;
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      result = std::unexpected(HttpError::malformed_response);
    else
      result = count(produced);
    append_wiping(out, {piece.data(), produced});
    inflater_->at_end = status == Z_STREAM_END;
    more = status != Z_BUF_ERROR && (stream.avail_in > 0 || stream.avail_out == 0);
  }
  OPENSSL_cleanse(piece.data(), piece.size());
  return result;
}

bool BodyDecoder::complete() const {
  return !inflater_ || inflater_->at_end || raw_bytes_ == 0;
}

void append_wiping(std::string& out, std::string_view more) {
  if (out.size() + more.size() > out.capacity()) {
    std::string larger;
    larger.reserve(std::max(out.size() + more.size(), 2 * out.capacity()));
    larger.append(out);
    OPENSSL_cleanse(out.data(), out.size());
    out.swap(larger);
  }
  out.append(more);
}

}  // namespace sluice::net
