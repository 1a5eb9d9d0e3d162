#include "analytics/asking/run.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

[[nodiscard]] RunError error_of(RunError::Kind kind) {
  RunError error;
  error.kind = kind;
  error.vendor = "desk";
  error.vendor_name = "Desk";
  return error;
}

TEST(RunWords, a_silent_vendor_is_named_with_how_long_it_was_waited_for) {
  RunError error = error_of(RunError::Kind::deadline);
  error.waited = std::chrono::seconds(60);
  EXPECT_EQ(sentence_of(error), "Desk did not answer within 60 s. Try again.");
}

TEST(RunWords, a_vendor_that_answered_all_the_time_is_not_called_silent) {
  RunError error = error_of(RunError::Kind::deadline);
  error.waited = std::chrono::seconds(2);
  EXPECT_EQ(sentence_of(error),
            "There was more to read from Desk than the time for one question allows. Ask for a "
            "shorter period or fewer sources.");
}

TEST(RunWords, a_disconnected_vendor_is_to_be_reconnected_and_one_that_never_was_to_be_connected) {
  RunError error = error_of(RunError::Kind::not_connected);
  error.was_connected = true;
  EXPECT_EQ(sentence_of(error),
            "Desk is disconnected. Reconnect it in Data sources, then try again.");
  error.was_connected = false;
  EXPECT_EQ(sentence_of(error),
            "Desk is not connected. Connect it in Data sources, then ask again.");
}

TEST(RunWords, every_failure_that_has_a_vendor_names_it) {
  using Kind = RunError::Kind;
  for (const Kind kind : {Kind::not_connected, Kind::tool_not_allowed, Kind::needs_reconnect,
                          Kind::vendor_error, Kind::deadline})
    EXPECT_TRUE(sentence_of(error_of(kind)).contains("Desk")) << reason_of(kind);
}

TEST(RunWords, a_missing_rate_is_no_question_that_was_not_understood) {
  EXPECT_EQ(reason_of(RunError::Kind::no_exchange_rate), "no_exchange_rate");
  EXPECT_TRUE(sentence_of(error_of(RunError::Kind::no_exchange_rate)).contains("Settings"));
}

TEST(RunWords, what_the_call_says_of_its_failure_is_what_the_person_reads) {
  RunError error = error_of(RunError::Kind::vendor_error);
  error.for_person =
      "Desk answered with an error of its own (HTTP 503). Try again in a few minutes.";
  EXPECT_EQ(sentence_of(error), error.for_person);
}

TEST(RunWords, a_step_says_who_is_asked_for_what_and_then_what_came) {
  catalog::Vendor desk;
  desk.slug = "desk";
  desk.name = "Desk";
  catalog::Entry tickets;
  tickets.name = "open_tickets";
  tickets.tool = "list_tickets";
  desk.entries = {tickets};
  const Meaning meaning({{.vendor = &desk}});
  sources::Provenance read;
  read.vendor = "desk";
  read.tool = "list_tickets";
  EXPECT_EQ(fetch_step(meaning, read, true).text, "Waiting for Desk: list_tickets");
  read.rows = 647;
  const StepEvent step = fetch_step(meaning, read, false);
  EXPECT_EQ(step.text, "Reading open tickets from Desk");
  EXPECT_EQ(step.rows, 647U);
}

}  // namespace
}  // namespace sluice::analytics
