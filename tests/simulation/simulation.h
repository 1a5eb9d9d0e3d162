#pragma once
#include "analytics/answering/answer.h"
#include "dice.h"
#include "house.h"
#include "rules.h"
#include "simulated_vendors.h"
#include "template_world.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::simulation {

// What a broken server would do, done to a working one, so that a test sees that it is found.
enum class Sabotage {
  none,
  keep_slot,           // A key slot outlives its connection.
  keep_answer,         // An emptied answer is filled again.
  foreign_answer,      // An answer of another organization lies in the file.
  lose_record,         // A record is taken out of a trail.
  invent_record,       // A record of what did not happen.
  smuggle_tool,        // A call leaves under another name than the admitted one.
  unrecorded_request,  // A credential is shown without a recorded use.
};

struct Options {
  std::size_t steps = 16;  // After the first, which connects.
  Sabotage sabotage = Sabotage::none;
};

// What is made once for all runs.
struct Stage {
  const TemplateWorld& world;
  net::IoRuntime& runtime;
  analyst::AnalystSpawner& spawner;
};

// How one seed went: its steps, a line each, and what was found, if anything was.
struct Outcome {
  std::vector<std::string> steps;
  std::optional<std::string> violation;
};

// Runs one seed from its beginning. The same seed and options give the same outcome.
[[nodiscard]] Outcome run_seed(std::uint64_t seed, const Options& options, const Stage& stage);

// One run: a copy of the world, a clock, and people who do what the dice say.
class Simulation {
 public:
  Simulation(std::uint64_t seed, const Options& options, const Stage& stage);
  // Until the steps are done. Throws Violation.
  void run();
  [[nodiscard]] std::vector<std::string>& steps() noexcept { return steps_; }

 private:
  struct Person {
    std::string token;  // Of the session's cookie; empty: never signed in, or signed out.
  };
  // A sign-in at a vendor that is under way, or was.
  struct Flow {
    std::size_t person = 0;
    std::uint64_t session = 0;
    std::string query;  // Of the way back.
    Instant begun_at;
    bool used = false;
  };
  // A question that was answered, as its author can pin it.
  struct Asked {
    std::size_t person = 0;
    ConversationId conversation;
    QuestionId question;
    std::string vendor;
  };
  // How somebody may have changed the way back. The first two leave a state that is taken; the
  // others name a parameter twice, and are not read at all.
  enum class Change { other_issuer, refused, two_codes, two_states };
  static constexpr std::size_t change_kinds = 4;
  [[nodiscard]] static std::string changed(std::string query, Change how);
  using Step = void (Simulation::*)();

  // steps.cpp: what people do.
  void sign_in();
  void sign_out();
  void begin_connect();
  void connect_with_key();
  void come_back();
  void test_connection();
  void call_tool();
  void ask();
  void pin();
  void refresh_card();
  void remove_card();
  void disconnect();
  void reach_for_another();
  void approve_tool();
  // world_steps.cpp: what happens around them.
  void change_plan();
  void rotate_keys();
  void let_time_pass();
  void disturb_vendor();
  void calm_vendors();
  void tend();
  void watch_tools();
  void restart();

  void one(Step step);  // With everything that is looked at around it.
  // Most organizations begin with something connected, so that a short run comes by what only
  // happens to connections.
  void move_in();
  void step();
  void settle();  // Lets what was begun beside the step come to its end.
  void check(const Snapshot& before);
  void sabotage(const Snapshot& before);
  void say(const std::string& what);
  void say_outcome(bool good);
  void say_result(const std::expected<std::string, calls::CallError>& result);
  void sign_in_with(std::string text);
  // True when a way back waits at the end of the flows.
  [[nodiscard]] bool begin_with(const std::string& vendor);
  void come_back_with(Flow& flow, std::optional<Change> change);
  // Who acts, signed in anew where the session has ended; nothing where that is refused.
  [[nodiscard]] std::optional<identity::SignedIn> somebody();
  [[nodiscard]] connections::Connector connector(const identity::SignedIn& who) const;
  [[nodiscard]] std::string a_vendor();
  [[nodiscard]] std::optional<ConnectionId> a_connection(const identity::SignedIn& who);
  [[nodiscard]] ConnectionId id_of(const identity::SignedIn& who, const std::string& vendor) const;
  [[nodiscard]] std::int64_t disconnects_of(const identity::SignedIn& who,
                                            const std::string& vendor) const;
  [[nodiscard]] bool read_from(const identity::SignedIn& who, const std::string& vendor);
  [[nodiscard]] analytics::Answer answer_from(ConnectionId through, const std::string& vendor,
                                              std::int64_t disconnects,
                                              const std::string& id) const;
  void disconnect_all(const identity::SignedIn& who, const std::string& vendor);

  template <class T>
  T wait(Task<T> task) {
    return stage_.runtime.run_to_completion(std::move(task));
  }

  const Stage& stage_;
  const Options options_;
  Dice dice_;
  storage::TemporaryFolder folder_;
  FixedClock clock_{beginning};
  SeededRandom random_;
  SeededRandom vendor_random_;
  Watchman watchman_;
  SimulatedVendors vendors_;
  std::unique_ptr<House> house_;

  std::array<Person, organization_count * people_per_organization> people_;
  std::size_t person_ = 0;  // Who acts in this step.
  std::vector<Flow> flows_;
  std::vector<Asked> asked_;
  Announced announced_;
  std::size_t rotations_ = 0;
  std::vector<std::string> steps_;
};

}  // namespace sluice::simulation
