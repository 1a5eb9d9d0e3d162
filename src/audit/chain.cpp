#include "audit/chain.h"

#include "base/base64.h"

namespace sluice::audit {

Chain::Chain(OrganizationId organization, Trail trail, std::optional<crypto::Digest> key)
    : organization_(organization), trail_(trail), key_(key) {}

ChainHead Chain::start() const {
  const std::string which = trail_ == Trail::control ? "control|" : "";
  return {0, crypto::sha256_hex("sluice audit v1|" + which + sluice::to_text(organization_)), ""};
}

std::string Chain::keyed_hash(std::string_view previous, std::string_view line) const {
  if (!key_) return {};
  std::string text = "record|";
  text.append(previous).append("|").append(line);
  return to_hex(crypto::as_text(crypto::hmac_sha256(crypto::as_text(*key_), text)));
}

std::string Chain::plain_hash(std::string_view previous, std::string_view line) {
  return crypto::sha256_hex(std::string(previous).append("|").append(line));
}

std::string Chain::seal(std::int64_t sequence, std::string_view hash) const {
  if (!key_) return {};
  const std::string text = "head|" + std::to_string(sequence) + "|" + std::string(hash);
  return to_hex(crypto::as_text(crypto::hmac_sha256(crypto::as_text(*key_), text)));
}

ChainHead Chain::extend(const ChainHead& head, StoredRecord& stored) const {
  const std::string line = line_of(stored);
  stored.hash = key_ ? keyed_hash(head.hash, line) : plain_hash(head.hash, line);
  return {stored.sequence, stored.hash, seal(stored.sequence, stored.hash)};
}

std::string Chain::digest_start() const {
  return audit::digest_start(trail_, sluice::to_text(organization_));
}

std::string digest_start(Trail trail, std::string_view organization) {
  return crypto::sha256_hex(std::string("sluice audit digest v1|")
                                .append(to_text(trail))
                                .append("|")
                                .append(organization));
}

std::string next_digest(std::string_view digest, std::string_view line) {
  return crypto::sha256_hex(std::string(digest).append("|").append(line));
}

std::optional<AuditFault> ChainCheck::add(const StoredRecord& stored,
                                          std::string_view previous_hash) {
  if (stored.sequence != at_.sequence + 1)
    return fault(at_.sequence + 1, "The record is missing, or another stands in its place.");
  if (previous_hash != at_.hash)
    return fault(stored.sequence, "The record does not follow the one before it.");
  const std::string line = line_of(stored);
  // Once a record is under the key, all that follow are: there is no way back.
  if (chain_.keyed() && stored.hash == chain_.keyed_hash(at_.hash, line))
    keyed_ = true;
  else if (keyed_ || stored.hash != Chain::plain_hash(at_.hash, line))
    return fault(stored.sequence, "The record was changed or inserted.");
  digest_ = next_digest(digest_, line);
  at_.sequence = stored.sequence;
  at_.hash = stored.hash;
  return std::nullopt;
}

std::optional<AuditFault> ChainCheck::end(const ChainHead& head) const {
  if (at_.sequence != head.sequence || at_.hash != head.hash)
    return fault(at_.sequence + 1, "The end of the trail was cut off or exchanged.");
  if (keyed_ && head.seal != chain_.seal(head.sequence, head.hash))
    return fault(at_.sequence + 1,
                 "The end of the trail was cut off: its seal is not that of the "
                 "last record.");
  return std::nullopt;
}

}  // namespace sluice::audit
