#pragma once
#include "analyst/analyst.h"
#include "app/operator_connections.h"
#include "app/product.h"
#include "authoring/entry_trial.h"

#include <chrono>
#include <vector>

namespace sluice::cli {

// The trial of all entries of a connection's row. `days`: how far back an entry is asked that is
// asked with dates. Blocking; `spawner` outlives it.
[[nodiscard]] std::vector<authoring::EntryTrial> trials_of(
    app::Product& product, const app::OperatorConnection& connection, std::chrono::days days,
    analyst::AnalystSpawner& spawner);

}  // namespace sluice::cli
