#pragma once
#include "audit/chain.h"
#include "base/clock.h"
#include "base/json.h"

#include <cstdint>
#include <expected>
#include <istream>
#include <map>
#include <string>
#include <variant>

namespace sluice::audit {

// Where one trail stood: how many records, and the digest over their lines.
struct TrailMark {
  std::int64_t records = 0;
  std::string digest;
};

// Where an organization's trails stood at one moment, signed with Ed25519: kept elsewhere, it shows
// that a tail was cut or an old copy put back, and it says of an export that it is whole, without
// the key ring. The signature covers the JSON of everything else, members sorted, no blanks.
struct SignedHead {
  std::string organization;  // The id.
  Instant made_at;
  std::map<Trail, TrailMark> marks;
  std::string public_key;  // Hexadecimal, like the signature.
  std::string signature;

  // What is signed.
  [[nodiscard]] std::string text() const;
  // text() and the signature: the file that an auditor keeps.
  [[nodiscard]] Json to_json() const;
  // The error is a sentence. A head whose signature is not that of its own key is refused.
  [[nodiscard]] static std::expected<SignedHead, std::string> parse(std::string_view text);
};

inline constexpr std::size_t head_bytes_max = 16'384;
inline constexpr std::size_t export_line_bytes_max = 1'048'576;

// An export (JSON Lines, as `sluice audit export` prints it) against a head: needs neither the data
// nor a key. Records behind the head are counted in `beyond` and not covered.
struct ExportProof {
  std::map<Trail, TrailMark> marks;
  std::int64_t beyond = 0;
};
// Stops at the first fault. A line longer than export_line_bytes_max is one.
[[nodiscard]] std::variant<ExportProof, AuditFault> check_export(std::istream& lines,
                                                                 const SignedHead& head);

}  // namespace sluice::audit
