#include "identity/identity_fixture.h"

namespace sluice::identity {
namespace {

class OrganizationSettingsTest : public testing::Test, protected IdentityFixture {
 protected:
  // What changing to these says; empty: it is kept.
  std::string changed_to(const std::string& currency, Json rates, bool given) {
    Organization wanted = settings(founder_).current();
    wanted.currency = currency;
    wanted.exchange_rates = std::move(rates);
    const auto updated = settings(founder_).update(wanted, given);
    return updated ? "" : std::string(reason(updated.error()));
  }
  [[nodiscard]] Organization now() { return settings(founder_).current(); }

  SignedIn founder_ = sign_up("grace").signed_in;
};

TEST_F(OrganizationSettingsTest, another_currency_is_taken_only_with_its_own_rates) {
  const Json to_usd{{"eur", 1.08}, {"gbp", 1.27}};
  ASSERT_EQ(changed_to("usd", to_usd, true), "");
  EXPECT_EQ(changed_to("eur", to_usd, false), "rates_missing");
  EXPECT_EQ(changed_to("eur", to_usd, true), "rates_missing");  // Relabelled.
  EXPECT_EQ(now().currency, "usd");
  EXPECT_EQ(now().exchange_rates, to_usd);
  EXPECT_EQ(changed_to("eur", {{"usd", 0.93}, {"gbp", 1.18}}, true), "");
  EXPECT_EQ(now().currency, "eur");
  EXPECT_EQ(now().exchange_rates, Json({{"usd", 0.93}, {"gbp", 1.18}}));
}

TEST_F(OrganizationSettingsTest, without_rates_before_it_has_to_be_said_that_none_are_needed) {
  EXPECT_EQ(changed_to("eur", Json::object(), false), "rates_missing");
  EXPECT_EQ(changed_to("eur", Json::object(), true), "");
}

TEST_F(OrganizationSettingsTest, the_own_currency_is_no_other_one) {
  EXPECT_EQ(changed_to("usd", {{"usd", 2.0}, {"eur", 1.08}}, true), "");
  EXPECT_EQ(now().exchange_rates, Json({{"eur", 1.08}}));
  EXPECT_EQ(changed_to("eur", {{"usd", 0.93}, {"eur", 5}}, true), "");
  EXPECT_EQ(now().exchange_rates, Json({{"usd", 0.93}}));
}

}  // namespace
}  // namespace sluice::identity
