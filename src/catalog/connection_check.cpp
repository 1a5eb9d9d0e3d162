#include "catalog/connection_check.h"

#include "catalog/connection_parameters.h"
#include "catalog/json_schema.h"
#include "catalog/placeholders.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

namespace sluice::catalog {
namespace {

const Parameter* find_parameter(const Vendor& vendor, std::string_view name) {
  const auto found = std::ranges::find(vendor.parameters, name, &Parameter::name);
  return found == vendor.parameters.end() ? nullptr : &*found;
}

template <class T>
[[nodiscard]] bool holds(const std::vector<T>& list, const T& one) {
  return std::ranges::find(list, one) != list.end();
}

class ConnectionCheck {
 public:
  ConnectionCheck(const Vendor& vendor, std::vector<RowIssue>& issues)
      : vendor_(vendor), issues_(issues) {}

  void run() {
    for (const Parameter& parameter : vendor_.parameters)
      check_parameter(parameter, "parameters/" + parameter.name);
    for (std::size_t i = 0; i < vendor_.endpoints.size(); ++i)
      check_endpoint(i, "endpoints/" + std::to_string(i));
    for (const Parameter& parameter : vendor_.parameters)
      check_reach(parameter);
    check_headers();
    check_placeholders();
    if (vendor_.account) check_account(*vendor_.account);
    check_servers();
    check_without_sign_in();
    if (!vendor_.resource_uri.empty() && vendor_.resource == ResourceIndicator::omit)
      report("resource_uri", "with `resource: omit` no resource is sent at all");
    const bool by_itself = std::ranges::any_of(vendor_.registration, [](Registration way) {
      return way == Registration::dynamic || way == Registration::metadata_document;
    });
    if (!vendor_.approval.empty() && !by_itself)
      report("approval",
             "is for servers that register by themselves; what the operator does for "
             "`preregistered` stands in `operator_setup`");
  }

 private:
  void check_parameter(const Parameter& parameter, const std::string& path) {
    using Type = Parameter::Type;
    if ((parameter.type == Type::choice) == parameter.choices.empty())
      report(path, "`choices` and the type choice go together");
    if (std::set(parameter.choices.begin(), parameter.choices.end()).size() !=
            parameter.choices.size() ||
        std::set(parameter.choice_labels.begin(), parameter.choice_labels.end()).size() !=
            parameter.choice_labels.size())
      report(path + "/choices", "two choices are, or are called, the same");
    if (!parameter.pattern.empty()) {
      if (parameter.type != Type::text) report(path, "only a text has a `pattern`");
      if (!RE2(parameter.pattern, RE2::Quiet).ok())
        report(path + "/pattern", "this is no regular expression");
    }
    // An example that would be refused misleads whoever follows it.
    const auto example = read_parameter(parameter, parameter.example);
    if (!example) report(path + "/example", example.error());
    if (parameter.lookup) check_lookup(parameter, *parameter.lookup, path + "/lookup");
  }

  void check_lookup(const Parameter& parameter, const Lookup& lookup, const std::string& path) {
    const Tool* tool = vendor_.find_tool(lookup.tool);
    if (tool == nullptr) return report(path, "the row has no tool \"" + lookup.tool + "\"");
    if (!tool->callable()) report(path, "\"" + lookup.tool + "\" is not reviewed as a read");
    if (!lookup.rows.starts_with('$')) report(path + "/rows", "a path of the answer begins with $");
    bool asks_for_it = false;
    const Json arguments = fill_in(lookup.arguments, [&](std::string_view name) -> Json {
      asks_for_it = asks_for_it || name == "connection." + parameter.name;
      return stand_in(name);
    });
    if (!asks_for_it) report(path, "the call does not carry ${connection." + parameter.name + "}");
    for (const SchemaIssue& issue : schema_issues(tool->input, arguments, 1))
      report(path + "/arguments", issue.path + ": " + issue.message);
  }
  // A call that cannot be made or read would leave every connection without its name, in silence.
  void check_account(const AccountName& account) {
    static const RE2 one_place(R"(\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[-?[0-9]+\]|\['[^']+'\])+)");
    if (!RE2::FullMatch(account.name, one_place))
      report("account/name", "\"" + account.name +
                                 "\" is no path of one place in the answer, as in $.account.name");
    const Tool* tool = vendor_.find_tool(account.tool);
    if (tool == nullptr)
      return report("account/tool", "the row has no tool \"" + account.tool + "\"");
    if (!tool->callable())
      report("account/tool", "\"" + account.tool + "\" is not reviewed as a read");
    check_names(account.arguments, "account/arguments");
    const Json arguments =
        fill_in(account.arguments, [this](std::string_view name) { return stand_in(name); });
    for (const SchemaIssue& issue : schema_issues(tool->input, arguments, 1))
      report("account/arguments", issue.path + ": " + issue.message);
  }
  // Something of the right kind for a parameter; nothing for a name that is none.
  [[nodiscard]] Json stand_in(std::string_view name) const {
    constexpr std::string_view owner = "connection.";
    const Parameter* found =
        name.starts_with(owner) ? find_parameter(vendor_, name.substr(owner.size())) : nullptr;
    if (found == nullptr) return nullptr;
    if (found->type == Parameter::Type::integer) return 1;
    return found->choices.empty() ? Json("x") : Json(found->choices.front());
  }

