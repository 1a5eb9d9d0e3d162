#include "authoring/endpoint_draft.h"

#include "base/text.h"
#include "calls/definition_words.h"

#include <algorithm>

namespace sluice::authoring {
namespace {

// "cloudId" -> "cloud_id", as a parameter of a row is called.
[[nodiscard]] std::string parameter_name(std::string_view hole) {
  const std::string name = joined(calls::words_of(hole), "_");
  return name.empty() || !is_lower(name.front()) ? "value" : name;
}

// Whether the hole is all of the host: then a whole domain is filled in.
[[nodiscard]] bool is_whole_host(std::string_view url, std::size_t open, std::size_t close) {
  const bool begins = url.substr(0, open).ends_with("://");
  return begins && (close + 1 >= url.size() || url[close + 1] == '/' || url[close + 1] == ':');
}

void add_parameters(RowDraft& draft, std::string& url) {
  for (auto open = url.find('{'); open != std::string::npos; open = url.find('{', open + 1)) {
    const auto close = url.find('}', open);
    if (close == std::string::npos) return;
    const std::string name = parameter_name(url.substr(open + 1, close - open - 1));
    const bool domain = is_whole_host(url, open, close);
    url.replace(open + 1, close - open - 1, name);
    const bool known =
        std::ranges::find(draft.parameters, name, &ParameterDraft::name) != draft.parameters.end();
    if (known) continue;
    using Type = catalog::Parameter::Type;
    draft.parameters.push_back({name, domain ? Type::domain : Type::slug});
  }
}

// What a row can speak: the two transports, over https.
[[nodiscard]] bool is_reachable(const EndpointDraft& endpoint) {
  const bool speaks = endpoint.transport.empty() ||
                      endpoint.transport.starts_with("streamable-http") ||
                      endpoint.transport.starts_with("sse");
  return speaks && endpoint.url.starts_with("https://");
}

}  // namespace

void add_endpoint(RowDraft& draft, EndpointDraft endpoint) {
  if (!is_reachable(endpoint)) return;
  endpoint.transport = endpoint.transport.starts_with("sse") ? "sse" : "";
  if (draft.endpoints.empty()) add_parameters(draft, endpoint.url);
  draft.endpoints.push_back(std::move(endpoint));
}

}  // namespace sluice::authoring
