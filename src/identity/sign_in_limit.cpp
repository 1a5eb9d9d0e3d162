#include "identity/sign_in_limit.h"

#include "crypto/hashing.h"
#include "identity/accounts.h"

namespace sluice::identity {
namespace {

std::int64_t failures_of(storage::ControlTransaction& transaction, const std::string& subject) {
  return transaction
      .query("SELECT COUNT(*) AS failures FROM sign_in_failure WHERE subject = :subject",
             {{"subject", subject}})
      .front()
      .integer("failures");
}

}  // namespace

std::optional<SignInLimit::Attempt> SignInLimit::begin(std::string_view email,
                                                       std::string_view address) {
  const Instant now = clock_.now();
  // Hashed: the table must not become a list of who tried from where.
  Attempt attempt{"account:" + crypto::sha256_hex(email), "address:" + crypto::sha256_hex(address),
                  random_.id()};
  const bool allowed = database_.control().write([&](storage::ControlTransaction& transaction) {
    // Of a clock that was ahead: they count as of now, so that none bars anybody for longer.
    transaction.execute("UPDATE sign_in_failure SET failed_at = :now WHERE failed_at > :now",
                        {{"now", now}});
    transaction.execute("DELETE FROM sign_in_failure WHERE failed_at <= :since",
                        {{"since", now - failure_window}});
    if (failures_of(transaction, attempt.account) >= account_failures_max ||
        failures_of(transaction, attempt.address) >= address_failures_max)
      return false;
    for (const std::string& subject : {attempt.account, attempt.address})
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
                        {{"account", attempt.account}});
    transaction.execute("DELETE FROM sign_in_failure WHERE subject = :address AND attempt_id = :id",
                        {{"address", attempt.address}, {"id", attempt.id}});
  });
}

}  // namespace sluice::identity
