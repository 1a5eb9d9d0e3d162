// Reading both trails as one: pages for people, an export for elsewhere.
#include "audit/audit_trail.h"
#include "audit/trail_rows.h"
#include "base/csv_cell.h"
#include "base/time_format.h"

#include <algorithm>
#include <charconv>
#include <deque>

namespace sluice::audit {
namespace {

// One trail, oldest first, a few hundred rows in memory at a time.
class Reader {
 public:
  Reader(const storage::Database& database, storage::OrganizationAccess access, Trail trail)
      : database_(database), access_(access), trail_(trail) {}

  // The next record; null at the end.
  [[nodiscard]] const StoredRecord* peek() {
    if (waiting_.empty() && !ended_) {
      for (TrailRow& row : rows_after(database_, access_, trail_, after_))
        waiting_.push_back(std::move(row.stored));
      ended_ = waiting_.empty();
    }
    return waiting_.empty() ? nullptr : &waiting_.front();
  }
  void pop() {
    after_ = waiting_.front().sequence;
    waiting_.pop_front();
  }

 private:
  const storage::Database& database_;
  storage::OrganizationAccess access_;
  Trail trail_;
  std::int64_t after_ = 0;
  std::deque<StoredRecord> waiting_;
  bool ended_ = false;
};

constexpr std::string_view csv_head =
    "trail,sequence,time,actor_kind,actor_id,actor_name,action,target_kind,target_id,result,"
    "address,detail\r\n";

std::string csv_line(const StoredRecord& stored) {
  const AuditRecord& record = stored.record;
  std::string text(to_text(stored.trail));
  text.append(",").append(std::to_string(stored.sequence));
  for (const std::string& cell :
       {to_rfc3339(stored.recorded_at), stored.actor_kind, std::to_string(stored.actor_id),
        record.actor_name, record.action, record.target_kind, record.target_id, record.result,
        record.address, to_wire(record.detail)})
    text.append(",").append(to_csv_cell(cell));
  return text.append("\r\n");
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  // from_chars takes no blanks and no sign but "-", which the lower bound refuses.
  if (error != std::errc{} || stop != end || number < 1) return std::nullopt;
  return number;
}

}  // namespace

std::string PageMark::to_text() const {
  return std::to_string(organization) + "." + std::to_string(control);
}

std::optional<PageMark> PageMark::parse(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto organization = number_of(text.substr(0, dot));
  const auto control = number_of(text.substr(dot + 1));
  if (!organization || !control) return std::nullopt;
  return PageMark{*organization, *control};
}

std::vector<StoredRecord> AuditTrail::page(const storage::OrganizationAccess& access,
                                           PageMark before, std::int64_t limit) const {
  const std::int64_t wanted = std::clamp<std::int64_t>(limit, 1, page_records_max);
  // Each trail alone may fill the page, so as many of both are read and merged.
  auto own = rows_before(database_, access, Trail::organization, before.organization, wanted);
  auto control = rows_before(database_, access, Trail::control, before.control, wanted);
  std::vector<StoredRecord> records;
  auto left = own.begin();
  auto right = control.begin();
  while (std::ssize(records) < wanted && (left != own.end() || right != control.end())) {
    const bool take_left =
        right == control.end() ||
        (left != own.end() && left->stored.recorded_at >= right->stored.recorded_at);
    records.push_back(std::move((take_left ? left++ : right++)->stored));
  }
  return records;
}

void AuditTrail::export_to(const storage::OrganizationAccess& access, Format format,
                           const std::function<void(std::string_view)>& write) const {
  Reader own(database_, access, Trail::organization);
  Reader control(database_, access, Trail::control);
  if (format == Format::csv) write(csv_head);
  while (true) {
    const StoredRecord* left = own.peek();
    const StoredRecord* right = control.peek();
    if (left == nullptr && right == nullptr) return;
    const bool take_left =
        right == nullptr || (left != nullptr && left->recorded_at <= right->recorded_at);
    const StoredRecord& next = take_left ? *left : *right;
    write(format == Format::csv ? csv_line(next) : line_of(next) + "\n");
    (take_left ? own : control).pop();
  }
}

}  // namespace sluice::audit
