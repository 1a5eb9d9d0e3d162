// What a row may say beyond its rows and measures, asked in words and answered from small answers
// of a vendor that is nobody's: each test fails without the mechanism that it is about.
#include "analytics/asking/plan_question.h"
#include "analytics/asking/run_fixture.h"
#include "base/time_format.h"
#include "catalog/catalog_fixture.h"
#include "catalog/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view row_lines = R"row(tools:
  list_readings: {verdict: read, input: {}}
  list_mails: {verdict: read, input: {since: string}, limits: {reaches_back: 90d}}
  list_builds: {verdict: read, input: {}}
  list_checks: {verdict: read, input: {"kind!": string}}
  list_visits: {verdict: read, input: {since: string, until: string}}
  list_clicks: {verdict: read, input: {}}
  list_parcels: {verdict: read, input: {}}
  search_files: {verdict: read, input: {"query!": string}, arguments: [{at: query, words: true}]}
entries:
  - name: readings
    label: Readings
    tool: list_readings
    rows: $
    time: taken
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: account, label: Account, path: account, type: text, role: dimension}
      - {name: taken, path: taken, type: timestamp, role: time}
      - {name: held, path: held, type: decimal, role: measure}
    measures:
      - {name: vault_balance, aggregate: last, expression: held, key: account, description: The latest reading of each account.}
      - {name: last_reading, aggregate: last, expression: held, description: The latest reading.}
  - name: mails
    label: Mails
    tool: list_mails
    arguments: {since: "${from_date}"}
    rows: $
    time: sent
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: sent, path: sent, type: timestamp, role: time}
      - {name: code, label: Mail type, synonyms: [mail type], path: code, type: text, role: dimension, values: [{value: T06, label: Newsletter}, {value: T07, label: Receipt, say: [bill]}, T99]}
    list: [id, code]
    measures:
      - {name: mails_sent, synonyms: [mails, mails sent], aggregate: count, description: Mails sent.}
      - {name: mail_clicks, synonyms: [mail clicks], aggregate: count, reaches_back: 30d, description: Clicks.}
  - name: builds
    label: Builds
    synonyms: [build]
    tool: list_builds
    rows: $
    time: made
    name_field: id
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: site, label: Site, path: site, type: text, role: dimension}
      - {name: made, path: made, type: timestamp, role: time}
      - {name: touched, label: Updated, path: touched, type: timestamp, role: time, moment: updated}
      - {name: took, label: Build time, path: took, type: decimal, unit: seconds, role: measure}
    list: [id, took]
    measures:
      - {name: build_count, aggregate: count, description: Builds.}
      - {name: average_build_time, label: Average build time, aggregate: average, expression: took, unit: seconds, higher_is_better: false, description: Mean time.}
  - name: checks
    label: Checks
    tool: list_checks
    each: {argument: kind, values: [security, speed]}
    rows: $
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: kind, label: Kind, path: $argument.kind, type: text, role: dimension}
    measures: [{name: check_count, synonyms: [checks], aggregate: count, description: Checks.}]
  - name: visits
    label: Visits
    tool: list_visits
    asked_by_bucket: true
    arguments: {since: "${from_date}", until: "${to_date}"}
    rows: $
    time: day
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: day, path: day, type: date, role: time}
      - {name: hits, path: hits, type: integer, role: measure}
    measures: [{name: visit_total, synonyms: [visits], aggregate: sum, expression: hits, description: Visits.}]
  - name: files
    label: Files
    synonyms: [file]
    tool: search_files
    rows: $
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: topic, label: Topic, synonyms: [topic], path: $argument.query, type: text, role: dimension}
    pushdowns: [{field: topic, op: contains, argument: query, format: text, required: true}]
    measures: [{name: file_count, synonyms: [files], aggregate: count, description: Files.}]
  - name: clicks
    label: Clicks
    tool: list_clicks
    rows: $.links
    zip: [counts]
    time: day
    fields:
      - {name: link, label: Link, path: name, type: text, role: key}
      - {name: start, path: $.start, type: date, role: hidden}
      - {name: position, path: "@index", type: integer, role: hidden}
      - {name: day, expression: "add_days(start, position)",
                           type : date, role : time
}
      - {name: count, path: counts, type: integer, role: measure}
    key: [link, position]
    measures: [{name: click_total, synonyms: [clicks], aggregate: sum, expression: count, description: Clicks.}]
  - name: parcels
    label: Parcels
    tool: list_parcels
    rows: $
    time: left
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: left, path: left, type: timestamp, role: time}
      - {name: due, expression: "add_days(left, 2)", type: date, role: time, moment: due}
    measures:
      - {name: harvest_parcels, synonyms: [harvest parcels], aggregate: count, filter: "month_of(left) = 10 and year_of(left) = 2026", description: Parcels of October.}
      - {name: late_parcels, synonyms: [late parcels], aggregate: count, filter: "due > '2026-11-02'", description: Parcels that were due late.}
questions: [How many builds]
)row";

