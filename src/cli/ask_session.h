#pragma once
#include "analytics/asking/question_desk.h"
#include "app/demo_world.h"
#include "cli/question_line.h"

#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sluice::cli {

// Whose data a run asks: exactly one of `demo` and `organization` is given.
struct AskOptions {
  bool demo = false;
  std::vector<std::string> vendors;  // With --demo: whom to connect; empty: all.
  std::string organization;          // Else: whose connections.
  bool glossary = true;  // With --demo: whether the sample company's own words are known.
  bool learn = false;  // Whether the values that an answer shows are known to the lines behind it.
  std::string config;
};

// What one run of `ask` or `explain` asks: the sample company, or an organization of the data
// directory. The demo's data lives in a temporary folder and is gone with the session.
class AskSession {
 public:
  // The error is a sentence for the terminal. `spawner` outlives the session.
  [[nodiscard]] static std::expected<std::unique_ptr<AskSession>, std::string> open(
      const AskOptions& options, analyst::AnalystSpawner& spawner);
  ~AskSession();
  AskSession(const AskSession&) = delete;
  AskSession& operator=(const AskSession&) = delete;

  // Asks and remembers the plan under the line's id, for lines that come `after` it.
  [[nodiscard]] analytics::Answer ask(const QuestionLine& line);
  // The plan, or why there is none, as JSON; remembers it likewise.
  [[nodiscard]] OrderedJson explain(const QuestionLine& line);

 private:
  AskSession() = default;
  [[nodiscard]] std::expected<void, std::string> open_demo(const AskOptions& options,
                                                           analyst::AnalystSpawner& spawner);
  [[nodiscard]] std::expected<void, std::string> open_organization(
      const AskOptions& options, analyst::AnalystSpawner& spawner);
  // Connects in the demo what this line needs and is not connected yet.
  void connect_for(const QuestionLine& line);
  [[nodiscard]] std::optional<analytics::Asker> asker_for(const QuestionLine& line) const;
  [[nodiscard]] bool knows_predecessor(const QuestionLine& line) const;
  [[nodiscard]] analytics::Question question_of(const QuestionLine& line) const;
  [[nodiscard]] app::Product& product() { return world_ ? world_->product() : *product_; }

  std::filesystem::path temporary_;
  std::unique_ptr<app::DemoWorld> world_;
  std::unique_ptr<app::Product> product_;
  std::optional<identity::OrganizationAccess> access_;
  identity::Organization organization_;
  std::vector<std::string> demo_vendors_;
  std::set<std::string> connected_;
  std::map<std::string, analytics::QueryPlan> plans_;
};

}  // namespace sluice::cli
