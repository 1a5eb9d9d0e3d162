#pragma once
#include "analyst/analyst.h"
#include "analytics/asking/question_turns.h"
#include "identity/organization_access.h"

#include <memory>

namespace sluice::analytics {

// What computing takes of a processor, shared out: an organization's analysts compute on as many
// cores as there are and no more, so that another's question finds at most one of them on each.
// A question that waits for its vendor takes none. Made for one question; `turns` outlives it.
class SharedSpawner final : public analyst::AnalystSpawner {
 public:
  SharedSpawner(analyst::AnalystSpawner& inner, QuestionTurns& turns,
                identity::OrganizationAccess access)
      : inner_(inner), turns_(turns), access_(access) {}

  void warm() override { inner_.warm(); }
  [[nodiscard]] Task<std::expected<std::unique_ptr<analyst::AnalystSession>, analyst::AnalystError>>
  open(boost::asio::any_io_executor executor, analyst::CurrencyRates rates,
       analyst::AnalystLimits limits, Deadline deadline) override;

 private:
  analyst::AnalystSpawner& inner_;
  QuestionTurns& turns_;
  identity::OrganizationAccess access_;
};

// As many as there are cores for each organization; the questions bound what may wait.
[[nodiscard]] TurnLimits computing_limits();

}  // namespace sluice::analytics
