#include "cli/check_command.h"

#include "base/clock.h"
#include "base/text_distance.h"
#include "catalog/catalog.h"
#include "cli/exit_code.h"
#include "cli/guard_call.h"
#include "cli/guard_challenge.h"
#include "cli/guard_chart.h"
#include "cli/guard_choose.h"
#include "cli/guard_definition.h"
#include "cli/guard_fernet.h"
#include "cli/guard_metadata.h"
#include "cli/guard_period.h"
#include "cli/guard_url.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

struct CheckArguments {
  std::string guard;
  std::vector<std::string> inputs;
};

[[nodiscard]] std::string text_of(const OrderedJson& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Every line of standard input gets its object, in order. False when one could not be read.
[[nodiscard]] bool check_lines(const Guard& guard) {
  bool all_read = true;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.empty()) continue;
    const auto verdict = guard(line);
    if (verdict) {
      std::cout << text_of(*verdict) << '\n';
    } else {
      all_read = false;
      std::cout << text_of({{"error", verdict.error()}}) << '\n';
    }
  }
  return all_read;
}

[[nodiscard]] int check_inputs(const Guard& guard, const std::vector<std::string>& inputs) {
  int code = exit_ok;
  for (const std::string& input : inputs) {
    const auto verdict = guard(input);
    if (!verdict) {
      std::cerr << "sluice check: " << verdict.error() << '\n';
      return exit_usage;
    }
    std::cout << text_of(*verdict) << '\n';
    if (verdict->value("verdict", std::string()) != "allow") code = exit_no;
  }
  return code;
}

[[nodiscard]] int unknown_guard(const Guards& guards, const std::string& name) {
  std::string nearest = guards.begin()->first;
  std::string known;
  for (const auto& [candidate, guard] : guards) {
    known += (known.empty() ? "" : ", ") + candidate;
    if (text_distance(name, candidate) < text_distance(name, nearest)) nearest = candidate;
  }
  std::cerr << "sluice check: there is no guard \"" << name << "\"; did you mean \"" << nearest
            << "\"? The guards are: " << known << ".\n";
  return exit_usage;
}

[[nodiscard]] int run_check(const CheckArguments& arguments) {
  const Guards guards = all_guards();
  const auto found = guards.find(arguments.guard);
  if (found == guards.end()) return unknown_guard(guards, arguments.guard);
  if (arguments.inputs == std::vector<std::string>{"-"}) {
    return check_lines(found->second) ? exit_ok : exit_usage;
  }
  return check_inputs(found->second, arguments.inputs);
}

}  // namespace

Guards all_guards() {
  // What the guards ask of: the rows in the program, and the time. Both outlive every guard.
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  static const SystemClock clock;
  return {
      {"call", make_call_guard(catalog)},
      {"challenge", make_challenge_guard()},
      {"chart", make_chart_guard()},
      {"choose", make_choose_guard()},
      {"definition", make_definition_guard(catalog)},
      {"period", make_period_guard()},
      {"fernet", make_fernet_guard()},
      {"metadata", make_metadata_guard(clock)},
      {"url", make_url_guard()},
  };
}

void add_check_command(CLI::App& app, int& exit_code) {
  auto* const check = app.add_subcommand(
      "check",
      "Ask a guard what it would do: the very code that the server runs, no server "
      "needed. Answers one JSON object an input; exit code 3 where the answer is no. `choose` is "
      "apart: it picks a tool of a server that no catalog row gives a meaning, and the server "
      "asks no such one yet.");
  auto arguments = std::make_shared<CheckArguments>();
  check
      ->add_option("guard", arguments->guard,
                   "call, challenge, chart, choose, definition, fernet, metadata, period or url")
      ->required();
  check
      ->add_option("input", arguments->inputs,
                   "What to check; - reads one a line from standard input")
      ->required();
  check->callback([arguments, &exit_code] { exit_code = run_check(*arguments); });
}

}  // namespace sluice::cli
