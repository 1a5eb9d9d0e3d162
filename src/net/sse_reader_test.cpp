#include "net/sse_reader.h"

#include "base/base64.h"
#include "base/json.h"
#include "net/http_text.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::net {
namespace {

struct Outcome {
  std::vector<SseEvent> events;
  std::string last_event_id;
  std::optional<std::uint64_t> retry_ms;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read_in_pieces(std::string_view bytes, std::size_t piece) {
  SseReader reader;
  Outcome outcome;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    auto events = reader.feed(bytes.substr(at, piece));
    EXPECT_TRUE(events);
    for (SseEvent& event : *events)
      outcome.events.push_back(std::move(event));
  }
  outcome.last_event_id = reader.last_event_id();
  outcome.retry_ms = reader.retry_ms();
  return outcome;
}

std::vector<Json> corpus() {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/tests/corpora/sse.jsonl");
  std::vector<Json> cases;
  for (std::string line; std::getline(file, line);)
    cases.push_back(Json::parse(line));
  return cases;
}

Outcome expected_of(const Json& test) {
  constexpr std::uint64_t retry_ms_max = 3'600'000;
  Outcome outcome;
  for (const Json& event : test["expected"])
    outcome.events.push_back({event["type"].get<std::string>(), event["data"].get<std::string>(),
                              event["lastEventId"].get<std::string>()});
  outcome.last_event_id = test["final_last_event_id"].get<std::string>();
  const Json& retry = test["retry"];
  if (retry.is_number_float()) outcome.retry_ms = retry_ms_max;  // Too large for an integer.
  if (retry.is_number_integer())
    outcome.retry_ms = std::min(retry_ms_max, retry.get<std::uint64_t>());
  return outcome;
}

TEST(SseReader, agrees_with_every_case_of_the_corpus_whatever_the_piece_size) {
  const auto cases = corpus();
  ASSERT_GE(cases.size(), 30U);
  for (const Json& test : cases) {
    const auto bytes = from_base64(test["input_b64"].get<std::string>());
    if (!bytes) FAIL() << test["id"];
    for (const std::size_t piece : {1UL, 2UL, 3UL, 7UL, 64UL, 1UL << 20U})
      EXPECT_EQ(read_in_pieces(*bytes, piece), expected_of(test))
          << test["id"] << " in pieces of " << piece;
  }
}

TEST(SseReader, delivers_an_event_at_a_lone_carriage_return_without_waiting) {
  SseReader reader;
  const auto events = reader.feed("data: x\r\r");
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1U);
  const auto rest = reader.feed("\n");
  ASSERT_TRUE(rest);
  EXPECT_TRUE(rest->empty());
}

TEST(SseReader, gives_a_line_up_that_is_too_long) {
  SseReader reader({.line_bytes_max = 100});
  ASSERT_TRUE(reader.feed("data: " + std::string(90, 'x')));
  const auto events = reader.feed("yyyyyyyyyy");
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error(), SseError::line_too_long);
}

TEST(SseReader, gives_an_event_up_that_grows_line_by_line) {
  SseReader reader({.event_bytes_max = 100});
  std::string lines;
  for (int i = 0; i < 20; ++i)
    lines += "data: 0123456789\n";
  const auto events = reader.feed(lines);
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error(), SseError::event_too_large);
}

TEST(SseReader, gives_a_stream_up_whose_event_id_is_long) {
  SseReader reader({.id_bytes_max = 10});
  ASSERT_TRUE(reader.feed("id: 0123456789\ndata: x\n\n"));
  const auto events = reader.feed("id: 0123456789a\n");
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error(), SseError::id_too_long);
}

TEST(SseReader, hands_events_out_one_at_a_time_and_says_how_far_it_came) {
  SseReader reader;
  std::string_view bytes = "id: 7\ndata: 1\n\ndata: 2\n\nda";
  const auto first = reader.next(bytes);
  ASSERT_TRUE(first && *first);
  EXPECT_EQ(**first, (SseEvent{"message", "1", "7"}));
  EXPECT_EQ(bytes, "data: 2\n\nda");
  const auto second = reader.next(bytes);
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->data, "2");
  const auto none = reader.next(bytes);
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  EXPECT_TRUE(bytes.empty());
}

TEST(SseReader, counts_events) {
  SseReader reader({.events_max = 3});
  ASSERT_TRUE(reader.feed("data: 1\n\ndata: 2\n\ndata: 3\n\n: comments are free\n\n"));
  const auto events = reader.feed("data: 4\n\n");
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error(), SseError::too_many_events);
}

TEST(SseReader, reads_what_format_sse_writes) {
  SseReader reader;
  const auto events = reader.feed(format_sse("step", "one\ntwo\r\nthree\rfour", "7"));
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front(), (SseEvent{"step", "one\ntwo\nthree\nfour", "7"}));
}

}  // namespace
}  // namespace sluice::net
