// Runs over two accounts of one vendor that hold rows under the same ids.
#include "analytics/asking/run_fixture.h"
#include "analytics/asking/run_test_world.h"
#include "analytics/meaning/accounts.h"
#include "base/time_format.h"
#include "sources/fetch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;

constexpr ConnectionId europe{11};
constexpr ConnectionId america{22};

// c1 is another customer than that of the first account, and leaves.
constexpr const char* american_customers = R"([
  {"id":"c1","name":"Elm","country":"CA","domain":"elm.example","created":"2026-02-05T10:00:00Z"}])";
constexpr const char* american_subscriptions = R"([
  {"id":"s1","customer":"c1","plan":"Basic","monthly":10000,"currency":"eur","started":"2026-01-05T10:00:00Z","ended":"2026-05-20T10:00:00Z"},
  {"id":"s9","customer":"c2","plan":"Basic","monthly":7000,"currency":"usd","started":"2026-01-05T10:00:00Z","ended":null}])";

Reference of(const char* entry, std::string_view name, const char* vendor = "shop") {
  return {.vendor = vendor, .entry = entry, .name = std::string(name)};
}

class AccountRuns : public RunSuite {
 protected:
  void SetUp() override {
    // A row that comes twice counts once: within its account.
    shop_.entries[0].key = {"id"};
    shop_.entries[1].key = {"id"};
  }
  [[nodiscard]] RunContext context() {
    RunContext context;
    context.spawner = spawner().get();
    VendorMeaning shop{.vendor = &shop_,
                       .parameters = {},
                       .needs_reconnect = false,
                       .accounts = {{europe, "Acme Europe", {{"teams", "red"}}, false},
                                    {america, "Acme America", {{"teams", "blue"}}, false}}};
    shop.own = vendors_.of(shop_, shop.accounts);
    shop.vendor = shop.own.get();
    context.vendors = {shop, {.vendor = &desk_, .parameters = {{"teams", "red, blue"}}}};
    context.rates = {.reporting = "usd", .to_reporting = {{"eur", 1.1}, {"usd", 1.0}}};
    context.now = *parse_rfc3339("2026-06-20T16:00:00Z");
    context.deadline = Deadline::in(60s);
    context.call = [this](const sources::VendorCall& call) -> Task<Result> {
      calls_.push_back(call);
      if (failing_.contains({call.connection, call.tool})) return failure();
      return reply(rows_of(call));
    };
    return context;
  }
  using Result = std::expected<std::string, sources::CallFailure>;
  static Task<Result> failure() {
    co_return std::unexpected(sources::CallFailure{sources::CallFailure::Kind::needs_reconnect,
                                                   "Acme America has to be reconnected.", 0s});
  }
  static std::string rows_of(const sources::VendorCall& call) {
    if (call.connection != america) return test_rows(call.tool);
    if (call.tool == "list_customers") return american_customers;
    return call.tool == "list_subscriptions" ? american_subscriptions : "[]";
  }
  [[nodiscard]] static QueryPlan plan(std::string_view measure, Frame frame = Frame::total) {
    QueryPlan made;
    made.frame = frame;
    made.measures = {of("subscriptions", measure)};
    made.timezone = "America/New_York";
    return made;
  }
  [[nodiscard]] static QueryPlan by_account(std::string_view measure) {
    QueryPlan made = plan(measure, Frame::breakdown);
    made.dimensions = {{.field = of("subscriptions", account_field)}};
    return made;
  }
  [[nodiscard]] static Filter only(ConnectionId account, const char* entry = "subscriptions") {
    Filter filter;
    filter.field = of(entry, account_field);
    filter.values = {to_text(account)};
    return filter;
  }
  std::expected<Answer, RunError> run(QueryPlan query) {
    return finished(run_plan(std::move(query), context()));
  }
  [[nodiscard]] Json value(QueryPlan query) {
    const auto answer = run(std::move(query));
    if (!answer) ADD_FAILURE() << answer.error().detail;
    return answer && answer->value ? answer->value->value : Json();
  }
  [[nodiscard]] std::string rows(QueryPlan query) {
    const auto answer = run(std::move(query));
    if (!answer) ADD_FAILURE() << answer.error().detail;
    return answer ? Json(answer->table->rows).dump() : "";
  }

  catalog::Vendor shop_ = test_shop();
  catalog::Vendor desk_ = test_desk();
  AccountVendors vendors_;
  std::vector<sources::VendorCall> calls_;
  std::set<std::pair<ConnectionId, std::string>> failing_;
};

TEST_F(AccountRuns, add_the_accounts_up_and_convert_each_ones_money) {
  // 250.50 and 100 euros; and 70.
  EXPECT_EQ(value(plan("mrr")), 430.5);
  EXPECT_EQ(calls_.size(), 2U);
}

TEST_F(AccountRuns, take_the_same_id_of_two_accounts_for_two) {
  EXPECT_EQ(value(plan("payers")), 3);  // c1 and c3 there, c2 here.
  QueryPlan lost = plan("churned");
  lost.period = PeriodSpec{.text = {},
                           .start = *parse_rfc3339("2026-05-01T04:00:00Z"),
                           .end = *parse_rfc3339("2026-06-01T04:00:00Z"),
                           .grain = Grain::month};
  // c2 of Europe left, though America has a c2 that stays; and c1 of America, though Europe has
  // one.
  EXPECT_EQ(value(lost), 2);
}

