#include "authoring/entry_trial.h"

#include "base/time_format.h"
#include "catalog/catalog_fixture.h"
#include "catalog/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <map>
#include <optional>

namespace sluice::authoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Orders come page by page, parcels are asked for each order.
constexpr std::string_view row_lines = R"(tools:
  list_orders:
    verdict: read
    input: {limit: integer, after: string}
    paging: {style: cursor, argument: after, next: "$.next", size: {limit: 2}}
  list_parcels: {verdict: read, input: {order: string}}
entries:
  - name: orders
    label: Orders
    tool: list_orders
    rows: $.data
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: amount, path: amount, type: money, currency: currency}
      - {name: weight, path: weight, type: decimal}
      - {name: heavy, expression: weight > 10, type: boolean}
    measures: [{name: order_count, aggregate: count, description: Orders.}]
  - name: parcels
    label: Parcels
    tool: list_parcels
    each: {from: orders, arguments: {order: id}}
    rows: $.data
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: order, path: $argument.order, type: text}
    measures: [{name: parcel_count, aggregate: count, description: Parcels.}]
questions: []
)";

// What each tool answers, one text after the other; the last one again.
using Answers = std::map<std::string, std::vector<std::string>>;

class EntryTrialTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { spawner() = analyst::AnalystSpawner::start(); }
  static void TearDownTestSuite() { spawner().reset(); }
  static std::unique_ptr<analyst::AnalystSpawner>& spawner() {
    static std::unique_ptr<analyst::AnalystSpawner> instance;
    return instance;
  }

  static Task<std::expected<std::string, sources::CallFailure>> reply(std::string text) {
    if (text.empty()) {
      co_return std::unexpected(sources::CallFailure{
          .kind = sources::CallFailure::Kind::vendor_error, .detail = "Acme is down."});
    }
    const Json result = {{"content", {{{"type", "text"}, {"text", std::move(text)}}}}};
    co_return result.dump();
  }

  // The trials of both entries when the tools answer so.
  std::vector<EntryTrial> trials(const Answers& answers) {
    const auto vendor = catalog::read_row("acme.yaml", catalog::acme_row(row_lines));
    EXPECT_TRUE(vendor) << to_text(vendor.error().front());
    std::map<std::string, std::size_t> given;
    TrialContext context{.spawner = spawner().get(),
                         .call =
                             [&](const sources::VendorCall& call) {
                               const auto& texts = answers.at(call.tool);
                               asked_.push_back(call.arguments);
                               return reply(texts[std::min(given[call.tool]++, texts.size() - 1)]);
                             },
                         .vendor = {.vendor = &*vendor},
                         .rates = {.reporting = "usd", .to_reporting = {{"usd", 1.0}}},
                         .now = *parse_rfc3339("2026-11-21T17:00:00Z"),
                         .zone = *TimeZone::find("America/New_York")};
    boost::asio::io_context loop;
    std::vector<EntryTrial> result;
    boost::asio::co_spawn(loop, try_entries(std::move(context)),
                          [&](std::exception_ptr failure, std::vector<EntryTrial> made) {
                            if (failure) std::rethrow_exception(failure);
                            result = std::move(made);
                          });
    loop.run();
    EXPECT_EQ(result.size(), 2u);
    return result;
  }

  std::vector<Json> asked_;
};

constexpr const char* two_orders =
    R"({"data":[{"id":"a","amount":5,"currency":"usd"},{"id":"b","amount":6,"currency":"usd"}]})";
constexpr const char* a_parcel = R"({"data":[{"id":"p"}]})";

TEST_F(EntryTrialTest, says_how_many_rows_came_how_they_were_found_and_what_is_null_in_all) {
  const auto both =
      trials({{"list_orders",
               {R"({"next":"n","data":[{"id":"a","amount":5,"currency":"usd"},{"id":"b"}]})",
                R"({"next":null,"data":[{"id":"c","amount":1,"currency":"usd"}]})"}},
              {"list_parcels", {a_parcel}}});
  const EntryTrial& orders = both.front();
  EXPECT_EQ(orders.failure, "");
  EXPECT_EQ(orders.rows, 3u);
  EXPECT_EQ(orders.pages, 2u);
  EXPECT_EQ(orders.form, "json-text");
  EXPECT_FALSE(orders.partial);
  EXPECT_FALSE(orders.full_last_page);
  EXPECT_THAT(orders.empty_fields, ElementsAre("weight"));
  EXPECT_FALSE(orders.is_clean());
}

TEST_F(EntryTrialTest, asks_an_entry_of_each_row_of_the_other_for_every_one) {
  const auto both = trials({{"list_orders", {two_orders}}, {"list_parcels", {a_parcel}}});
  EXPECT_EQ(both.back().failure, "");
  EXPECT_EQ(both.back().rows, 2u);
  EXPECT_TRUE(both.back().is_clean());
  EXPECT_EQ(asked_.back(), Json({{"order", "b"}}));
}

// A full page with nothing that says that it is the last: rows may be missing without a word.
TEST_F(EntryTrialTest, a_full_last_page_without_a_mark_is_incomplete) {
  const auto both = trials({{"list_orders", {two_orders}}, {"list_parcels", {a_parcel}}});
  EXPECT_TRUE(both.front().full_last_page);
  EXPECT_TRUE(both.front().partial);
}

TEST_F(EntryTrialTest, counts_what_cannot_be_read_and_money_without_a_rate) {
  const auto both = trials(
      {{"list_orders",
        {R"({"next":null,"data":[{"id":"a","amount":5,"currency":"xau","weight":"heavy"}]})"}},
       {"list_parcels", {a_parcel}}});
  EXPECT_EQ(both.front().unreadable_cells, 1u);
  EXPECT_EQ(both.front().unconverted_cells, 1u);
}

TEST_F(EntryTrialTest, an_entry_that_fails_says_why_and_leaves_the_others_alone) {
  const auto both = trials({{"list_orders", {two_orders}}, {"list_parcels", {""}}});
  EXPECT_EQ(both.front().failure, "");
  EXPECT_EQ(both.back().failure, "Acme is down.");
  const auto none = trials({{"list_orders", {R"({"things":[]})"}}, {"list_parcels", {a_parcel}}});
  EXPECT_THAT(none.front().failure, HasSubstr("no rows where they were looked for"));
  EXPECT_THAT(none.back().failure, HasSubstr("list_orders"));
}

}  // namespace
}  // namespace sluice::authoring