  void check_endpoint(std::size_t index, const std::string& path) {
    const Endpoint& endpoint = vendor_.endpoints[index];
    check_holes(endpoint, path);
    for (std::size_t before = 0; before < index; ++before)
      if (vendor_.endpoints[before].when == endpoint.when)
        report(path, "an endpoint before it is chosen in the same case, so this one never is");
    if (endpoint.when.empty()) return;
    const EndpointCondition condition = condition_of(endpoint);
    const Parameter* parameter = find_parameter(vendor_, condition.parameter);
    if (parameter == nullptr || parameter->type != Parameter::Type::choice)
      return report(path + "/when", "\"" + std::string(condition.parameter) +
                                        "\" is no parameter of the type choice");
    if (std::ranges::find(parameter->choices, condition.value) == parameter->choices.end())
      report(path + "/when", "\"" + std::string(condition.value) + "\" is none of its choices");
  }

  void check_holes(const Endpoint& endpoint, const std::string& path) {
    const std::string& url = endpoint.url;
    for (std::size_t open = url.find('{'); open != std::string::npos;
         open = url.find('{', open + 1)) {
      const std::string name = url.substr(open + 1, url.find('}', open) - open - 1);
      const Parameter* parameter = find_parameter(vendor_, name);
      if (parameter == nullptr) {
        report(path, "no parameter \"" + name + "\"");
      } else if (!parameter->required && !is_optional_part(url, open)) {
        report(path, "\"" + name +
                         "\" stands in the address, so it has to be required, or its part of the "
                         "address stands in brackets: [&" +
                         name + "={" + name + "}]");
      }
    }
  }

  [[nodiscard]] static bool is_optional_part(const std::string& url, std::size_t hole) {
    const auto open = url.rfind('[', hole);
    return open != std::string::npos && url.find(']', open) > hole;
  }

  // A value goes where it is written or nowhere: braces of no parameter would leave as they are.
  void check_headers() {
    for (const Header& header : vendor_.headers) {
      const auto open = header.value.find('{');
      if (open == std::string::npos) continue;
      const auto close = std::min(header.value.find('}', open), header.value.size());
      const std::string name = header.value.substr(open + 1, close - open - 1);
      if (find_parameter(vendor_, name) == nullptr)
        report("headers/" + header.name, "no parameter \"" + name + "\"");
    }
  }

  // A vendor with several servers: what each has is the row's, and what the row reads one of them
  // has.
  void check_servers() {
    const auto has_own_tools = [](const Endpoint& endpoint) { return !endpoint.tools.empty(); };
    if (!std::ranges::any_of(vendor_.endpoints, has_own_tools)) return check_issuers();
    for (std::size_t i = 0; i < vendor_.endpoints.size(); ++i) {
      const std::string path = "endpoints/" + std::to_string(i);
      const Endpoint& endpoint = vendor_.endpoints[i];
      bool reads = endpoint.tools.empty();
      for (const std::string& name : endpoint.tools) {
        const Tool* tool = vendor_.find_tool(name);
        reads = reads || (tool != nullptr && tool->callable());
        if (tool == nullptr) report(path + "/tools", "the row has no tool \"" + name + "\"");
      }
      if (!reads)
        report(path + "/tools", "none of them is a read, so nobody could connect this server");
      if (endpoint.when.empty() && has_own_tools(endpoint) && vendor_.endpoints.size() == 1)
        report(path + "/tools", "of one server alone they are the row's tools");
    }
    for (const Tool& tool : vendor_.tools) {
      const bool served = std::ranges::any_of(vendor_.endpoints, [&](const Endpoint& endpoint) {
        return endpoint.tools.empty() || holds(endpoint.tools, tool.name);
      });
      if (tool.callable() && !served)
        report("tools/" + tool.name, "a read that no server has (`tools` of `endpoints`)");
    }
    check_issuers();
  }

