#include "analytics/meaning/accounts.h"

#include "base/text.h"
#include "catalog/concepts.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// "Account", as far as nothing of the vendor's is called so: a CRM has accounts that are companies,
// and "by account" goes on meaning those.
[[nodiscard]] const std::vector<std::string>& account_words() {
  return catalog::concepts().accounts;
}

[[nodiscard]] bool is_word(std::string_view text, std::string_view word) {
  const std::string said = lower(text);
  return said == word || said == std::string(word) + "s";
}

[[nodiscard]] bool is_taken(const catalog::Vendor& vendor, std::string_view word) {
  const auto called = [word](const auto& each) {
    return is_word(each.name, word) || is_word(each.label, word);
  };
  return std::ranges::any_of(vendor.entries, [&](const catalog::Entry& entry) {
    return !entry.hidden && (called(entry) || std::ranges::any_of(entry.fields, called));
  });
}

// What is only also called so (customers, in many a row) goes by its own name where there are
// several accounts.
void give_up(catalog::Entry& entry, std::string_view word) {
  const auto is_it = [word](const std::string& synonym) { return is_word(synonym, word); };
  std::erase_if(entry.synonyms, is_it);
  for (catalog::Field& field : entry.fields)
    std::erase_if(field.synonyms, is_it);
}

[[nodiscard]] catalog::Field field_of(const catalog::Vendor& vendor,
                                      const std::vector<Account>& accounts) {
  catalog::Field field;
  field.name = account_field;
  field.label = "Connected account";
  field.path = "$argument." + std::string(account_argument);
  field.type = "text";
  field.role = "dimension";
  field.description = "The account at " + vendor.name + " that the row was read from.";
  for (const std::string& word : account_words()) {
    if (is_taken(vendor, word)) continue;
    // What a person reads is the shortest word that means nothing else.
    if (field.synonyms.empty()) field.label = upper_first(word);
    field.synonyms.push_back(word);
    field.synonyms.push_back(lower(vendor.name) + " " + word);
  }
  for (const Account& account : accounts) {
    catalog::FieldValue value{
        .value = account_value(account), .synonyms = {account.name}, .label = account.name};
    // "The Acme Europe Stripe account", however its name says the vendor.
    value.synonyms.push_back(account.name + " " + vendor.name);
    field.values.push_back(std::move(value));
  }
  return field;
}

[[nodiscard]] bool is_named(const Filter& filter, const Account& account) {
  return std::ranges::find(filter.values, Json(account_value(account))) != filter.values.end();
}

[[nodiscard]] bool admits(const Filter& filter, const Account& account) {
  switch (filter.op) {
    case FilterOp::eq:
    case FilterOp::in: return is_named(filter, account);
    case FilterOp::ne:
    case FilterOp::not_in: return !is_named(filter, account);
    // No question about ids; the rows are compared all the same.
    case FilterOp::gt:
    case FilterOp::gte:
    case FilterOp::lt:
    case FilterOp::lte:
    case FilterOp::contains:
    case FilterOp::is_null:
    case FilterOp::is_not_null: return true;
  }
  return true;
}

}  // namespace

bool is_account(const catalog::Field& field) {
  return field.name == account_field;
}

bool has_accounts(const VendorMeaning& vendor) {
  return vendor.own != nullptr;
}

std::string account_value(const Account& account) {
  return to_text(account.connection);
}

bool is_of_one_account(const VendorMeaning& vendor, const catalog::Field& field) {
  return has_accounts(vendor) && (field.meaning.empty() || field.meaning.ends_with(".id"));
}

catalog::Vendor with_accounts(const catalog::Vendor& vendor, const std::vector<Account>& accounts) {
  catalog::Vendor made = vendor;
  const catalog::Field field = field_of(vendor, accounts);
  for (catalog::Entry& entry : made.entries) {
    for (const std::string& word : account_words())
      if (!is_taken(vendor, word)) give_up(entry, word);
    entry.fields.push_back(field);
    if (!entry.list_fields.empty()) entry.list_fields.push_back(field.name);
  }
  return made;
}

std::shared_ptr<const catalog::Vendor> AccountVendors::of(const catalog::Vendor& vendor,
                                                          const std::vector<Account>& accounts) {
  Key key{.vendor = &vendor, .accounts = {}};
  for (const Account& account : accounts)
    key.accounts.emplace_back(account.connection, account.name);
  using Kept = decltype(kept_)::value_type;
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(kept_, key, &Kept::first);
  if (found != kept_.end()) {
    std::rotate(found, found + 1, kept_.end());
    return kept_.back().second;
  }
  auto made = std::make_shared<const catalog::Vendor>(with_accounts(vendor, accounts));
  if (kept_.size() == kept_max) kept_.erase(kept_.begin());
  kept_.emplace_back(std::move(key), made);
  return made;
}

std::vector<const Account*> accounts_within(const VendorMeaning& vendor,
                                            const std::vector<Filter>& filters) {
  std::vector<const Account*> within;
  for (const Account& account : vendor.accounts) {
    const bool left = std::ranges::all_of(filters, [&](const Filter& filter) {
      const bool about = has_accounts(vendor) && filter.field.vendor == vendor.vendor->slug &&
                         filter.field.name == account_field;
      return !about || admits(filter, account);
    });
    if (left) within.push_back(&account);
  }
  return within;
}

std::set<std::string> vendors_told_apart(const QueryPlan& plan) {
  std::set<std::string> slugs;
  const auto look = [&](const Reference& field) {
    if (field.name == account_field) slugs.insert(field.vendor);
  };
  for (const Dimension& dimension : plan.dimensions)
    look(dimension.field);
  std::ranges::for_each(plan.columns, look);
  for (const auto* filters : {&plan.filters, &plan.part})
    for (const Filter& filter : *filters)
      look(filter.field);
  for (const Related& related : plan.related)
    for (const Filter& filter : related.filters)
      look(filter.field);
  return slugs;
}

std::string name_with_account(const VendorMeaning& vendor, std::string_view account) {
  if (account.empty()) return vendor.vendor->name;
  // A name by number says the vendor already.
  if (lower(account).starts_with(lower(vendor.vendor->name))) return std::string(account);
  return vendor.vendor->name + " (" + std::string(account) + ")";
}

}  // namespace sluice::analytics