TEST_F(AccountRuns, join_within_an_account_and_not_across) {
  QueryPlan countries = plan("mrr", Frame::breakdown);
  countries.dimensions = {{.field = of("customers", "country")}};
  // c2 of America has no row of its own there, and so no country: Europe's is another customer.
  EXPECT_EQ(rows(countries), R"([["US",360.5]])");
}

TEST_F(AccountRuns, rank_ids_within_their_accounts) {
  // At the end of April there are two customers c1: 100 dollars of Europe, 100 euros of America.
  QueryPlan largest = plan("mrr");
  largest.period = PeriodSpec{.text = {},
                              .start = *parse_rfc3339("2026-04-01T04:00:00Z"),
                              .end = *parse_rfc3339("2026-05-01T04:00:00Z"),
                              .grain = Grain::month};
  largest.restriction = Restriction{
      .key = of("subscriptions", "customer"), .measure = of("subscriptions", "mrr"), .count = 1};
  EXPECT_EQ(value(largest), 110.0);
}

TEST_F(AccountRuns, group_by_account_under_the_names_that_people_know) {
  EXPECT_EQ(rows(by_account("mrr")), R"([["Acme Europe",360.5],["Acme America",70.0]])");
}

TEST_F(AccountRuns, ask_the_named_account_alone) {
  QueryPlan named = plan("mrr");
  named.filters = {only(america)};
  EXPECT_EQ(value(named), 70.0);
  ASSERT_EQ(calls_.size(), 1U);
  EXPECT_EQ(calls_[0].connection, america);
  // A condition on the account holds for every entry of its vendor.
  named.filters = {only(america, "customers")};
  EXPECT_EQ(value(named), 70.0);
}

TEST_F(AccountRuns, send_no_vendor_what_only_our_rows_carry) {
  (void)value(by_account("mrr"));
  for (const sources::VendorCall& call : calls_)
    EXPECT_FALSE(to_wire(call.arguments).contains(account_argument)) << to_wire(call.arguments);
}

TEST_F(AccountRuns, tell_which_account_was_read) {
  const auto answer = run(plan("mrr"));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->provenance.size(), 2U);
  EXPECT_EQ(answer->provenance[0].connection, europe);
  EXPECT_EQ(answer->provenance[1].account, "Acme America");
  std::vector<std::string> chips;
  for (const AnswerChip& chip : answer->chips)
    if (chip.kind == "source") chips.push_back(chip.text);
  EXPECT_EQ(chips, (std::vector<std::string>{"Shop (Acme Europe)", "Shop (Acme America)"}));
}

TEST_F(AccountRuns, leave_an_account_out_that_cannot_be_read_and_say_so) {
  failing_ = {{america, "list_subscriptions"}};
  const auto answer = run(plan("mrr"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value->value, 360.5);
  EXPECT_TRUE(answer->partial);
  EXPECT_THAT(answer->text, testing::HasSubstr("it leaves out the Shop account Acme America. Acme "
                                               "America has to be reconnected."));
}

// Its rows of one table are there and those of another are not: half an account is no account.
TEST_F(AccountRuns, count_nothing_of_an_account_that_was_read_in_part) {
  QueryPlan both = plan("mrr");
  both.measures.push_back(of("customers", "new_customers"));
  EXPECT_EQ(run(both).value().table->rows[0][0], 430.5);
  failing_ = {{america, "list_customers"}};
  EXPECT_EQ(run(both).value().table->rows[0][0], 360.5);
}

TEST_F(AccountRuns, fail_where_no_account_is_left) {
  failing_ = {{america, "list_subscriptions"}, {europe, "list_subscriptions"}};
  EXPECT_EQ(run(plan("mrr")).error().kind, RunError::Kind::needs_reconnect);
  failing_ = {{america, "list_subscriptions"}};
  QueryPlan named = plan("mrr");
  named.filters = {only(america)};
  const auto answer = run(named);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().vendor_name, "Shop (Acme America)");
}

TEST_F(AccountRuns, call_nothing_for_an_account_that_is_not_the_organizations) {
  QueryPlan stolen = plan("mrr");
  stolen.filters = {only(ConnectionId{33})};
  const auto answer = run(stolen);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, RunError::Kind::not_connected);
  EXPECT_TRUE(calls_.empty());
}

TEST_F(AccountRuns, keep_one_limit_of_calls_over_all_accounts) {
  std::map<ConnectionId, int> asked;
  RunContext endless = context();
  // Every page is full and another follows.
  catalog::Vendor paged = shop_;
  for (catalog::Tool& tool : paged.tools) {
    tool.paging.style = catalog::Paging::Style::offset;
    tool.paging.argument = "offset";
  }
  const auto own =
      std::make_shared<const catalog::Vendor>(with_accounts(paged, endless.vendors[0].accounts));
  endless.vendors[0].own = own;
  endless.vendors[0].vendor = own.get();
  endless.call = [&](const sources::VendorCall& call) {
    const std::string id = std::to_string(++asked[call.connection]);
    return reply(R"([{"id":"s)" + id + R"(","customer":"c","monthly":100,"currency":"usd",)" +
                 R"("started":"2026-01-05T10:00:00Z","ended":null}])");
  };
  const auto answer = finished(run_plan(plan("mrr"), std::move(endless)));
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->partial);
  EXPECT_EQ(asked[europe] + asked[america], static_cast<int>(sources::calls_max));
}

}  // namespace
}  // namespace sluice::analytics
