#include "crypto/key_ring.h"

#include "base/base64.h"
#include "crypto/hashing.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace sluice::crypto {
namespace {

constexpr std::string_view name_input = "sluice master key name v1";
constexpr std::size_t name_digits = 16;

std::string_view view_of(const unsigned char* bytes) {
  return {reinterpret_cast<const char*>(bytes), FernetKey::size_bytes};
}

}  // namespace

void MasterKey::Free::operator()(unsigned char* bytes) const {
  sodium_free(bytes);
}

MasterKey::MasterKey(const FernetKey& key) {
  if (sodium_init() < 0) std::abort();
  bytes_.reset(static_cast<unsigned char*>(sodium_malloc(FernetKey::size_bytes)));
  if (!bytes_) std::abort();  // No locked memory: there is no safe place for the key.
  unsigned char* end = std::ranges::copy(key.signing_half(), bytes_.get()).out;
  std::ranges::copy(key.encryption_half(), end);
  sodium_mprotect_readonly(bytes_.get());
  name_ = to_hex(as_text(hmac_sha256(view_of(bytes_.get()), name_input))).substr(0, name_digits);
}

std::expected<MasterKey, FernetKeyError> MasterKey::parse(const Secret& text) {
  const auto key = FernetKey::parse(text);
  if (!key) return std::unexpected(key.error());
  return MasterKey(*key);
}

FernetKey MasterKey::derive(std::string_view salt, std::string_view info) const {
  return FernetKey::from_bytes(
      hkdf_sha256(view_of(bytes_.get()), salt, info, FernetKey::size_bytes));
}

KeyRing::KeyRing(MasterKey primary, std::vector<MasterKey> retired) {
  keys_.push_back(std::move(primary));
  std::ranges::move(retired, std::back_inserter(keys_));
}

}  // namespace sluice::crypto
