#include "crypto/key_ring.h"

#include "base/base64.h"
#include "crypto/hashing.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <iterator>
#include <mutex>

namespace sluice::crypto {
namespace {

constexpr std::string_view name_input = "sluice master key name v1";
constexpr std::size_t name_digits = 16;
// What one process learns in its life; each key takes locked memory.
constexpr std::size_t keys_known_max = 64;

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

// A deque: what is added moves nothing that was there.
struct KeyRing::Keys {
  mutable std::mutex mutex;
  std::deque<MasterKey> known;
  const MasterKey* primary = nullptr;
  Source source;

  [[nodiscard]] const MasterKey* find(std::string_view name) const {
    const auto found = std::ranges::find(known, name, &MasterKey::name);
    return found == known.end() ? nullptr : &*found;
  }
};

void KeyRing::Free::operator()(Keys* keys) const {
  delete keys;  // NOLINT(cppcoreguidelines-owning-memory): what unique_ptr calls for it.
}

KeyRing::KeyRing(MasterKey primary, std::vector<MasterKey> retired, Source source)
    : keys_(new Keys) {
  keys_->known.push_back(std::move(primary));
  keys_->primary = &keys_->known.front();
  std::ranges::move(retired, std::back_inserter(keys_->known));
  keys_->source = std::move(source);
}

const MasterKey& KeyRing::primary() const {
  const std::lock_guard lock(keys_->mutex);
  return *keys_->primary;
}

std::vector<std::reference_wrapper<const MasterKey>> KeyRing::keys() const {
  const std::lock_guard lock(keys_->mutex);
  std::vector<std::reference_wrapper<const MasterKey>> all{*keys_->primary};
  for (const MasterKey& key : keys_->known)
    if (&key != keys_->primary) all.emplace_back(key);
  return all;
}

bool KeyRing::look_again() const {
  const std::lock_guard lock(keys_->mutex);
  auto read = keys_->source ? keys_->source() : std::nullopt;
  if (!read || read->empty()) return false;
  const std::string& in_use = keys_->primary->name();
  if (std::ranges::none_of(*read, [&](const MasterKey& key) { return key.name() == in_use; }))
    return false;
  const std::string first = read->front().name();
  bool learned = false;
  for (MasterKey& key : *read) {
    if (keys_->find(key.name()) != nullptr || keys_->known.size() >= keys_known_max) continue;
    keys_->known.push_back(std::move(key));
    learned = true;
  }
  if (const MasterKey* primary = keys_->find(first)) keys_->primary = primary;
  return learned;
}

}  // namespace sluice::crypto
