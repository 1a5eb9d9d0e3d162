#include "cli/entry_trials.h"

#include "calls/vendor_caller.h"

#include <expected>
#include <string>
#include <utility>

namespace sluice::cli {
namespace {

// All that one call needs, owned; the caller is the product's and outlives the trial.
Task<std::expected<std::string, sources::CallFailure>> call_one(calls::VendorCaller* caller,
                                                                identity::OrganizationAccess access,
                                                                sources::VendorCall call) {
  auto result =
      co_await caller->call(access, call.connection, std::move(call.tool),
                            std::move(call.arguments), Deadline::in(authoring::trial_deadline));
  if (!result) {
    co_return std::unexpected(sources::CallFailure{.kind = sources::CallFailure::Kind::vendor_error,
                                                   .detail = std::move(result.error().detail)});
  }
  co_return std::move(*result);
}

}  // namespace

std::vector<authoring::EntryTrial> trials_of(app::Product& product,
                                             const app::OperatorConnection& connection,
                                             std::chrono::days days,
                                             analyst::AnalystSpawner& spawner) {
  authoring::TrialContext context{
      .spawner = &spawner,
      .call = [caller = &product.caller(), access = connection.access](
                  sources::VendorCall call) { return call_one(caller, access, std::move(call)); },
      .vendor = {.vendor = product.catalog().find(connection.vendor),
                 .parameters = connection.parameters,
                 .accounts = {{.connection = connection.id,
                               .name = connection.vendor,
                               .parameters = connection.parameters}}},
      .rates = connection.rates,
      .now = product.desk().business_now(),
      .zone = connection.zone,
      .days = days};
  return product.runtime().run_to_completion(authoring::try_entries(std::move(context)));
}

}  // namespace sluice::cli
