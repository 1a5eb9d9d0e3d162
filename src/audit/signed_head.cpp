#include "audit/signed_head.h"

#include "base/time_format.h"
#include "crypto/signature.h"

#include <optional>
#include <utility>

namespace sluice::audit {
namespace {

constexpr int head_version = 1;

Json body_of(const SignedHead& head) {
  Json trails = Json::object();
  for (const auto& [trail, mark] : head.marks)
    trails[std::string(to_text(trail))] = {{"records", mark.records}, {"digest", mark.digest}};
  return {{"version", head_version},
          {"organization", head.organization},
          {"time", to_rfc3339(head.made_at)},
          {"trails", std::move(trails)},
          {"public_key", head.public_key}};
}

std::optional<TrailMark> read_mark(const Json& trails, Trail trail) {
  const Json& mark = member(trails, std::string(to_text(trail)));
  const Json& records = member(mark, "records");
  const auto digest = text_member(mark, "digest");
  if (!records.is_number_integer() || !digest) return std::nullopt;
  return TrailMark{records.get<std::int64_t>(), *digest};
}

// One trail of an export on its way to its mark.
struct Progress {
  TrailMark at;
  TrailMark wanted;
};

// Which trail a line is of, and its number; nothing for what is no record.
std::optional<std::pair<Trail, std::int64_t>> place_of(const std::string& line) {
  const auto json = parse_json(line);
  if (!json || !member(*json, "sequence").is_number_integer()) return std::nullopt;
  const auto named = text_member(*json, "trail");
  if (named && *named != to_text(Trail::control)) return std::nullopt;
  return std::pair{named ? Trail::control : Trail::organization,
                   (*json)["sequence"].get<std::int64_t>()};
}

}  // namespace

std::string SignedHead::text() const {
  return to_wire(body_of(*this));
}

Json SignedHead::to_json() const {
  Json json = body_of(*this);
  json["signature"] = signature;
  return json;
}

std::expected<SignedHead, std::string> SignedHead::parse(std::string_view text) {
  const auto json = parse_json(text, {.duplicate_members_refused = true});
  if (!json) return std::unexpected("The head is no JSON: " + json.error() + ".");
  const auto time = parse_rfc3339(text_member(*json, "time").value_or(""));
  const auto own = read_mark(member(*json, "trails"), Trail::organization);
  const auto control = read_mark(member(*json, "trails"), Trail::control);
  if (member(*json, "version") != Json(head_version) || !time || !own || !control)
    return std::unexpected("This is no head that `sluice audit head` made.");
  SignedHead head{text_member(*json, "organization").value_or(""),
                  *time,
                  {{Trail::organization, *own}, {Trail::control, *control}},
                  text_member(*json, "public_key").value_or(""),
                  text_member(*json, "signature").value_or("")};
  if (!crypto::is_signed(head.public_key, head.text(), head.signature))
    return std::unexpected("The head was changed: its signature is not that of its key.");
  return head;
}

std::variant<ExportProof, AuditFault> check_export(std::istream& lines, const SignedHead& head) {
  std::map<Trail, Progress> trails;
  for (const auto& [trail, mark] : head.marks)
    trails[trail] = {{0, digest_start(trail, head.organization)}, mark};
  ExportProof proof;
  std::string line;
  while (std::getline(lines, line)) {
    const auto place = line.size() > export_line_bytes_max ? std::nullopt : place_of(line);
    if (!place) return AuditFault{Trail::organization, 0, "A line of the export is no record."};
    const auto [trail, sequence] = *place;
    auto& [at, wanted] = trails[trail];
    if (sequence != at.records + 1)
      return AuditFault{trail, at.records + 1,
                        "The record is missing, or another stands in its place."};
    at.records = sequence;
    if (sequence > wanted.records)
      ++proof.beyond;
    else
      at.digest = next_digest(at.digest, line);
  }
  for (const auto& [trail, progress] : trails) {
    if (progress.at.records < progress.wanted.records)
      return AuditFault{trail, progress.at.records + 1,
                        "The end was cut off: the head covers " +
                            std::to_string(progress.wanted.records) + " records."};
    if (progress.at.digest != progress.wanted.digest)
      return AuditFault{trail, 0, "The records are not those that the head was signed over."};
    proof.marks[trail] = progress.wanted;
  }
  return proof;
}

}  // namespace sluice::audit
