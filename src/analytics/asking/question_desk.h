#pragma once
#include "analyst/analyst.h"
#include "analytics/asking/ask.h"
#include "analytics/asking/own_lexicons.h"
#include "analytics/asking/question_turns.h"
#include "analytics/asking/shared_analyst.h"
#include "analytics/meaning/accounts.h"
#include "analytics/meaning/lexicon_cache.h"
#include "base/clock.h"
#include "base/task.h"
#include "base/time_zone.h"
#include "calls/vendor_caller.h"
#include "catalog/catalog.h"
#include "identity/organization.h"
#include "identity/organization_access.h"
#include "storage/database.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::analytics {

// Who asks, and what may answer. `vendors` limits the connected sources to those (the page's
// source picker); empty: all.
struct Asker {
  identity::OrganizationAccess access;
  identity::Organization organization;
  std::vector<std::string> vendors;
  // The moment the question is asked at; none: the business clock's now.
  std::optional<Instant> now;
};

// How an organization's amounts and days are to be read: its rates to its own currency, and its
// zone; UTC where that is not known.
[[nodiscard]] analyst::CurrencyRates rates_of(const identity::Organization& organization);
[[nodiscard]] TimeZone zone_of(const identity::Organization& organization);

// What becomes of the values that an answer's rows show (own_values.h).
enum class Learning {
  none,           // Nothing new is kept; what was is read.
  behind_answer,  // Kept beside what comes next: no answer waits for it, none fails by it.
  before_answer,  // Kept when the answer is there: the next question knows them for certain.
};

// Where a question of an organization meets its connections: makes the planner's and the runner's
// view of them and asks. Made once; thread-safe; all it refers to outlives it.
class QuestionDesk {
 public:
  using Progress = std::function<void(const StepEvent&)>;

  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    calls::VendorCaller& caller;
    analyst::AnalystSpawner& spawner;
    BlockingPool& pool;
    const Clock& business_clock;
    const Clock& clock;  // The security clock: what plan an organization is on now.
    TurnLimits turns = {};
    Learning learning = Learning::none;
  };
  explicit QuestionDesk(Parts parts)
      : parts_(parts), turns_(parts.turns), computing_(computing_limits()) {}

  // Both wait for their turn first; the wait counts as part of the question's time.
  [[nodiscard]] Task<Answer> ask(Asker asker, Question question, Progress progress);
  // Runs a pinned plan again.
  [[nodiscard]] Task<Answer> ask_again(Asker asker, Question question, QueryPlan plan);
  // What the connected sources can answer, for an empty box.
  [[nodiscard]] Task<std::vector<std::string>> suggestions(Asker asker, std::size_t count);
  // The plan of a question, or why there is none, without running it (`sluice explain`).
  [[nodiscard]] Task<PlanOutcome> explain(Asker asker, Question question);
  // How the grammar reads it: see explain_reading().
  [[nodiscard]] Task<OrderedJson> readings(Asker asker, Question question);
  [[nodiscard]] Instant business_now() const { return parts_.business_clock.now(); }

 private:
  // The two views of one organization's connections at one moment.
  struct View {
    PlannerContext planner;
    RunContext run;
    std::vector<ReadThrough> connections;
  };
  // `told_apart`: vendors of a plan that names their accounts, though but one may be left.
  [[nodiscard]] Task<View> look(Asker asker, Deadline deadline, std::set<std::string> told_apart);
  // Makes the run leave what its rows show; null where nothing is learnt.
  [[nodiscard]] std::shared_ptr<ShownValues> listen(View& view) const;
  // Keeps what it left, as the desk learns.
  [[nodiscard]] Task<void> learn(identity::OrganizationAccess access,
                                 std::vector<VendorMeaning> vendors,
                                 std::vector<ReadThrough> connections,
                                 std::shared_ptr<ShownValues> shown) const;
  [[nodiscard]] sources::CallVendor vendor_door(identity::OrganizationAccess access,
                                                Deadline deadline) const;
  Parts parts_;
  QuestionTurns turns_;
  QuestionTurns computing_;
  AccountVendors account_vendors_;
  LexiconCache lexicons_;
  OwnLexicons own_lexicons_;
};

}  // namespace sluice::analytics
