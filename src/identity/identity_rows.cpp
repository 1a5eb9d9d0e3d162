#include "identity/identity_rows.h"

#include "base/currency.h"
#include "base/text.h"
#include "base/time_zone.h"

#include <algorithm>

namespace sluice::identity {
namespace {

constexpr std::size_t email_length_max = 254;  // RFC 5321.
constexpr std::size_t slug_length_max = 40;
constexpr std::size_t name_length_max = 200;
constexpr int slug_tries_max = 1'000;

// As many as there are currencies, at most.
bool are_rates(const Json& rates) {
  return rates.is_object() && std::ranges::all_of(rates.items(), [](const auto& rate) {
           return is_currency_code(rate.key()) && rate.value().is_number() &&
                  rate.value().template get<double>() > 0;
         });
}

bool slug_is_taken(storage::ControlTransaction& transaction, std::string_view slug) {
  return transaction.query_one("SELECT id FROM organization WHERE slug = :slug", {{"slug", slug}})
      .has_value();
}

}  // namespace

Organization read_organization(const storage::Row& row) {
  Organization organization;
  organization.id = row.id<OrganizationId>("id");
  organization.slug = row.text("slug");
  organization.name = row.text("name");
  organization.plan = parse_plan(row.text("plan")).value_or(Plan::free);
  organization.trial_ends_at = row.optional_instant("trial_ends_at");
  organization.timezone = row.text("timezone");
  organization.currency = row.text("currency");
  organization.exchange_rates = parse_json(row.text("exchange_rates")).value_or(Json::object());
  organization.week_starts_on = row.text("week_starts_on");
  return organization;
}

User read_user(const storage::Row& row) {
  return {row.id<UserId>("user_id"), row.text("email"), row.text("user_name")};
}

// A role that this program does not know may do the least.
Role read_role(const storage::Row& row) {
  return parse_role(row.text("role")).value_or(Role::viewer);
}

std::optional<std::string> normalize_email(std::string_view text) {
  const std::string email = lower(trimmed(text, plain_blanks));
  const auto at = email.find('@');
  const bool shaped = at != std::string::npos && at > 0 && at == email.rfind('@') &&
                      at + 1 < email.size() && email.size() <= email_length_max;
  const bool plain = std::ranges::none_of(
      email, [](char letter) { return static_cast<unsigned char>(letter) <= ' '; });
  if (!shaped || !plain) return std::nullopt;
  return email;
}

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= slug_length_max && text.front() != '-' &&
         text.back() != '-' && std::ranges::all_of(text, [](char letter) {
           return is_lower(letter) || is_digit(letter) || letter == '-';
         });
}

std::string slug_from(std::string_view name) {
  std::string slug;
  for (const char letter : name) {
    const char small = lower(letter);
    if (is_letter_or_digit(small))
      slug.push_back(small);
    else if (!slug.empty() && slug.back() != '-')
      slug.push_back('-');
  }
  slug.resize(std::min(slug.size(), slug_length_max - 4));  // Room for a number.
  while (slug.ends_with('-'))
    slug.pop_back();
  return slug.empty() ? "organization" : slug;
}

std::optional<IdentityError> organization_fault(const Organization& organization) {
  if (trimmed(organization.name, plain_blanks).empty() ||
      organization.name.size() > name_length_max)
    return IdentityError::organization_name_missing;
  if (!TimeZone::find(organization.timezone)) return IdentityError::unknown_timezone;
  if (!is_currency_code(organization.currency) || !are_rates(organization.exchange_rates))
    return IdentityError::unknown_currency;
  if (organization.week_starts_on != "monday" && organization.week_starts_on != "sunday")
    return IdentityError::unknown_week_start;
  return std::nullopt;
}

std::expected<void, IdentityError> insert_organization(storage::ControlTransaction& transaction,
                                                       Organization& organization, Instant now) {
  if (const auto fault = organization_fault(organization)) return std::unexpected(*fault);
  if (organization.slug.empty()) {
    const std::string base = slug_from(organization.name);
    organization.slug = base;
    for (int number = 2; slug_is_taken(transaction, organization.slug); ++number) {
      if (number > slug_tries_max) return std::unexpected(IdentityError::slug_taken);
      organization.slug = base + "-" + std::to_string(number);
    }
  } else if (!is_slug(organization.slug)) {
    return std::unexpected(IdentityError::slug_malformed);
  } else if (slug_is_taken(transaction, organization.slug)) {
    return std::unexpected(IdentityError::slug_taken);
  }
  organization.exchange_rates.erase(organization.currency);
  if (organization.plan == Plan::trial) organization.trial_ends_at = now + trial_length;
  transaction.execute(
      "INSERT INTO organization (id, slug, name, plan, trial_ends_at, timezone, currency,"
      " exchange_rates, week_starts_on, created_at) VALUES (:id, :slug, :name, :plan,"
      " :trial_ends_at, :timezone, :currency, :exchange_rates, :week_starts_on, :now)",
      {{"id", organization.id},
       {"slug", organization.slug},
       {"name", std::string(trimmed(organization.name, plain_blanks))},
       {"plan", to_text(organization.plan)},
       {"trial_ends_at", organization.trial_ends_at},
       {"timezone", organization.timezone},
       {"currency", organization.currency},
       {"exchange_rates", to_wire(organization.exchange_rates)},
       {"week_starts_on", organization.week_starts_on},
       {"now", now}});
  return {};
}

void insert_membership(storage::ControlTransaction& transaction, OrganizationId organization,
                       UserId user, Role role, Instant now) {
  transaction.execute(
      "INSERT INTO membership (organization_id, user_id, role, created_at)"
      " VALUES (:organization, :user, :role, :now)"
      " ON CONFLICT (organization_id, user_id) DO NOTHING",
      {{"organization", organization}, {"user", user}, {"role", to_text(role)}, {"now", now}});
}

}  // namespace sluice::identity
