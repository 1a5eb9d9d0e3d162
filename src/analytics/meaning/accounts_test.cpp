#include "analytics/meaning/accounts.h"

#include "analytics/meaning/lexicon_cache.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::analytics {
namespace {

const std::vector<Account> two{{ConnectionId{11}, "Acme Europe", {}, false},
                               {ConnectionId{22}, "Acme America", {}, false}};

struct Accounts : testing::Test {
  [[nodiscard]] const catalog::Vendor& vendor(std::string_view slug) const {
    const catalog::Vendor* found = catalog.find(slug);
    if (found == nullptr) throw std::runtime_error("no such vendor");
    return *found;
  }
  [[nodiscard]] static const catalog::Field& field_in(const catalog::Vendor& vendor) {
    return vendor.entries.front().fields.back();
  }
  [[nodiscard]] VendorMeaning meaning() const {
    VendorMeaning made{.vendor = &vendor("stripe"), .accounts = two};
    made.own = std::make_shared<const catalog::Vendor>(with_accounts(*made.vendor, two));
    made.vendor = made.own.get();
    return made;
  }
  [[nodiscard]] static Filter filter(FilterOp op, std::vector<Json> values) {
    Filter made;
    made.field = {"stripe", "subscriptions", std::string(account_field)};
    made.op = op;
    made.values = std::move(values);
    return made;
  }
  [[nodiscard]] static std::vector<std::string> names(const std::vector<const Account*>& accounts) {
    std::vector<std::string> found;
    for (const Account* account : accounts)
      found.push_back(account->name);
    return found;
  }
  catalog::Catalog catalog = catalog::golden_vendors();
};

TEST_F(Accounts, give_every_entry_a_field_whose_values_are_ids_and_are_said_by_name) {
  const catalog::Vendor made = with_accounts(vendor("stripe"), two);
  for (const catalog::Entry& entry : made.entries)
    EXPECT_TRUE(is_account(entry.fields.back())) << entry.name;
  const catalog::Field& field = field_in(made);
  ASSERT_EQ(field.values.size(), 2U);
  EXPECT_EQ(field.values[0].value, "11");
  EXPECT_EQ(field.values[0].label, "Acme Europe");
}

TEST_F(Accounts, leave_the_word_account_to_rows_that_have_accounts_of_their_own) {
  catalog::Vendor crm = vendor("stripe");
  crm.entries.back().label = "Accounts";
  const catalog::Field field = field_in(with_accounts(crm, two));
  EXPECT_EQ(std::ranges::find(field.synonyms, "account"), field.synonyms.end());
  EXPECT_NE(std::ranges::find(field.synonyms, "workspace"), field.synonyms.end());
}

TEST_F(Accounts, take_the_word_from_what_is_only_also_called_so) {
  catalog::Vendor shop = vendor("stripe");
  shop.entries.front().synonyms = {"accounts", "account holders"};
  shop.entries.front().fields.front().synonyms = {"Account"};
  const catalog::Vendor made = with_accounts(shop, two);
  EXPECT_EQ(made.entries.front().synonyms, std::vector<std::string>{"account holders"});
  EXPECT_TRUE(made.entries.front().fields.front().synonyms.empty());
  EXPECT_EQ(field_in(made).label, "Account");
}

TEST_F(Accounts, within_conditions_are_those_that_they_leave) {
  const VendorMeaning stripe = meaning();
  EXPECT_EQ(accounts_within(stripe, {}).size(), 2U);
  const auto left = [&](FilterOp op, std::vector<Json> values) {
    return names(accounts_within(stripe, {filter(op, std::move(values))}));
  };
  EXPECT_EQ(left(FilterOp::eq, {"22"}), std::vector<std::string>{"Acme America"});
  EXPECT_EQ(left(FilterOp::ne, {"22"}), std::vector<std::string>{"Acme Europe"});
  EXPECT_EQ(left(FilterOp::in, {"11", "22"}).size(), 2U);
  EXPECT_EQ(left(FilterOp::not_in, {"11"}), std::vector<std::string>{"Acme America"});
  EXPECT_TRUE(left(FilterOp::eq, {"33"}).empty());
  EXPECT_TRUE(left(FilterOp::eq, {"Acme Europe"}).empty());
  Filter elsewhere = filter(FilterOp::eq, {"22"});
  elsewhere.field.vendor = "hubspot";
  EXPECT_EQ(accounts_within(stripe, {elsewhere}).size(), 2U);
}

TEST_F(Accounts, make_one_vendor_for_the_same_names_and_another_after_a_rename) {
  AccountVendors vendors;
  const auto first = vendors.of(vendor("stripe"), two);
  EXPECT_EQ(vendors.of(vendor("stripe"), two), first);
  std::vector<Account> renamed = two;
  renamed[0].name = "Berlin";
  EXPECT_NE(vendors.of(vendor("stripe"), renamed), first);
  std::vector<Account> others = two;
  others[0].connection = ConnectionId{33};
  EXPECT_NE(vendors.of(vendor("stripe"), others), first);
}

// An index over a vendor that is nobody's any more must not be found by one that lies at its
// address.
TEST_F(Accounts, are_kept_with_the_index_that_was_made_of_them) {
  LexiconCache cache;
  std::weak_ptr<const catalog::Vendor> made;
  {
    const VendorMeaning stripe = meaning();
    made = stripe.own;
    (void)cache.of({stripe});
  }
  EXPECT_FALSE(made.expired());
}

TEST_F(Accounts, are_told_by_their_vendor_and_their_name) {
  EXPECT_EQ(name_with_account(meaning(), "Acme Europe"), "Stripe (Acme Europe)");
  EXPECT_EQ(name_with_account(meaning(), "Stripe 2"), "Stripe 2");
  EXPECT_EQ(name_with_account(meaning(), ""), "Stripe");
}

}  // namespace
}  // namespace sluice::analytics
