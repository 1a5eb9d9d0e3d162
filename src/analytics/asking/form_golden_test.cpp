#include "analytics/asking/plan_question.h"
#include "analytics/asking/run_fixture.h"

#include "analytics/reading/explain.h"
#include "base/time_format.h"
#include "catalog/catalog_fixture.h"
#include "sandbox/engine.h"
#include "sandbox/world_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// tests/golden/forms holds a folder for each question form: a question over the sample company and
// what became of it on its way: pieces, plan, SQL, table, sentence and chart. UPDATE=1 rewrites all
// but the question; the difference is then reviewed like code.
namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* now_text = "2026-11-21T12:00:00-05:00";
constexpr std::size_t rows_shown_max = 12;

[[nodiscard]] Instant now() {
  const auto instant = parse_rfc3339(now_text);
  if (!instant) throw std::runtime_error("the time cannot be read");
  return *instant;
}
[[nodiscard]] TimeZone new_york() {
  auto zone = TimeZone::find("America/New_York");
  if (!zone) throw std::runtime_error("the time zone data is missing");
  return *std::move(zone);
}

[[nodiscard]] std::string text_in(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

[[nodiscard]] std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// What the sample company's vendors answer, without a server between.
class SampleVendors {
 public:
  [[nodiscard]] std::string answer(const std::string& vendor, const std::string& tool,
                                   const Json& arguments) {
    const sandbox::Engine engine(world(vendor), clock_, zone_);
    return engine.call(tool, sandbox::Value::parse(to_wire(arguments))).dump();
  }

 private:
  [[nodiscard]] const sandbox::World& world(const std::string& vendor) {
    auto known = worlds_.find(vendor);
    if (known == worlds_.end()) {
      auto loaded = sandbox::World::read(sandbox::EmbeddedWorldFiles(), vendor);
      if (!loaded) throw std::runtime_error(loaded.error());
      known = worlds_.emplace(vendor, *std::move(loaded)).first;
    }
    return known->second;
  }

  std::map<std::string, sandbox::World> worlds_;
  FixedClock clock_{now()};
  TimeZone zone_ = new_york();
};

Task<std::expected<std::string, sources::CallFailure>> passed_on(std::string text) {
  co_return text;
}

[[nodiscard]] std::string table_text(const analyst::Table& table) {
  std::string text;
  for (const analyst::Column& column : table.columns)
    text += (text.empty() ? "" : " | ") + column.name +
            (column.unit.empty() ? "" : " (" + column.unit + ")");
  text += "\n";
  for (std::size_t at = 0; at < std::min(rows_shown_max, table.rows.size()); ++at) {
    std::string row;
    for (const Json& cell : table.rows[at])
      row +=
          (row.empty() ? "" : " | ") + (cell.is_string() ? cell.get<std::string>() : cell.dump());
    text += row + "\n";
  }
  if (table.rows.size() > rows_shown_max)
    text += "... " + std::to_string(table.rows.size()) + " rows\n";
  return text;
}

// The words of each piece of the best reading, and the rule that takes them.
[[nodiscard]] std::string pieces_text(const OrderedJson& explained) {
  if (explained.at("readings").empty()) return "none\n";
  const OrderedJson& best = explained.at("readings").front();
  std::string text = "counts " + best.at("counts").get<std::string>() + "\n";
  for (const OrderedJson& piece : best.at("pieces"))
    text +=
        piece.at("rule").get<std::string>() + ": " + piece.at("words").get<std::string>() + "\n";
  return text;
}

class GoldenForms : public RunSuite {
 protected:
  [[nodiscard]] std::vector<VendorMeaning> connected() const {
    std::vector<VendorMeaning> all;
    for (const catalog::Vendor& vendor : catalog_.all()) {
      VendorMeaning meaning{.vendor = &vendor};
      for (const catalog::Parameter& parameter : vendor.parameters)
        meaning.parameters[parameter.name] = parameter.example;
      all.push_back(std::move(meaning));
    }
    return all;
  }

  [[nodiscard]] PlannerContext planner() const {
    PlannerContext context{{}, {}, now(), new_york()};
    context.catalog = context.connected = connected();
    return context;
  }

  // What stands in the folder beside the question, by file name.
  [[nodiscard]] std::map<std::string, std::string> made_of(const std::string& question) {
    std::map<std::string, std::string> made;
    const PlannerContext context = planner();
    made["pieces.txt"] = pieces_text(explain_reading(context, question));
    const PlanOutcome outcome = plan_of(context, {.id = "", .text = question, .previous = {}});
    const auto* planned = std::get_if<PlannedQuestion>(&outcome);
    if (planned == nullptr) {
      made["sentence.txt"] = "not planned\n";
      return made;
    }
    Json plan = to_json(planned->plan);
    // It is no part of what is asked: weights that are fitted anew would rewrite every folder.
    plan.erase("confidence");
    made["plan.json"] = plan.dump(2) + "\n";
    const auto answer = run(planned->plan);
    if (!answer) {
      made["sentence.txt"] = answer.error().detail + "\n";
      return made;
    }
    made["sentence.txt"] = answer->text + "\n";
    made["query.sql"] = answer->how.sql + "\n";
    if (answer->table) made["table.txt"] = table_text(*answer->table);
    if (answer->chart) made["chart.json"] = to_json(*answer->chart).dump(2) + "\n";
    return made;
  }

  [[nodiscard]] std::expected<Answer, RunError> run(QueryPlan plan) {
    RunContext context;
    context.spawner = spawner().get();
    context.vendors = connected();
    context.rates = {.reporting = "usd", .to_reporting = {{"eur", 1.08}, {"gbp", 1.27}}};
    context.now = now();
    context.call = [this](const sources::VendorCall& call) {
      return passed_on(vendors_.answer(call.vendor, call.tool, call.arguments));
    };
    return finished(run_plan(std::move(plan), std::move(context)));
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
  SampleVendors vendors_;
};

TEST_F(GoldenForms, stay_as_reviewed) {
  const fs::path forms = fs::path(SLUICE_SOURCE_DIR) / "tests/golden/forms";
  const bool update =
      std::getenv("UPDATE") != nullptr;  // NOLINT(concurrency-mt-unsafe): one thread.
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(forms))
    if (entry.is_directory()) folders.push_back(entry.path());
  std::ranges::sort(folders);
  ASSERT_FALSE(folders.empty());
  for (const fs::path& folder : folders) {
    const std::string question = first_line(text_in(folder / "question.txt"));
    for (const auto& [name, text] : made_of(question)) {
      if (update) std::ofstream(folder / name) << text;
      if (!update) EXPECT_EQ(text, text_in(folder / name)) << folder / name;
    }
  }
}

}  // namespace
}  // namespace sluice::analytics
