#pragma once
#include "base/json.h"
#include "catalog/vendor.h"
#include "connections/data_sources.h"

#include <string>

namespace sluice::server {

// The shapes of /api/v1/data-sources and /api/v1/connections.

// "Deals, pipeline and contacts" -> "Reads deals, pipeline and contacts"; a name keeps its capital.
[[nodiscard]] std::string permissions_in_words(const catalog::Vendor& vendor);

// A connection just made: no names beside it, which the page knows.
[[nodiscard]] Json connection_json(const connections::ConnectionRow& row);

// `redirect_uri`: what an operator enters at a vendor that takes only registered clients.
[[nodiscard]] Json source_json(const connections::DataSource& source,
                               const std::string& redirect_uri);

// With both definitions as the vendor's JSON; null where the stored one cannot be read.
[[nodiscard]] Json changed_tool_json(const connections::WithdrawnTool& tool);

// The answers keep the order of their members: a person reads them.
[[nodiscard]] OrderedJson holdings_json(const connections::Holdings& holdings);

}  // namespace sluice::server