const std::map<std::string, std::string>& answers() {
  static const std::map<std::string, std::string> texts{
      {"list_readings", R"([
        {"id":"1","account":"a","taken":"2026-09-10T12:00:00Z","held":100},
        {"id":"2","account":"b","taken":"2026-09-20T12:00:00Z","held":7},
        {"id":"3","account":"a","taken":"2026-10-30T12:00:00Z","held":40},
        {"id":"4","account":"a","taken":"2026-10-02T12:00:00Z","held":90},
        {"id":"5","account":"b","taken":"2026-10-15T12:00:00Z","held":5}])"},
      {"list_mails", R"([
        {"id":"1","sent":"2026-10-10T12:00:00Z","code":"T06"},
        {"id":"2","sent":"2026-10-11T12:00:00Z","code":"T06"},
        {"id":"3","sent":"2026-10-12T12:00:00Z","code":"T07"},
        {"id":"4","sent":"2026-10-13T12:00:00Z","code":"T99"}])"},
      {"list_builds", R"([
        {"id":"quick","site":"docs","made":"2026-10-10T12:00:00Z","touched":"2026-11-03T12:00:00Z","took":30},
        {"id":"slow","site":"web","made":"2026-10-11T12:00:00Z","touched":"2026-10-11T12:00:00Z","took":300},
        {"id":"usual","site":"web","made":"2026-10-12T12:00:00Z","touched":"2026-10-20T12:00:00Z","took":120}])"},
      {"list_checks", R"([{"id":"1"},{"id":"2"}])"},
      {"list_visits", R"([{"id":"1","day":"2026-10-05","hits":3}])"},
      {"list_clicks", R"({"start":"2026-10-30","links":[
        {"name":"a","counts":[1,2,4]},{"name":"b","counts":[10,20,40]}]})"},
      {"list_parcels", R"([
        {"id":"1","left":"2026-10-01T03:00:00Z"},
        {"id":"2","left":"2026-10-01T05:00:00Z"},
        {"id":"3","left":"2026-11-01T03:00:00Z"},
        {"id":"4","left":"2026-11-01T05:00:00Z"},
        {"id":"5","left":"2026-11-01T02:00:00Z"}])"},
      {"search_files", R"([{"id":"1"},{"id":"2"},{"id":"3"}])"}};
  return texts;
}

class RowCapabilities : public RunSuite {
 protected:
  [[nodiscard]] PlannerContext context() const {
    PlannerContext context{
        {}, {}, *parse_rfc3339("2026-11-21T17:00:00Z"), *TimeZone::find("America/New_York")};
    context.catalog = {{.vendor = &vendor_}};
    context.connected = {{.vendor = &vendor_}};
    return context;
  }
  // The answer's text, and its table behind it; of a refusal its sentence.
  std::string ask(const std::string& question) {
    calls_.clear();
    const PlanOutcome outcome =
        plan_of(context(), {.id = "", .text = question, .previous = std::nullopt});
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return "refused: " + refusal->text;
    const auto* planned = std::get_if<PlannedQuestion>(&outcome);
    if (planned == nullptr) return "asked back";
    RunContext run;
    run.spawner = spawner().get();
    run.vendors = {{.vendor = &vendor_}};
    run.rates = {.reporting = "usd", .to_reporting = {}};
    run.now = context().now;
    run.deadline = Deadline::in(60s);
    run.call = [this](const sources::VendorCall& call) {
      calls_.push_back(call);
      return reply(answers().at(call.tool));
    };
    const auto answer = finished(run_plan(planned->plan, std::move(run)));
    if (!answer) return "failed: " + answer.error().detail;
    const std::string table = answer->table ? Json(answer->table->rows).dump() : "";
    const std::string value = answer->value ? answer->value->value.dump() : "";
    return answer->text + " | " + value + " | " + table;
  }

  catalog::Vendor vendor_ = *catalog::read_row("acme.yaml", catalog::acme_row(row_lines));
  std::vector<sources::VendorCall> calls_;
};

TEST_F(RowCapabilities, the_latest_reading_of_each_account_is_that_of_each_stretch_of_time) {
  EXPECT_THAT(ask("vault balance in October"), HasSubstr("| 45.0 |"));
  EXPECT_THAT(ask("what was the vault balance at the end of September"), HasSubstr("| 107.0 |"));
  EXPECT_THAT(ask("vault balance by month in September and October"),
              HasSubstr(R"([["2026-09",107.0],["2026-10",45.0]])"));
  EXPECT_THAT(ask("vault balance by account in October"), HasSubstr(R"([["a",40.0],["b",5.0]])"));
  EXPECT_THAT(ask("last reading in September"), HasSubstr("| 7.0 |"));
}

TEST_F(RowCapabilities, a_code_is_shown_by_its_label_and_found_by_it) {
  const std::string by_type = ask("mails sent by mail type in October");
  EXPECT_THAT(by_type, HasSubstr(R"(["Newsletter",2])"));
  EXPECT_THAT(by_type, HasSubstr(R"(["T99",1])"));
  EXPECT_THAT(by_type, Not(HasSubstr("T06")));
  EXPECT_THAT(ask("newsletter mails sent in October"), HasSubstr("| 2 |"));
  EXPECT_THAT(ask("list the mails of October"), HasSubstr(R"(["3","Receipt"])"));
}

