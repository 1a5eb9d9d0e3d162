#pragma once
#include "identity/identity_error.h"
#include "identity/organization.h"
#include "storage/transaction.h"
#include "storage/value.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::identity {

// How rows of the control tables become values. Private to identity/.
[[nodiscard]] Organization read_organization(const storage::Row& row);
// From a row with the columns user_id, email and user_name.
[[nodiscard]] User read_user(const storage::Row& row);
// From the column `role`; a text that is no role counts as the viewer, who may do the least.
[[nodiscard]] Role read_role(const storage::Row& row);

// Trimmed and lower case; nothing when it cannot be an address ("a@b.c", 254 characters at most).
[[nodiscard]] std::optional<std::string> normalize_email(std::string_view text);
// 1 to 40 of a-z, 0-9 and '-', not at the ends.
[[nodiscard]] bool is_slug(std::string_view text);
// "Brightwater Ltd." -> "brightwater-ltd"; "organization" when nothing is left.
[[nodiscard]] std::string slug_from(std::string_view name);

// Checks what an organization is made of (name, time zone, currency, rates, week start).
[[nodiscard]] std::optional<IdentityError> organization_fault(const Organization& organization);

// Inserts organization and its slug (made free by a number when `slug` was not asked for).
[[nodiscard]] std::expected<void, IdentityError> insert_organization(
    storage::ControlTransaction& transaction, Organization& organization, Instant now);
// Who is a member already stays one, with the role of before.
void insert_membership(storage::ControlTransaction& transaction, OrganizationId organization,
                       UserId user, Role role, Instant now);

}  // namespace sluice::identity
