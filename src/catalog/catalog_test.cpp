#include "catalog/catalog.h"

#include "catalog/glossary.h"
#include "catalog/row_digest.h"
#include "catalog/row_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sluice::catalog {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return std::move(text).str();
}

std::vector<fs::path> row_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SLUICE_SOURCE_DIR) / "catalog"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  return files;
}

TEST(Catalog, every_row_of_the_source_tree_is_right) {
  for (const fs::path& path : row_files()) {
    const auto vendor = read_row(path.filename().string(), content_of(path));
    if (vendor) continue;
    for (const RowError& error : vendor.error())
      ADD_FAILURE() << to_text(error);
  }
}

TEST(Catalog, the_glossary_of_the_sample_organization_fits_the_rows) {
  std::vector<Vendor> vendors;
  for (const fs::path& path : row_files())
    vendors.push_back(*read_row(path.string(), content_of(path)));
  const fs::path file = fs::path(SLUICE_SOURCE_DIR) / "catalog/glossary/brightwater.yaml";
  for (const RowError& error : apply_glossary(vendors, file.string(), content_of(file)))
    ADD_FAILURE() << to_text(error);
}

TEST(Catalog, finds_a_vendor_by_its_exact_slug) {
  const Catalog catalog = Catalog::embedded();
  ASSERT_NE(catalog.find("stripe"), nullptr);
  EXPECT_EQ(catalog.find("stripe")->name, "Stripe");
  EXPECT_EQ(catalog.find("Stripe"), nullptr);
  EXPECT_EQ(catalog.find(""), nullptr);
}

// Where the tables are an organization's own, most questions stand in its glossary.
TEST(Catalog, every_vendor_has_an_article_and_questions_and_a_read_tool) {
  const Catalog catalog = Catalog::of_sample();
  for (const Vendor& vendor : catalog.all()) {
    EXPECT_FALSE(Catalog::article(vendor).empty()) << vendor.slug;
    EXPECT_GE(vendor.questions.size(), 4u) << vendor.slug;
    EXPECT_TRUE(std::ranges::any_of(vendor.tools, &Tool::callable)) << vendor.slug;
  }
}

TEST(Catalog, no_tool_is_callable_whose_name_says_that_it_writes) {
  constexpr std::string_view writing[] = {"create", "update", "delete",
                                          "save_",  "remove", "merge_"};
  const Catalog catalog = Catalog::embedded();
  for (const Vendor& vendor : catalog.all())
    for (const Tool& tool : vendor.tools)
      for (const std::string_view word : writing)
        if (tool.name.starts_with(word)) EXPECT_FALSE(tool.callable()) << tool.name;
}

TEST(Catalog, takes_an_operators_rows_from_a_folder_and_tells_them_from_its_own) {
  const fs::path folder = fs::path(testing::TempDir()) / "sluice_catalog_rows";
  fs::create_directories(folder);
  std::string row = content_of(fs::path(SLUICE_SOURCE_DIR) / "catalog/linear.yaml");
  row.replace(row.find("slug: linear"), 12, "slug: mirror");
  std::ofstream(folder / "mirror.yaml") << row;
  const auto catalog = Catalog::with_folder(Catalog::embedded(), folder.string());
  ASSERT_TRUE(catalog);
  EXPECT_NE(catalog->find("mirror"), nullptr);
  EXPECT_EQ(catalog->find("mirror")->origin->overridden, "");
  EXPECT_FALSE(catalog->find("linear")->origin);
  // Two files of one slug: which of them is meant?
  std::ofstream(folder / "other.yaml") << row;
  EXPECT_FALSE(Catalog::with_folder(Catalog::embedded(), folder.string()));
  fs::remove_all(folder);
}

TEST(Catalog, an_operators_row_stands_in_for_a_built_in_one_with_both_digests_and_its_article) {
  const fs::path folder = fs::path(testing::TempDir()) / "sluice_catalog_override";
  fs::create_directories(folder);
  const std::string built_in = content_of(fs::path(SLUICE_SOURCE_DIR) / "catalog/linear.yaml");
  EXPECT_EQ(row_digest(built_in).value_or(""), built_in_digest("linear"));
  EXPECT_EQ(row_digest("# other words\n" + built_in).value_or(""), built_in_digest("linear"));
  std::string row = built_in;
  row.replace(row.find("name: Linear"), 12, "name: Lineal");
  std::ofstream(folder / "any-name.yaml") << row;
  std::ofstream(folder / "linear.md") << "# Ours\n";
  const auto catalog = Catalog::with_folder(Catalog::embedded(), folder.string());
  ASSERT_TRUE(catalog);
  const Vendor* linear = catalog->find("linear");
  EXPECT_EQ(linear->name, "Lineal");
  EXPECT_EQ(catalog->all().size(), Catalog::embedded().all().size());
  EXPECT_EQ(linear->origin->overridden, built_in_digest("linear"));
  EXPECT_EQ(linear->origin->digest, row_digest(row).value_or(""));
  EXPECT_NE(linear->origin->digest, linear->origin->overridden);
  EXPECT_EQ(Catalog::article(*linear), "# Ours\n");
  EXPECT_EQ(origin_text(*linear),
            "The operator of this server added the row of Lineal (" + linear->origin->digest +
                "), in the place of the built-in row (" + linear->origin->overridden + ").");
  EXPECT_EQ(origin_text(*catalog->find("stripe")), "");
  fs::remove_all(folder);
}

TEST(Catalog, takes_an_organizations_words_from_a_folder_and_knows_none_by_itself) {
  const auto plans = [](const Catalog& catalog) {
    const auto& entries = catalog.find("stripe")->entries;
    const auto entry = std::ranges::find(entries, "subscriptions", &Entry::name);
    return std::ranges::find(entry->fields, "plan", &Field::name)->values.size();
  };
  EXPECT_EQ(plans(Catalog::embedded()), 0u);
  EXPECT_GT(plans(Catalog::of_sample()), 0u);
  const fs::path folder = fs::path(testing::TempDir()) / "sluice_catalog_words";
  fs::create_directories(folder / "glossary");
  std::ofstream(folder / "glossary/ours.yaml") << "stripe:\n  values:\n"
                                                  "    subscriptions.plan: [Gold]\n";
  const auto catalog = Catalog::with_folder(Catalog::embedded(), folder.string());
  ASSERT_TRUE(catalog);
  EXPECT_EQ(plans(*catalog), 1u);
  std::ofstream(folder / "glossary/ours.yaml") << "stripe: {history: {shoes: 2026-01-01}}\n";
  EXPECT_FALSE(Catalog::with_folder(Catalog::embedded(), folder.string()));
  fs::remove_all(folder);
}

TEST(Glossary, refuses_words_for_a_field_that_no_row_has) {
  std::vector<Vendor> vendors{*Catalog::embedded().find("stripe")};
  const auto errors =
      apply_glossary(vendors, "g.yaml", "stripe:\n  values:\n    customers.shoe_size: [42]\n");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].line, 3u);
}

}  // namespace
}  // namespace sluice::catalog