TEST_F(RowCapabilities, what_the_vendor_has_forgotten_is_refused_and_said) {
  EXPECT_THAT(ask("mails sent in October"), HasSubstr("| 4 |"));
  const std::string march = ask("mails sent in March");
  EXPECT_THAT(march, HasSubstr("refused: Acme gives mails sent of the last 90 days only"));
  EXPECT_THAT(march, HasSubstr("August 23, 2026"));
  // Half of it is known, and half of a number is a wrong one.
  EXPECT_THAT(ask("mails sent this year"), HasSubstr("refused: Acme gives mails sent"));
  EXPECT_TRUE(calls_.empty());
  EXPECT_THAT(ask("mails sent by month this year"), Not(HasSubstr("refused")));
  EXPECT_THAT(calls_.at(0).arguments.dump(), HasSubstr("2026-08-23"));
  // The measure itself reaches less far than its rows.
  EXPECT_THAT(ask("mail clicks in October"), HasSubstr("refused: Acme gives mail clicks of the "
                                                       "last 30 days only"));
}

TEST_F(RowCapabilities, lengths_of_time_are_told_in_the_unit_that_is_asked_for) {
  EXPECT_THAT(ask("average build time in October"), HasSubstr("| 150.0 |"));
  EXPECT_THAT(ask("average build time in October in seconds"), HasSubstr("| 150.0 |"));
  EXPECT_THAT(ask("average build time in minutes in October"), HasSubstr("| 2.5 |"));
  EXPECT_THAT(ask("average build time by site in October in minutes"),
              HasSubstr(R"([["web",3.5],["docs",0.5]])"));
}

TEST_F(RowCapabilities, the_slowest_took_longest_and_the_fastest_shortest) {
  EXPECT_THAT(ask("slowest build in October"), HasSubstr(R"([["slow",300.0]])"));
  EXPECT_THAT(ask("fastest build in October"), HasSubstr(R"([["quick",30.0]])"));
  EXPECT_THAT(ask("longest build in October"), HasSubstr(R"([["slow",300.0]])"));
  EXPECT_THAT(ask("builds of October longer than 100 seconds"), Not(HasSubstr("quick")));
}

TEST_F(RowCapabilities, what_was_not_changed_in_a_time_was_changed_before_it_last) {
  const std::string still = ask("list the builds that were not updated this month");
  EXPECT_THAT(still, HasSubstr("slow"));
  EXPECT_THAT(still, HasSubstr("usual"));
  EXPECT_THAT(still, Not(HasSubstr("quick")));
  // What changed in November hides what happened in October.
  EXPECT_THAT(ask("list the builds that were not updated in October"), HasSubstr("refused"));
}

TEST_F(RowCapabilities, a_tool_is_asked_once_for_each_fixed_value) {
  EXPECT_THAT(ask("how many checks"), HasSubstr("| 4 |"));
  EXPECT_EQ(calls_.size(), 2U);
  EXPECT_THAT(ask("checks by kind"), HasSubstr(R"(["security",2])"));
}

TEST_F(RowCapabilities, a_tool_of_few_groups_is_asked_for_each_bucket_by_itself) {
  EXPECT_THAT(ask("visits by month in September and October"),
              HasSubstr(R"([["2026-09",3],["2026-10",3]])"));
  ASSERT_EQ(calls_.size(), 2U);
  EXPECT_EQ(calls_[0].arguments.dump(), R"({"since":"2026-09-01","until":"2026-09-30"})");
  EXPECT_THAT(ask("visits in October"), HasSubstr("| 3 |"));
  EXPECT_EQ(calls_.size(), 1U);
}

TEST_F(RowCapabilities, words_of_the_question_are_searched_for_where_the_row_says_so) {
  EXPECT_THAT(ask("how many files with topic Pricing"), HasSubstr("| 3 |"));
  ASSERT_EQ(calls_.size(), 1U);
  EXPECT_EQ(calls_[0].arguments.dump(), R"({"query":"Pricing"})");
  EXPECT_THAT(ask("how many files"),
              HasSubstr("refused: Acme finds files only by words that stand in them"));
  EXPECT_TRUE(calls_.empty());
}

TEST_F(RowCapabilities, a_value_of_a_list_is_of_the_day_that_its_place_says) {
  EXPECT_THAT(ask("clicks in October"), HasSubstr("| 33 |"));
  EXPECT_THAT(ask("clicks in November"), HasSubstr("| 44 |"));
  EXPECT_THAT(ask("clicks by day from October 30 to November 1"),
              HasSubstr(R"([["2026-10-30",11],["2026-10-31",22],["2026-11-01",44]])"));
}

// In New York the month begins four hours after it does in UTC.
TEST_F(RowCapabilities, months_and_days_of_moments_are_those_of_the_organizations_calendar) {
  EXPECT_THAT(ask("harvest parcels this year"), HasSubstr("| 3 |"));
  EXPECT_THAT(ask("late parcels this year"), HasSubstr("| 1 |"));
}

}  // namespace
}  // namespace sluice::analytics
