#include "sources/fetch.h"
#include "catalog/placeholders.h"

#include "sources/arguments.h"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

namespace sluice::sources {
namespace {

using catalog::Paging;

// Answers each page from a list; remembers what it was given.
class FakeSession final : public analyst::AnalystSession {
 public:
  explicit FakeSession(std::vector<analyst::PageInfo> pages) : pages_(std::move(pages)) {}
  Task<std::expected<void, analyst::AnalystError>> create_table(analyst::TableSpec) override {
    co_return std::expected<void, analyst::AnalystError>();
  }
  Task<std::expected<analyst::PageInfo, analyst::AnalystError>> add_page(
      analyst::PageInput) override {
    co_return pages_.at(std::min(next_++, pages_.size() - 1));
  }
  Task<std::expected<analyst::Table, analyst::AnalystError>> run(
      std::string, std::vector<analyst::Column>) override {
    co_return analyst::Table{};
  }

 private:
  std::vector<analyst::PageInfo> pages_;
  std::size_t next_ = 0;
};

struct World {
  boost::asio::io_context loop;
  std::vector<Json> asked;
  std::size_t running = 0;
  std::size_t running_max = 0;
};

// The world outlives the loop that runs this.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<std::expected<std::string, CallFailure>> answer(World& world, Json arguments) {
  world.asked.push_back(std::move(arguments));
  world.running_max = std::max(world.running_max, ++world.running);
  co_await boost::asio::post(world.loop, boost::asio::use_awaitable);
  --world.running;
  co_return "{}";
}

std::expected<Fetched, FetchError> fetch(World& world, const Paging& paging,
                                         std::vector<analyst::PageInfo> pages,
                                         std::vector<Json> arguments = {Json::object()},
                                         std::size_t calls = calls_max) {
  catalog::Tool tool;
  tool.name = "list";
  tool.paging = paging;
  FetchContext context{
      .session = std::make_shared<FakeSession>(std::move(pages)),
      .call = [&world](const VendorCall& call) { return answer(world, call.arguments); },
      .budget = std::make_shared<CallBudget>(world.loop.get_executor()),
      .waiting = {},
      .progress = {},
      .now = Instant{}};
  std::optional<std::expected<Fetched, FetchError>> result;
  boost::asio::co_spawn(
      world.loop,
      fetch_table(
          {.vendor = "v", .tool = &tool, .arguments = arguments, .table = "t0", .calls_max = calls},
          context),
      [&](std::exception_ptr failure, std::expected<Fetched, FetchError> outcome) {
        if (failure) std::rethrow_exception(failure);
        result.emplace(std::move(outcome));
      });
  world.loop.run();
  return std::move(*result);
}

Paging paging(Paging::Style style, std::string argument, std::int64_t size = 0) {
  Paging made;
  made.style = style;
  made.argument = std::move(argument);
  made.size = size;
  return made;
}

analyst::PageInfo page(std::size_t rows) {
  return {.rows = rows};
}

TEST(Fetch, follows_a_cursor_until_there_is_none) {
  World world;
  Paging sized = paging(Paging::Style::cursor, "after", 2);
  sized.size_argument = "limit";
  auto first = page(2);
  first.next = "c1";
  const auto fetched = fetch(world, sized, {first, page(1)});
  ASSERT_TRUE(fetched);
  EXPECT_EQ(Json(world.asked).dump(), R"([{"limit":2},{"after":"c1","limit":2}])");
  EXPECT_EQ(fetched->provenance.pages, 2U);
  EXPECT_EQ(fetched->provenance.rows, 3U);
  EXPECT_FALSE(fetched->provenance.partial);
}

std::string course(const Paging& how, std::vector<analyst::PageInfo> pages);

TEST(Fetch, takes_a_cursor_out_of_a_link_and_a_link_without_one_is_no_end) {
  World world;
  Paging linked = paging(Paging::Style::cursor, "page.cursor", 2);
  linked.next_in = "page[cursor]";
  auto first = page(2);
  first.next = "https://a.example/things?page%5Bsize%5D=2&page%5Bcursor%5D=c%2B1#x";
  const auto fetched = fetch(world, linked, {first, page(1)});
  ASSERT_TRUE(fetched);
  EXPECT_EQ(Json(world.asked).dump(), R"([{},{"page":{"cursor":"c+1"}}])");
  EXPECT_FALSE(fetched->provenance.partial);
  auto lost = page(1);
  lost.next = "https://a.example/things?other=1";
  EXPECT_EQ(course(linked, {lost}), "1 partial");
}

TEST(Fetch, turns_pages_inside_an_element_of_a_list) {
  World world;
  Paging inside = paging(Paging::Style::offset, "actions[0].list_items.offset", 2);
  inside.size_argument = "actions[0].list_items.limit";
  const auto fetched = fetch(world, inside, {page(2), page(1)});
  ASSERT_TRUE(fetched);
  ASSERT_EQ(world.asked.size(), 2U);
  EXPECT_EQ(world.asked[1].dump(), R"({"actions":[{"list_items":{"limit":2,"offset":2}}]})");
  EXPECT_EQ(fetched->provenance.rows, 3U);
}

TEST(Fetch, each_operation_of_a_tool_has_the_paging_that_its_arguments_say) {
  catalog::Tool tool;
  tool.name = "list";
  tool.paging = paging(Paging::Style::cursor, "cursor");
  tool.own_pagings = {{.when = {{"body.method", "contacts"}},
                       .paging = paging(Paging::Style::offset, "body.offset", 2)}};
  EXPECT_EQ(catalog::paging_of(tool, {{"body", {{"method", "contacts"}}}}).argument, "body.offset");
  EXPECT_EQ(catalog::paging_of(tool, {{"body", {{"method", "orders"}}}}).argument, "cursor");
  EXPECT_EQ(catalog::paging_of(tool, {}).argument, "cursor");
}

TEST(Fetch, a_cursor_that_comes_again_ends_the_series_and_leaves_it_partial) {
  World world;
  auto same = page(2);
  same.next = "c1";
  const auto fetched = fetch(world, paging(Paging::Style::cursor, "after"), {same});
  ASSERT_TRUE(fetched);
  EXPECT_EQ(world.asked.size(), 2U);
  EXPECT_TRUE(fetched->provenance.partial);
  EXPECT_EQ(fetched->shortfall, Shortfall::vendor);
}

TEST(Fetch, counts_pages_and_offsets_until_a_short_page_or_the_total) {
  World pages;
  ASSERT_TRUE(fetch(pages, paging(Paging::Style::page, "page", 2), {page(2), page(2), page(1)}));
  EXPECT_EQ(pages.asked.size(), 3U);
  EXPECT_EQ(pages.asked[2].dump(), R"({"page":3})");
  World offsets;
  auto one = page(2);
  one.total = 4;
  const auto fetched = fetch(offsets, paging(Paging::Style::offset, "a.offset"), {one});
  ASSERT_TRUE(fetched);
  EXPECT_EQ(Json(offsets.asked).dump(), R"([{},{"a":{"offset":2}}])");
  EXPECT_FALSE(fetched->provenance.partial);
}

// Whether what was fetched from these pages is partial, and how many calls it took.
std::string course(const Paging& how, std::vector<analyst::PageInfo> pages) {
  World world;
  const auto fetched = fetch(world, how, std::move(pages));
  if (!fetched) return "failed";
  return std::to_string(world.asked.size()) + (fetched->provenance.partial ? " partial" : "");
}

analyst::PageInfo repeated_page(std::size_t rows) {
  return {.rows = rows, .repeated = rows, .dropped = rows};
}

TEST(Fetch, fewer_rows_than_the_vendor_says_there_are_is_partial) {
  auto five = page(5);
  five.total = 85;
  auto none = page(0);
  none.total = 85;
  EXPECT_EQ(course(paging(Paging::Style::page, "page", 100), {five, none}), "2 partial");
  EXPECT_EQ(course(paging(Paging::Style::offset, "offset", 100), {five, none}), "2 partial");
  EXPECT_EQ(course({}, {five}), "1 partial");
  five.more = false;
  EXPECT_EQ(course(paging(Paging::Style::cursor, "cursor", 100), {five}), "1 partial");
}

TEST(Fetch, a_tool_without_pages_that_says_there_was_more_is_partial) {
  auto five = page(5);
  five.more = true;
  EXPECT_EQ(course({}, {five}), "1 partial");
  five.more = false;
  EXPECT_EQ(course({}, {five}), "1");
}

TEST(Fetch, a_full_page_without_a_mark_for_the_next_is_partial) {
  const Paging how = paging(Paging::Style::cursor, "cursor", 100);
  EXPECT_EQ(course(how, {page(100)}), "1 partial");
  EXPECT_EQ(course(how, {page(99)}), "1");
  auto last = page(100);
  last.said_last = true;
  EXPECT_EQ(course(how, {last}), "1");
  auto more = page(5);
  more.more = true;
  EXPECT_EQ(course(how, {more}), "1 partial");
}

TEST(Fetch, a_short_page_ends_a_series_only_when_the_next_one_is_empty_or_shorter) {
  const Paging how = paging(Paging::Style::page, "page", 100);
  EXPECT_EQ(course(how, {page(30), page(30), page(25)}), "3");
  EXPECT_EQ(course(how, {page(30), page(30), page(0)}), "3");
  EXPECT_EQ(course(how, {page(30), page(0)}), "2");
  EXPECT_EQ(course(how, {page(0)}), "1");
  EXPECT_EQ(course(how, {page(100), page(30)}), "2");
}

TEST(Fetch, a_place_that_is_ignored_ends_the_series_and_leaves_it_partial) {
  EXPECT_EQ(course(paging(Paging::Style::page, "page", 85), {page(85), repeated_page(85)}),
            "2 partial");
  EXPECT_EQ(course(paging(Paging::Style::offset, "offset", 100), {page(50), repeated_page(50)}),
            "2 partial");
  auto cursor = page(5);
  cursor.next = "a";
  auto other = repeated_page(5);
  other.next = "b";
  EXPECT_EQ(course(paging(Paging::Style::cursor, "cursor"), {cursor, other}), "2 partial");
}

TEST(Fetch, an_answer_that_says_it_was_cut_is_partial) {
  auto cut = page(3);
  cut.cut = true;
  EXPECT_EQ(course({}, {cut}), "1 partial");
}

TEST(Fetch, one_more_page_shows_for_all_series_whether_pages_are_capped) {
  World world;
  const std::vector<Json> repositories(8, Json::object());
  ASSERT_TRUE(
      fetch(world, paging(Paging::Style::page, "page", 100),
            {page(3), page(7), page(5), page(1), page(0), page(2), page(4), page(6), page(0)},
            repositories));
  EXPECT_EQ(world.asked.size(), 9U);  // The longest alone is asked for its next page.
}

TEST(Fetch, a_question_has_so_many_calls_and_so_many_side_by_side) {
  World world;
  std::vector<Json> many(60, Json::object());
  const auto fetched = fetch(world, {}, {page(1)}, many);
  ASSERT_TRUE(fetched);
  EXPECT_EQ(world.asked.size(), calls_max);
  EXPECT_LE(world.running_max, calls_side_by_side_max);
  EXPECT_TRUE(fetched->provenance.partial);
}

TEST(Fetch, a_vendor_of_small_pages_may_be_asked_more_often) {
  World world;
  std::vector<Json> many(60, Json::object());
  const auto fetched = fetch(world, {}, {page(1)}, many, 50);
  ASSERT_TRUE(fetched);
  EXPECT_EQ(world.asked.size(), 50U);
  EXPECT_TRUE(fetched->provenance.partial);
}

TEST(Arguments, fill_in_placeholders_and_leave_out_what_has_no_value) {
  const Json filled = catalog::fill_in(
      Json::parse(
          R"({"from":"${from}","text":"since ${from}!","gone":"${x}","n":"${n}","l":["${n}"]})"),
      [](std::string_view name) -> Json {
        if (name == "from") return "2026";
        return name == "n" ? Json(7) : Json();
      });
  EXPECT_EQ(filled.dump(), R"({"from":"2026","l":[7],"n":7,"text":"since 2026!"})");
}

TEST(Arguments, are_set_by_dotted_path) {
  Json arguments = {{"query", "is:pr"}, {"list", {1}}};
  set_argument(arguments, "a.b", 1);
  set_argument(arguments, "list[]", 2);
  set_argument(arguments, "list[]", 2);
  set_argument(arguments, "query+", "merged:>=2026-01-01");
  EXPECT_EQ(arguments.dump(), R"({"a":{"b":1},"list":[1,2],"query":"is:pr merged:>=2026-01-01"})");
}

TEST(Arguments, are_set_inside_lists_and_never_under_a_name_with_brackets) {
  Json arguments = {{"query", {{"series", {{{"kind", "events"}}}}}}};
  EXPECT_TRUE(set_argument(arguments, "query.series[0].math", "sum"));
  EXPECT_TRUE(set_argument(arguments, "breakdowns[0].property", "country"));
  EXPECT_TRUE(set_argument(arguments, "breakdowns[1].property", "plan"));
  EXPECT_EQ(arguments.dump(), R"({"breakdowns":[{"property":"country"},{"property":"plan"}],)"
                              R"("query":{"series":[{"kind":"events","math":"sum"}]}})");
  for (const char* path : {"a[x].b", "a[", "a]", "[0]", "a..b", "a.", "a[-1]", "a[0]b", "", "+"}) {
    Json untouched = Json::object();
    EXPECT_FALSE(set_argument(untouched, path, 1)) << path;
    EXPECT_EQ(untouched, Json::object()) << path;
  }
  Json gap = Json::object();
  EXPECT_FALSE(set_argument(gap, "a[3]", 1));  // Nothing is made up for the places before.
}

}  // namespace
}  // namespace sluice::sources
