#pragma once
#include "audit/record.h"
#include "base/strong_id.h"
#include "crypto/hashing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::audit {

// The end of a chain as it is stored. `seal` is empty until a keyed record was written.
struct ChainHead {
  std::int64_t sequence = 0;
  std::string hash;
  std::string seal;
};

// What was found wrong first.
struct AuditFault {
  Trail trail = Trail::organization;
  std::int64_t sequence = 0;
  std::string detail;
};

// How one trail of one organization is chained: each record by HMAC-SHA-256 over the hash before
// and its own line, the head by one over its number and hash. Who has the program and the files but
// not the key can make neither. Records from before the data had a key are chained by SHA-256.
class Chain {
 public:
  // Without a key: SHA-256 alone, as data that no server has opened yet is chained.
  Chain(OrganizationId organization, Trail trail, std::optional<crypto::Digest> key);
  [[nodiscard]] Trail trail() const noexcept { return trail_; }
  [[nodiscard]] bool keyed() const noexcept { return key_.has_value(); }
  // What the first record follows: bound to the organization and trail, so that none takes
  // another's place.
  [[nodiscard]] ChainHead start() const;
  // The head after `stored`, whose hash this sets.
  [[nodiscard]] ChainHead extend(const ChainHead& head, StoredRecord& stored) const;

  // Hexadecimal, as all hashes here; empty without a key.
  [[nodiscard]] std::string keyed_hash(std::string_view previous, std::string_view line) const;
  // What anyone can compute, and therefore forge: good only for records before the data's first
  // key.
  [[nodiscard]] static std::string plain_hash(std::string_view previous, std::string_view line);
  // Binds number and hash of the last record, so that cutting the tail needs the key; empty without
  // one.
  [[nodiscard]] std::string seal(std::int64_t sequence, std::string_view hash) const;
  // Where its unkeyed digest begins.
  [[nodiscard]] std::string digest_start() const;

 private:
  OrganizationId organization_;
  Trail trail_;
  std::optional<crypto::Digest> key_;
};

// The digest that anyone can compute from exported lines, and that a signed head carries: SHA-256
// over the one before, "|" and the line; the first over the trail's name and the organization's id.
[[nodiscard]] std::string digest_start(Trail trail, std::string_view organization);
// `digest` is the one before, or digest_start(); `line` is without its newline.
[[nodiscard]] std::string next_digest(std::string_view digest, std::string_view line);

// Goes along a chain, record by record, and says what is wrong first.
class ChainCheck {
 public:
  // `chain` outlives the check. From record 1 on, in order.
  explicit ChainCheck(const Chain& chain)
      : chain_(chain), at_(chain.start()), digest_(chain.digest_start()) {}

  // `previous_hash` is the one stored with the record. After the first fault the check is over.
  [[nodiscard]] std::optional<AuditFault> add(const StoredRecord& stored,
                                              std::string_view previous_hash);
  // After the last record that the head covers.
  [[nodiscard]] std::optional<AuditFault> end(const ChainHead& head) const;

  // Of the records that were added: how many, the last one's hash, and the digest that anyone can
  // compute.
  [[nodiscard]] std::int64_t records() const noexcept { return at_.sequence; }
  [[nodiscard]] const std::string& hash() const noexcept { return at_.hash; }
  [[nodiscard]] const std::string& digest() const noexcept { return digest_; }
  // Whether the last record, and with it all before, is under the key.
  [[nodiscard]] bool keyed() const noexcept { return keyed_; }

 private:
  [[nodiscard]] AuditFault fault(std::int64_t sequence, std::string detail) const {
    return {chain_.trail(), sequence, std::move(detail)};
  }
  const Chain& chain_;
  ChainHead at_;
  std::string digest_;
  bool keyed_ = false;
};

}  // namespace sluice::audit
