#include "identity/organization_directory.h"

#include "base/text.h"
#include "identity/identity_rows.h"
#include "identity/organization_access.h"

namespace sluice::identity {
namespace {

// Who has a shell of the machine and its data directory.
constexpr Actor shell{.kind = ActorKind::operator_shell,
                      .id = 0,
                      .name = ShortText<Actor::name_bytes_max>("operator")};

}  // namespace

std::expected<Organization, IdentityError> OrganizationDirectory::add(NewOrganization made) {
  Organization organization;
  organization.id = OrganizationId{random_.id()};
  organization.slug = std::move(made.slug);
  organization.name = std::string(trimmed(made.name, plain_blanks));
  organization.plan = made.plan;
  organization.timezone = std::move(made.timezone);
  organization.currency = std::move(made.currency);
  organization.exchange_rates = std::move(made.exchange_rates);
  organization.week_starts_on = std::move(made.week_starts_on);
  const auto added = database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, IdentityError> {
        auto inserted = insert_organization(transaction, organization, clock_.now());
        if (inserted)
          trail_.append(
              transaction, organization.id, shell,
              {.action = "organization.add",
               .target_kind = "organization",
               .target_id = to_text(organization.id),
               .detail = {{"name", organization.name}, {"plan", to_text(organization.plan)}}});
        return inserted;
      });
  if (!added) return std::unexpected(added.error());
  return organization;
}

std::optional<Organization> OrganizationDirectory::find_by_slug(std::string_view slug) const {
  const auto row = database_.control().query_one("SELECT * FROM organization WHERE slug = :slug",
                                                 {{"slug", slug}});
  if (!row) return std::nullopt;
  return read_organization(*row);
}

std::expected<void, IdentityError> OrganizationDirectory::set_plan(std::string_view slug,
                                                                   Plan plan) {
  std::optional<Instant> trial_ends_at;
  if (plan == Plan::trial) trial_ends_at = clock_.now() + trial_length;
  return database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, IdentityError> {
        const auto row = transaction.query_one("SELECT * FROM organization WHERE slug = :slug",
                                               {{"slug", slug}});
        if (!row) return std::unexpected(IdentityError::unknown_organization);
        const Organization before = read_organization(*row);
        transaction.execute(
            "UPDATE organization SET plan = :plan, trial_ends_at = :trial_ends_at"
            " WHERE slug = :slug",
            {{"plan", to_text(plan)}, {"trial_ends_at", trial_ends_at}, {"slug", slug}});
        trail_.append(transaction, before.id, shell,
                      {.action = "organization.set_plan",
                       .target_kind = "organization",
                       .target_id = to_text(before.id),
                       .detail = {{"from", to_text(before.plan)}, {"to", to_text(plan)}}});
        return {};
      });
}

std::vector<Organization> OrganizationDirectory::list() const {
  std::vector<Organization> organizations;
  for (const storage::Row& row :
       database_.control().query("SELECT * FROM organization ORDER BY slug"))
    organizations.push_back(read_organization(row));
  return organizations;
}

std::vector<Membership> OrganizationDirectory::memberships_of(UserId user) const {
  std::vector<Membership> memberships;
  for (const storage::Row& row :
       database_.control().query("SELECT o.id, o.slug, o.name, m.role FROM membership m"
                                 " JOIN organization o ON o.id = m.organization_id"
                                 " WHERE m.user_id = :user ORDER BY o.name, o.id",
                                 {{"user", user}}))
    memberships.push_back(
        {row.id<OrganizationId>("id"), row.text("slug"), row.text("name"), read_role(row)});
  return memberships;
}

}  // namespace sluice::identity
