#include "server/route_pattern.h"

#include "base/text.h"

#include <algorithm>

namespace sluice::server {
namespace {

[[nodiscard]] bool is_parameter(const std::string& segment) {
  return segment.starts_with('{');
}

}  // namespace

std::vector<std::string> segments_of(std::string_view path) {
  const auto segments = words_between(path, "/");
  return {segments.begin(), segments.end()};
}

std::optional<PathParameters> parameters_of(const std::vector<std::string>& pattern,
                                            const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  PathParameters parameters;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string& segment = pattern[i];
    if (is_parameter(segment)) {
      parameters[segment.substr(1, segment.size() - 2)] = path[i];
    } else if (segment != path[i]) {
      return std::nullopt;
    }
  }
  return parameters;
}

}  // namespace sluice::server