  void check_issuers() {
    const bool own = std::ranges::any_of(vendor_.endpoints, [](const Endpoint& endpoint) {
      return !endpoint.authorization_server.empty();
    });
    const bool by_hand = holds(vendor_.registration, Registration::preregistered);
    if (own && by_hand)
      report("registration",
             "`preregistered` is one client with its secret at one authorization server, and the "
             "endpoints name their own; allowed beside them: metadata-document, dynamic, api-key");
  }

  void check_without_sign_in() {
    if (!holds(vendor_.registration, Registration::none)) return;
    if (!asks_nobody_to_sign_in(vendor_))
      return report("registration",
                    "`none` stands alone: a server asks everybody to sign in or nobody");
    const std::string why = "with `registration: [none]` nobody signs in";
    if (vendor_.api_key) report("api_key", why);
    if (!vendor_.scopes_read.empty()) report("scopes/read", why);
    if (!vendor_.authorization_server.empty()) report("authorization_server", why);
    if (!vendor_.resource_uri.empty()) report("resource_uri", why);
    if (!vendor_.operator_setup.empty()) report("operator_setup", why);
    for (std::size_t i = 0; i < vendor_.endpoints.size(); ++i)
      if (!vendor_.endpoints[i].authorization_server.empty())
        report("endpoints/" + std::to_string(i), why);
  }

  // Every value that somebody may choose leads to an address of its own or to the ordinary one.
  void check_reach(const Parameter& parameter) {
    const bool chooses = std::ranges::any_of(vendor_.endpoints, [&](const Endpoint& endpoint) {
      return condition_of(endpoint).parameter == parameter.name && !endpoint.when.empty();
    });
    const bool has_ordinary = std::ranges::any_of(
        vendor_.endpoints, [](const Endpoint& endpoint) { return endpoint.when.empty(); });
    if (!chooses || has_ordinary) return;
    const std::string path = "parameters/" + parameter.name;
    for (const std::string& choice : parameter.choices)
      if (endpoint_when(vendor_, parameter.name, choice) == nullptr)
        report(path, "the choice \"" + choice + "\" reaches no endpoint");
    if (!parameter.required) report(path, "left out, it reaches no endpoint");
  }

  void check_placeholders() {
    for (std::size_t i = 0; i < vendor_.entries.size(); ++i)
      check_names(vendor_.entries[i].arguments, "entries/" + std::to_string(i) + "/arguments");
    for (const Tool& tool : vendor_.tools)
      for (const ArgumentRule& rule : tool.rules)
        if (rule.kind == ArgumentRule::Kind::connection &&
            find_parameter(vendor_, rule.parameter) == nullptr)
          report("tools/" + tool.name + "/arguments", "no parameter \"" + rule.parameter + "\"");
  }
  void check_names(const Json& arguments, const std::string& path) {
    constexpr std::string_view owner = "connection.";
    std::set<std::string> unknown;
    (void)fill_in(arguments, [&](std::string_view name) -> Json {
      const bool ours = name.starts_with(owner);
      if (ours && find_parameter(vendor_, name.substr(owner.size())) == nullptr)
        unknown.insert(std::string(name.substr(owner.size())));
      return "";
    });
    for (const std::string& name : unknown)
      report(path, "no parameter \"" + name + "\"");
  }

  void report(std::string path, std::string message) {
    issues_.push_back({std::move(path), std::move(message)});
  }

  const Vendor& vendor_;
  std::vector<RowIssue>& issues_;
};

}  // namespace

void check_connection(const Vendor& vendor, std::vector<RowIssue>& issues) {
  ConnectionCheck(vendor, issues).run();
}

void check_scopes(const Vendor& vendor, std::vector<RowIssue>& issues) {
  const auto none_in = [&](const std::vector<std::string>& scopes, std::string_view name,
                           const std::vector<std::string>& others, std::string_view other) {
    for (const std::string& scope : scopes)
      if (std::ranges::find(others, scope) != others.end())
        issues.push_back({"scopes/" + std::string(name),
                          "\"" + scope + "\" stands in `" + std::string(other) + "` as well"});
  };
  // A scope in two lists would be asked for and refused, or refused though the vendor adds it by
  // itself.
  none_in(vendor.scopes_read, "read", vendor.scopes_never, "never");
  none_in(vendor.scopes_always, "always", vendor.scopes_never, "never");
  none_in(vendor.scopes_always, "always", vendor.scopes_read, "read");
  if (vendor.consent_shows_write == WriteConsent::yes && vendor.scopes_read.empty())
    issues.push_back({"scopes/read",
                      "a vendor without a grant for reading alone (consent_shows_write: yes) needs "
                      "its narrowest scopes here"});
}

}  // namespace sluice::catalog
