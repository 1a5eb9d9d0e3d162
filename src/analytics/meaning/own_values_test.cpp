#include "analytics/meaning/own_values.h"

#include "analytics/meaning/reach.h"
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

struct OwnValues : testing::Test {
  [[nodiscard]] const catalog::Entry& entry(std::string_view vendor, std::string_view name) const {
    return *find_entry({.vendor = catalog.find(std::string(vendor))}, name);
  }
  [[nodiscard]] bool has(std::string_view vendor, std::string_view name,
                         std::string_view field) const {
    const catalog::Entry& of = entry(vendor, name);
    return has_own_values(of, *field_named(of, field));
  }
  [[nodiscard]] bool keeps(std::string_view value) const {
    return is_own_value(*field_named(entry("linear", "issues"), "team"), value);
  }

  // Without the sample company's own words, which would be known already.
  catalog::Catalog catalog = catalog::Catalog::embedded();
};

TEST_F(OwnValues, are_names_of_groups_and_of_rows) {
  EXPECT_TRUE(has("linear", "issues", "team"));
  EXPECT_TRUE(has("stripe", "products", "name"));
  EXPECT_TRUE(has("hubspot", "owners", "name")) << "made of two fields of its own row";
  EXPECT_TRUE(has("github", "repositories", "name")) << "a key that people call the row by";
}

TEST_F(OwnValues, are_no_addresses_keys_numbers_and_moments) {
  EXPECT_FALSE(has("hubspot", "owners", "email"));
  EXPECT_FALSE(has("linear", "issues", "id"));
  EXPECT_FALSE(has("linear", "issues", "points"));
  EXPECT_FALSE(has("linear", "issues", "created"));
  EXPECT_FALSE(has("linear", "comments", "body"));
}

// Else a question would fetch what it does not need, or be asked of the vendor in another way.
TEST_F(OwnValues, are_not_read_where_that_takes_more_than_the_rows_at_hand) {
  EXPECT_FALSE(has("hubspot", "deals", "owner")) << "of another entry";
  EXPECT_FALSE(has("posthog", "events", "plan")) << "only there where it is grouped by";
}

TEST_F(OwnValues, are_short_and_said_by_people) {
  EXPECT_TRUE(keeps("Platform"));
  EXPECT_TRUE(keeps("web-app"));
  EXPECT_TRUE(keeps("Zoë Castro"));
  EXPECT_TRUE(keeps(std::string(own_value_bytes_max - 2, 'a') + " b"));
  EXPECT_FALSE(keeps(""));
  EXPECT_FALSE(keeps("2026-11-21"));
  EXPECT_FALSE(keeps("zoe@example.com"));
  EXPECT_FALSE(keeps("https://example.com/zoe"));
  EXPECT_FALSE(keeps("cus_NffrFeUfNV2Hib"));
  EXPECT_FALSE(keeps(R"(["a","b"])"));
  EXPECT_FALSE(keeps("one\ntwo"));
  EXPECT_FALSE(keeps(std::string(own_value_bytes_max, 'a') + "a"));
  EXPECT_FALSE(keeps("the button does nothing when pressed"));
}

TEST_F(OwnValues, are_none_that_the_catalog_knows) {
  const catalog::Field& kind = *field_named(entry("linear", "issues"), "kind");
  EXPECT_FALSE(is_own_value(kind, "Bug"));
  EXPECT_FALSE(is_own_value(kind, "defects"));
  EXPECT_TRUE(is_own_value(kind, "Performance"));
}

TEST_F(OwnValues, are_found_as_they_are_written_and_in_no_other_form) {
  const std::vector<VendorMeaning> vendors{{.vendor = catalog.find("linear")}};
  const auto own = own_index_of(vendors, {{"linear", "issues", "team", "Data Ops"}});
  ASSERT_TRUE(own);
  const Lexicon lexicon(vendors, nullptr, own);
  const auto found = [&](std::string_view text) {
    const auto words = split_words(text);
    const auto matches = lexicon.find(words, std::vector<bool>(words.size(), false));
    return std::ranges::any_of(matches, [](const Match& match) { return match.term->own; });
  };
  EXPECT_TRUE(found("issues of data ops"));
  EXPECT_TRUE(found("DATA OPS issues"));
  EXPECT_FALSE(found("issues of data op"));
  EXPECT_FALSE(found("data of ops"));
  EXPECT_FALSE(found("ops data"));
  EXPECT_TRUE(lexicon.is_own("ops"));
  EXPECT_FALSE(lexicon.is_own("dev"));
}

TEST_F(OwnValues, of_what_is_not_connected_or_not_in_the_catalog_are_left_out) {
  const std::vector<VendorMeaning> vendors{{.vendor = catalog.find("linear")}};
  EXPECT_FALSE(own_index_of(vendors, {{"stripe", "products", "name", "Scale"}}));
  EXPECT_FALSE(own_index_of(vendors, {{"linear", "gone", "team", "Scale"}}));
  EXPECT_FALSE(own_index_of(vendors, {{"linear", "issues", "gone", "Scale"}}));
  EXPECT_FALSE(own_index_of(vendors, {{"linear", "comments", "body", "Scale"}}));
}

}  // namespace
}  // namespace sluice::analytics
