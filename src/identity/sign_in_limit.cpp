#include "identity/sign_in_limit.h"

#include "crypto/hashing.h"
#include "identity/accounts.h"

#include <algorithm>
#include <vector>

namespace sluice::identity {
namespace {

std::vector<std::string> groups_of(std::string_view text) {
  std::vector<std::string> groups;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(':'), text.size());
    groups.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return groups;
}

// What counts as one address: of IPv6 (in its canonical text, RFC 5952) the first four of its eight
// groups, since whoever has them may choose the others.
std::string subject_of(std::string_view address) {
  constexpr std::size_t groups_all = 8;
  constexpr std::size_t groups_of_network = 4;
  if (!address.contains(':')) return std::string(address);
  const std::size_t gap = address.find("::");
  std::vector<std::string> groups = groups_of(address.substr(0, gap));
  if (gap != std::string_view::npos) {
    const auto behind = groups_of(address.substr(gap + 2));
    const std::size_t known = std::min(groups_all, groups.size() + behind.size());
    groups.insert(groups.end(), groups_all - known, "0");
    groups.insert(groups.end(), behind.begin(), behind.end());
  }
  groups.resize(groups_of_network, "0");
  std::string network;
  for (const std::string& group : groups)
    network += group + ":";
  return network;
}

bool may_try(storage::ControlTransaction& transaction, const std::string& subject, int failures_max,
             Instant now) {
  const auto row = transaction
                       .query(
                           "SELECT COUNT(*) AS failures, COALESCE(MAX(failed_at), 0) AS last_at"
                           " FROM sign_in_failure WHERE subject = :subject",
                           {{"subject", subject}})
                       .front();
  const std::int64_t failures = row.integer("failures");
  return failures < failures_max ||
         now >= row.instant("last_at") + sign_in_back_off(failures, failures_max);
}

}  // namespace

std::chrono::minutes sign_in_back_off(std::int64_t failures, int failures_max) {
  constexpr std::int64_t doublings_max = 4;
  const std::int64_t beyond = std::clamp<std::int64_t>(failures - failures_max, 0, doublings_max);
  return std::min(std::chrono::minutes(std::int64_t{1} << beyond), failure_window);
}

std::optional<SignInLimit::Attempt> SignInLimit::begin(std::string_view email,
                                                       std::string_view address) {
  const Instant now = clock_.now();
  const std::string place = subject_of(address);
  // Hashed: the table must not become a list of who tried from where.
  Attempt attempt{"account:" + crypto::sha256_hex(std::string(email) + "\n" + place),
                  "address:" + crypto::sha256_hex(place), random_.id()};
  const bool allowed = database_.control().write([&](storage::ControlTransaction& transaction) {
    // Of a clock that was ahead: they count as of now, so that none bars anybody for longer.
    transaction.execute("UPDATE sign_in_failure SET failed_at = :now WHERE failed_at > :now",
                        {{"now", now}});
    transaction.execute("DELETE FROM sign_in_failure WHERE failed_at <= :since",
                        {{"since", now - failure_window}});
    if (!may_try(transaction, attempt.account_here, account_failures_max, now) ||
        !may_try(transaction, attempt.address, address_failures_max, now))
      return false;
    for (const std::string& subject : {attempt.account_here, attempt.address})
      transaction.execute(
          "INSERT INTO sign_in_failure (subject, attempt_id, failed_at)"
          " VALUES (:subject, :id, :now)",
          {{"subject", subject}, {"id", attempt.id}, {"now", now}});
    return true;
  });
  if (!allowed) return std::nullopt;
  return attempt;
}

void SignInLimit::succeed(const Attempt& attempt) {
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute("DELETE FROM sign_in_failure WHERE subject = :account",
                        {{"account", attempt.account_here}});
    transaction.execute("DELETE FROM sign_in_failure WHERE subject = :address AND attempt_id = :id",
                        {{"address", attempt.address}, {"id", attempt.id}});
  });
}

}  // namespace sluice::identity
