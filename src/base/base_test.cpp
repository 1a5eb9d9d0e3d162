#include "base/base64.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/strong_id.h"
#include "base/time_format.h"
#include "base/time_zone.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Json, refuses_a_document_deeper_than_the_limit) {
  EXPECT_TRUE(parse_json("[[1]]", {.depth_max = 2}));
  const auto deep = parse_json("[[[1]]]", {.depth_max = 2});
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error(), "nested deeper than allowed");
}

TEST(Json, counts_values_and_stops_at_the_limit) {
  EXPECT_TRUE(parse_json("[1,2]", {.values_max = 3}));
  EXPECT_FALSE(parse_json("[1,2,3]", {.values_max = 3}));
}

// Found by fuzzing: the library reads a NUL as the end of its input.
TEST(Json, refuses_a_nul_and_what_would_hide_behind_it) {
  using std::string_view_literals::operator""sv;
  EXPECT_FALSE(parse_json("{\"a\":1}\0,\"b\""sv));
  EXPECT_FALSE(parse_json("4\0"sv));
  EXPECT_FALSE(parse_json("\"a\0b\""sv));
  EXPECT_EQ(parse_json("\"a\\u0000b\""), Json("a\0b"sv));
}

TEST(Json, refuses_duplicate_members_only_where_asked) {
  constexpr std::string_view twice = R"({"a":1,"a":2})";
  EXPECT_TRUE(parse_json(twice));
  EXPECT_FALSE(parse_json(twice, {.duplicate_members_refused = true}));
}

TEST(Json, names_the_byte_where_text_is_not_json) {
  const auto broken = parse_json(R"({"a":tru})");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().find("byte"), std::string::npos);
}

TEST(Json, refuses_trailing_text) {
  EXPECT_FALSE(parse_json("{} {}"));
}

TEST(Json, reads_members_without_throwing) {
  const Json object = {{"text", "a"}, {"number", 3}, {"nothing", nullptr}};
  EXPECT_EQ(text_member(object, "text"), "a");
  EXPECT_FALSE(text_member(object, "number"));
  EXPECT_FALSE(text_member(object, "nothing"));
  EXPECT_FALSE(text_member(Json::array(), "text"));
  EXPECT_EQ(integer_member(object, "number"), 3);
}

TEST(TimeFormat, reads_offsets_and_fractions) {
  const auto instant = parse_rfc3339("2026-10-15T09:00:00.5-04:00");
  ASSERT_TRUE(instant);
  EXPECT_EQ(to_rfc3339(*instant), "2026-10-15T13:00:00.500Z");
}

TEST(TimeFormat, refuses_what_is_no_date_time) {
  for (const std::string_view text : {"2026-02-30T00:00:00Z", "2026-10-15", "2026-10-15T25:00:00Z",
                                      "2026-10-15T09:00:00", "2026-10-15T09:00:00Zx", ""}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(TimeZone, gives_a_daylight_saving_day_its_23_hours) {
  const auto zone = TimeZone::find("America/New_York");
  ASSERT_TRUE(zone);
  const LocalDay day{std::chrono::year(2026) / 3 / 8};
  EXPECT_EQ(zone->start_of(day + std::chrono::days(1)) - zone->start_of(day),
            std::chrono::hours(23));
}

TEST(TimeZone, knows_the_local_day_of_an_instant) {
  const auto zone = TimeZone::find("America/New_York");
  const auto late = parse_rfc3339("2026-10-01T03:59:59Z");
  ASSERT_TRUE(zone && late);
  EXPECT_EQ(zone->day_of(*late), LocalDay{std::chrono::year(2026) / 9 / 30});
}

TEST(TimeZone, is_absent_for_an_unknown_name) {
  EXPECT_FALSE(TimeZone::find("Mars/Olympus"));
}

TEST(Base64, round_trips_and_is_strict) {
  for (const std::string_view bytes : {"", "a", "ab", "abc", "\xff\xfe\xfd"}) {
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
  }
  EXPECT_FALSE(from_base64("YQ"));      // Padding is missing.
  EXPECT_FALSE(from_base64("YR=="));    // Rest bits are not zero.
  EXPECT_FALSE(from_base64("YQ==\n"));  // Blank.
  EXPECT_FALSE(from_base64url("_/8"));  // Wrong alphabet.
}

TEST(Log, replaces_what_looks_like_a_credential) {
  EXPECT_EQ(redact("Authorization: Bearer abc.def-123"), "Authorization: Bearer [redacted]");
  EXPECT_EQ(redact("callback?code=xyz&state=s1"), "callback?code=[redacted]&state=[redacted]");
  EXPECT_EQ(redact("gAAAAABpIP0ACvarE8OOksrg0VBXsVmYf5"), "[redacted]");
  EXPECT_EQ(redact("a plain sentence"), "a plain sentence");
}

TEST(StrongId, reads_only_a_plain_positive_number) {
  EXPECT_EQ(parse_id<UserId>("17"), UserId{17});
  for (const std::string_view text : {"", "0", "-1", "1x", " 1", "18446744073709551616"}) {
    EXPECT_FALSE(parse_id<UserId>(text)) << text;
  }
}

TEST(Random, replays_from_its_seed) {
  SeededRandom one(7);
  SeededRandom two(7);
  EXPECT_EQ(one.bytes(16), two.bytes(16));
  EXPECT_NE(one.bytes(16), one.bytes(16));
}

TEST(Random, gives_ids_that_every_json_reader_keeps) {
  SystemRandom random;
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t id = random.id();
    EXPECT_GT(id, 0U);
    EXPECT_LT(id, std::uint64_t{1} << 53);
  }
}

TEST(Secret, wipes_the_text_it_was_taken_from) {
  std::string text = "a token that is longer than a short string buffer";
  const Secret secret = Secret::take(std::move(text));
  EXPECT_TRUE(text.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise.
  EXPECT_EQ(secret.use([](std::string_view plain) { return plain.size(); }), 49U);
}

TEST(OffsetClock, starts_where_it_was_told_and_ticks) {
  const auto start = parse_rfc3339("2026-11-21T17:00:00Z");
  ASSERT_TRUE(start);
  const OffsetClock clock(*start);
  EXPECT_GE(clock.now(), *start);
  EXPECT_LT(clock.now(), *start + std::chrono::minutes(5));
}

}  // namespace
}  // namespace sluice
