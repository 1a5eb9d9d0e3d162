#include "cli/guard_url.h"

#include "net/egress_policy.h"
#include "net/io_runtime.h"
#include "net/system_resolver.h"
#include "net/table_resolver.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

using net::TableResolver;
using Admission = std::expected<net::PublicEndpoint, net::EgressRefusal>;

struct UrlQuestion {
  std::string url;
  std::optional<std::map<std::string, std::vector<TableResolver::Answer>>> dns;
  std::optional<std::string> redirect_to;
};

std::optional<TableResolver::Answer> read_answer(const Json& list) {
  if (!list.is_array()) return std::nullopt;
  TableResolver::Answer answer;
  for (const Json& address : list) {
    if (!address.is_string()) return std::nullopt;
    answer.push_back(address.get<std::string>());
  }
  return answer;
}

// One list of addresses, or a list of such lists.
std::optional<std::vector<TableResolver::Answer>> read_answers(const Json& value) {
  const bool lists = value.is_array() && !value.empty() && value.front().is_array();
  std::vector<TableResolver::Answer> answers;
  if (!lists) {
    auto answer = read_answer(value);
    if (!answer) return std::nullopt;
    answers.push_back(std::move(*answer));
    return answers;
  }
  for (const Json& list : value) {
    auto answer = read_answer(list);
    if (!answer) return std::nullopt;
    answers.push_back(std::move(*answer));
  }
  return answers;
}

std::expected<UrlQuestion, std::string> read_question(std::string_view line) {
  UrlQuestion question;
  // A URL never begins with a brace, so bare text is told from an object by its first character.
  if (!line.starts_with('{')) {
    question.url = std::string(line);
    return question;
  }
  const auto object = parse_json(line);
  if (!object) return std::unexpected(object.error());
  const auto url = text_member(*object, "url");
  if (!url) return std::unexpected("a text \"url\" is missing");
  question.url = *url;
  question.redirect_to = text_member(*object, "redirect_to");
  const Json& dns = member(*object, "dns");
  if (dns.is_null()) return question;
  if (!dns.is_object()) return std::unexpected("\"dns\" is not an object");
  question.dns.emplace();
  for (const auto& [host, value] : dns.items()) {
    auto answers = read_answers(value);
    if (!answers) return std::unexpected("\"dns\" holds something else than lists of addresses");
    question.dns->emplace(host, std::move(*answers));
  }
  return question;
}

OrderedJson refusal(const net::EgressRefusal& refused) {
  return {{"verdict", "refuse"},
          {"reason", to_text(refused.reason)},
          {"detail", refused.detail},
          {"addresses", OrderedJson::array()}};
}

OrderedJson admitted(const net::PublicEndpoint& endpoint) {
  return {{"verdict", "allow"},
          {"reason", "public"},
          {"detail", "Every address of the name is public."},
          {"addresses", endpoint.parts().addresses},
          {"url", endpoint.url()}};
}

OrderedJson answer(const UrlQuestion& question, net::EgressPolicy& policy, net::IoRuntime& runtime,
                   std::size_t turns) {
  Admission admission = runtime.run_to_completion(policy.admit_custom(question.url));
  for (std::size_t turn = 1; turn < turns && admission; ++turn)
    admission = runtime.run_to_completion(policy.admit_custom(question.url));
  if (admission && question.redirect_to)
    admission = policy.admit_redirect(*admission, *question.redirect_to);
  return admission ? admitted(*admission) : refusal(admission.error());
}

// Made with the first line that needs them, and used for all.
struct Machinery {
  net::IoRuntime runtime{1};
  net::SystemResolver resolver;
};

}  // namespace

Guard make_url_guard() {
  return [machinery = std::shared_ptr<Machinery>()](
             std::string_view line) mutable -> std::expected<OrderedJson, std::string> {
    auto question = read_question(line);
    if (!question) return std::unexpected(question.error());
    if (!machinery) machinery = std::make_shared<Machinery>();
    if (question->dns) {
      TableResolver table(std::move(*question->dns));
      net::EgressPolicy policy(table, {});
      return answer(*question, policy, machinery->runtime, table.turns());
    }
    net::EgressPolicy policy(machinery->resolver, {});
    return answer(*question, policy, machinery->runtime, 1);
  };
}

}  // namespace sluice::cli
