// Looking for what was tampered with.
#include "audit/audit_trail.h"
#include "audit/trail_marks.h"
#include "audit/trail_rows.h"

#include <utility>

namespace sluice::audit {
namespace {

// A trail against a head that was kept elsewhere: taken while the check passes its number.
struct Known {
  std::optional<TrailMark> mark;
  bool seen = false;  // The records up to it are the ones that it was signed over.
};

using Walked = std::variant<TrailMark, AuditFault>;

AuditFault end_fault(const Chain& chain, std::int64_t sequence, std::string detail) {
  return {chain.trail(), sequence, std::move(detail)};
}

// What the records alone cannot say: whether a trail may be empty, or be without a key.
std::optional<AuditFault> beginning_fault(const Chain& chain, const ChainCheck& check,
                                          const TrailMarks& marks) {
  if (!chain.keyed() || check.keyed()) return std::nullopt;
  const bool control = chain.trail() == Trail::control;
  const bool empty = check.records() == 0;
  const bool anchored = marks.anchor && marks.anchor->records == check.records() &&
                        marks.anchor->hash == check.hash();
  if (!control && (anchored || (empty && !marks.begun && !marks.anchor))) return std::nullopt;
  return end_fault(chain, 1,
                   empty ? "The trail was emptied."
                         : "The trail was exchanged: none of its records is under the key.");
}

// Everything from the first record to the head. The head first: records that are appended
// meanwhile lie beyond it and are left out.
Walked walk(const storage::Database& database, const storage::OrganizationAccess& access,
            const Chain& chain, Known known) {
  const ChainHead head = head_of(database, access, chain);
  ChainCheck check(chain);
  while (check.records() < head.sequence) {
    const auto rows = rows_after(database, access, chain.trail(), check.records());
    // The head says that there are more; the check of the end will say what is missing.
    if (rows.empty()) break;
    for (const TrailRow& row : rows) {
      if (row.stored.sequence > head.sequence && check.records() == head.sequence) break;
      if (auto fault = check.add(row.stored, row.previous_hash)) return *std::move(fault);
      if (known.mark && known.mark->records == check.records())
        known.seen = known.mark->digest == check.digest();
    }
  }
  if (auto fault = check.end(head)) return *std::move(fault);
  // Read last, and against the head as it is by now: records that came meanwhile have moved it.
  const std::int64_t last = last_sequence(database, access, chain.trail());
  if (last > head_of(database, access, chain).sequence)
    return end_fault(chain, head.sequence + 1, "There are records beyond the end of the trail.");
  if (auto fault = beginning_fault(chain, check, marks_of(database, access)))
    return *std::move(fault);
  if (known.mark && known.mark->records > check.records())
    return end_fault(chain, check.records() + 1,
                     "The end was cut off, or an old copy was put back: the head covers " +
                         std::to_string(known.mark->records) + " records.");
  if (known.mark && known.mark->records > 0 && !known.seen)
    return end_fault(chain, 0, "These are not the records that the head was signed over.");
  return TrailMark{check.records(), check.digest()};
}

std::optional<TrailMark> mark_in(const SignedHead* head, Trail trail) {
  if (head == nullptr) return std::nullopt;
  const auto found = head->marks.find(trail);
  if (found == head->marks.end()) return std::nullopt;
  return found->second;
}

}  // namespace

AuditCheck AuditTrail::verify(const storage::OrganizationAccess& access,
                              const SignedHead* known) const {
  const OrganizationId organization = access.organization();
  if (known != nullptr && known->organization != sluice::to_text(organization))
    return AuditFault{Trail::organization, 0, "The head is another organization's."};
  // Before anything is walked: under another key every record would look wrong.
  if (known != nullptr && known->public_key != public_key())
    return AuditFault{Trail::organization, 0,
                      "The head was signed with another key than this data's: the head is not of "
                      "this data, or the data's key was exchanged."};
  std::map<Trail, TrailMark> marks;
  // The control trail first: it says where the other one begins.
  for (const Trail trail : {Trail::control, Trail::organization}) {
    auto walked = walk(database_, access, chain(organization, trail), {mark_in(known, trail)});
    if (auto* fault = std::get_if<AuditFault>(&walked)) return std::move(*fault);
    marks[trail] = std::get<TrailMark>(std::move(walked));
  }
  return AuditProof{signed_head(organization, std::move(marks))};
}

SignedHead AuditTrail::signed_head(OrganizationId organization,
                                   std::map<Trail, TrailMark> marks) const {
  SignedHead head{sluice::to_text(organization), clock_.now(), std::move(marks), public_key(), ""};
  if (keys_) head.signature = keys_->sign(head.text());
  return head;
}

}  // namespace sluice::audit
