#include "analytics/meaning/join_graph.h"

#include "analytics/meaning/reach.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace sluice::analytics {
namespace {

class Joins : public ::testing::Test {
 protected:
  Joins() {
    for (const catalog::Vendor& vendor : catalog_.all())
      vendors_.push_back({.vendor = &vendor});
  }

  [[nodiscard]] const catalog::Entry& entry(std::string_view slug, std::string_view name) const {
    for (const VendorMeaning& vendor : vendors_)
      if (vendor.vendor->slug == slug)
        if (const catalog::Entry* found = vendor.vendor->find_entry(name)) return *found;
    throw std::invalid_argument("no such entry: " + std::string(name));
  }

  [[nodiscard]] std::vector<const catalog::Entry*> entries() const {
    std::vector<const catalog::Entry*> all;
    for (const VendorMeaning& vendor : vendors_)
      for (const catalog::Entry& each : vendor.vendor->entries)
        all.push_back(&each);
    return all;
  }

  // "customers.id=customer/": one line for a whole way, to compare ways by.
  [[nodiscard]] static std::string text_of(const std::optional<std::vector<JoinStep>>& way) {
    if (!way) return "none";
    std::string text;
    for (const JoinStep& step : *way)
      text += step.entry->name + "." + std::string(step.to_field) + "=" +
              std::string(step.from_field) + "/";
    return text;
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
  std::vector<VendorMeaning> vendors_;
};

TEST_F(Joins, an_entry_reaches_itself_without_a_step) {
  const JoinGraph graph(vendors_);
  for (const catalog::Entry* each : entries())
    EXPECT_EQ(text_of(graph.way(*each, *each)), "");
}

TEST_F(Joins, what_belongs_to_no_vendor_of_the_graph_has_no_way) {
  const JoinGraph graph(vendors_);
  const catalog::Entry stranger;
  EXPECT_FALSE(graph.way(stranger, *entries().front()));
  EXPECT_FALSE(graph.way(*entries().front(), stranger));
}

TEST_F(Joins, a_key_leads_to_its_rows_in_one_step_and_back) {
  const JoinGraph graph(vendors_);
  const auto& invoices = entry("stripe", "invoices");
  const auto& customers = entry("stripe", "customers");
  const auto there = graph.way(invoices, customers);
  const auto back = graph.way(customers, invoices);
  ASSERT_TRUE(there && back);
  ASSERT_EQ(there->size(), 1U);
  ASSERT_EQ(back->size(), 1U);
  EXPECT_EQ(there->front().entry, &customers);
  EXPECT_EQ(there->front().from_field, back->front().to_field);
  EXPECT_FALSE(there->front().by_meaning);
}

TEST_F(Joins, vendors_are_crossed_by_a_meaning_alone) {
  const JoinGraph graph(vendors_);
  for (const catalog::Entry* from : entries())
    for (const catalog::Entry* to : entries()) {
      const auto way = graph.way(*from, *to);
      if (!way) continue;
      const catalog::Entry* before = from;
      std::size_t vendor = way->empty() ? 0 : vendors_.size();
      for (const JoinStep& step : *way) {
        // Both fields are there, so that the join can be made.
        EXPECT_NE(find_field(*before, step.from_field), nullptr) << from->name << to->name;
        EXPECT_NE(find_field(*step.entry, step.to_field), nullptr) << from->name << to->name;
        if (vendor != vendors_.size() && step.vendor != vendor) EXPECT_TRUE(step.by_meaning);
        vendor = step.vendor;
        before = step.entry;
      }
      EXPECT_LE(way->size(), JoinGraph::hops_max);
      if (!way->empty()) EXPECT_EQ(before, to);
    }
}

TEST_F(Joins, a_way_does_not_depend_on_what_was_asked_before) {
  const JoinGraph kept(vendors_);
  for (const catalog::Entry* from : entries())
    for (const catalog::Entry* to : entries())
      static_cast<void>(kept.way(*to, *from));
  for (const catalog::Entry* from : entries()) {
    const JoinGraph fresh(vendors_);
    const catalog::Entry* to = entries().back();
    EXPECT_EQ(text_of(kept.way(*from, *to)), text_of(fresh.way(*from, *to)));
  }
}

TEST_F(Joins, several_threads_may_ask_at_once) {
  const JoinGraph graph(vendors_);
  const auto all = entries();
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (auto& mine : found)
    threads.emplace_back([&] {
      for (const catalog::Entry* from : all)
        mine.push_back(text_of(graph.way(*from, *all.front())));
    });
  for (std::thread& thread : threads)
    thread.join();
  for (const auto& mine : found)
    EXPECT_EQ(mine, found.front());
}

TEST_F(Joins, what_is_reached_is_worked_out_once_for_an_entry) {
  const JoinTargets targets = join_targets(vendors_);
  const ReachCache cache;
  const catalog::Entry& invoices = entry("stripe", "invoices");
  const auto once = cache.of(vendors_, targets, 0, invoices);
  EXPECT_EQ(cache.of(vendors_, targets, 0, invoices), once);
  EXPECT_NE(cache.of(vendors_, targets, 0, entry("stripe", "customers")), once);
  EXPECT_EQ(once->distance(&invoices), 0);
}

}  // namespace
}  // namespace sluice::analytics
