#include "cli/guard_challenge.h"

#include "base/json_text.h"
#include "oauth/challenge.h"

#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

OrderedJson to_json(const oauth::Challenge& challenge) {
  OrderedJson params = OrderedJson::object();
  for (const auto& [name, value] : challenge.params)
    params[name] = value;
  OrderedJson result{{"scheme", challenge.scheme}, {"params", std::move(params)}};
  if (!challenge.token68.empty()) result["token68"] = challenge.token68;
  return result;
}

std::expected<OrderedJson, std::string> judge(std::string_view line) {
  const auto input = JsonText::check(line);
  if (!input) return std::unexpected(input.error());
  const JsonText headers = input->member("headers");
  if (!headers.is_array()) return std::unexpected("\"headers\" must be a list of texts");
  std::vector<std::string> values;
  for (const JsonText& element : headers.elements()) {
    auto value = element.string();
    if (!value) return std::unexpected("\"headers\" must be a list of texts");
    values.push_back(std::move(*value));
  }
  const auto challenges = oauth::parse_challenges(values);
  if (!challenges) {
    return OrderedJson{{"verdict", "refuse"},
                       {"reason", "unreadable_challenge"},
                       {"detail", challenges.error().detail}};
  }
  OrderedJson list = OrderedJson::array();
  for (const oauth::Challenge& challenge : *challenges)
    list.push_back(to_json(challenge));
  return OrderedJson{{"verdict", "allow"},
                     {"reason", "understood"},
                     {"detail", std::to_string(list.size()) + " challenges"},
                     {"challenges", std::move(list)}};
}

}  // namespace

Guard make_challenge_guard() {
  return judge;
}

}  // namespace sluice::cli
