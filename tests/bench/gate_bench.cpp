// How long the gate takes to judge one call: gate_bench [ROUNDS]. Every tool of every row is
// proposed: what is no read, reads with each set of arguments that fits them, tools of several
// operations by each operation, and the same calls bent (an unknown member, another vendor's tool).
// Each judgement is timed by itself. Exits with 1 when a kind's p99 is not under the limit of
// docs/benchmarks.md.
#include "../product/fitting_arguments.h"
#include "calls/row_gate.h"
#include "catalog/catalog.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sluice::calls {
namespace {

using catalog::ArgumentRule;
using catalog::Tool;
using catalog::Vendor;

constexpr double limit_microseconds = 5;

struct Proposal {
  const Vendor* vendor;
  const RowGate* gate;
  ProposedCall call;
  Json parameters;
};

// By what is proposed, in the order of the table.
using Proposals = std::map<std::string, std::vector<Proposal>>;

[[nodiscard]] Json parameters_of(const Vendor& vendor) {
  Json parameters = Json::object();
  for (const catalog::Parameter& parameter : vendor.parameters)
    parameters[parameter.name] = parameter.example;
  return parameters;
}

// A tool whose name alone does not say what it does.
[[nodiscard]] bool is_dispatcher(const Tool& tool) {
  return std::ranges::any_of(tool.rules, [](const ArgumentRule& rule) {
    const bool lists = rule.kind == ArgumentRule::Kind::allowed_values ||
                       rule.kind == ArgumentRule::Kind::allowed_pairs;
    return lists && (rule.path == "method" || rule.path.ends_with("operation_id") ||
                     rule.path.ends_with("name") || !rule.paths.empty());
  });
}

void add_tool(const Vendor& vendor, const RowGate& gate, const Tool& tool, Proposals& proposals) {
  const Json parameters = parameters_of(vendor);
  if (!tool.callable()) {
    proposals["no read: refused"].push_back({&vendor, &gate, {tool.name}, parameters});
    return;
  }
  proposals["another vendor's name: refused"].push_back(
      {&vendor, &gate, {"other_" + tool.name}, parameters});
  for (const Json& arguments : catalog::fitting_arguments(tool)) {
    const std::string kind = is_dispatcher(tool) ? "one of several operations" : "a read";
    proposals[kind].push_back({&vendor, &gate, {tool.name, arguments}, parameters});
    Json bent = arguments;
    bent["human_confirmation"] = true;
    proposals["an unreviewed member: refused"].push_back(
        {&vendor, &gate, {tool.name, std::move(bent)}, parameters});
  }
}

// Of one call: the middle one of its times, which what else the machine does hardly moves.
struct Judgement {
  double microseconds;
  const Proposal* of;
};

[[nodiscard]] double judge_once(const Proposal& proposal) {
  const auto start = std::chrono::steady_clock::now();
  const auto judged = proposal.gate->judge(proposal.call, proposal.parameters);
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
  static_cast<void>(judged);
  return took.count();
}

[[nodiscard]] double at(std::span<const double> sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

// A kind's calls in turn, so that none finds what it needs still warm from the time before.
struct Times {
  std::vector<Judgement> calls;  // Fastest first.
  std::vector<double> single;    // Every judgement by itself; fastest first.
};

[[nodiscard]] Times time_all(const std::vector<Proposal>& proposals, std::size_t rounds) {
  constexpr double half = 0.5;
  std::vector<std::vector<double>> of_each(proposals.size());
  for (std::size_t round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < proposals.size(); ++i)
      of_each[i].push_back(judge_once(proposals[i]));
  Times times;
  for (std::size_t i = 0; i < proposals.size(); ++i) {
    std::ranges::sort(of_each[i]);
    times.calls.push_back({at(of_each[i], half), &proposals[i]});
    times.single.insert(times.single.end(), of_each[i].begin(), of_each[i].end());
  }
  std::ranges::sort(times.calls, {}, &Judgement::microseconds);
  std::ranges::sort(times.single);
  return times;
}

[[nodiscard]] bool report(const std::string& kind, const std::vector<Proposal>& proposals,
                          std::size_t rounds) {
  constexpr double half = 0.5;
  constexpr double nearly_all = 0.99;
  const auto admitted = std::ranges::count_if(proposals, [](const Proposal& each) {
    return each.gate->judge(each.call, each.parameters).has_value();
  });
  static_cast<void>(time_all(proposals, 1));  // What is compiled once is compiled now.
  const Times times = time_all(proposals, rounds);
  std::vector<double> calls;
  for (const Judgement& judgement : times.calls)
    calls.push_back(judgement.microseconds);
  const Judgement& slowest = times.calls.back();
  std::printf("%-31s %4zu calls, %4zu admitted: median %.2f us, p99 %.2f us (single %.2f us)\n",
              kind.c_str(), proposals.size(), static_cast<std::size_t>(admitted), at(calls, half),
              at(calls, nearly_all), at(times.single, nearly_all));
  std::printf("  the slowest %.2f us: %s %s\n", slowest.microseconds,
              slowest.of->vendor->slug.c_str(), slowest.of->call.tool.c_str());
  return at(calls, nearly_all) < limit_microseconds;
}

int run(std::size_t rounds) {
  const catalog::Catalog rows = catalog::Catalog::embedded();
  std::deque<RowGate> gates;
  Proposals proposals;
  std::size_t tools = 0;
  for (const Vendor& vendor : rows.all()) {
    tools += vendor.tools.size();
    const RowGate& gate = gates.emplace_back(vendor);
    for (const Tool& tool : vendor.tools)
      add_tool(vendor, gate, tool, proposals);
  }
  std::printf("the gate: %zu vendors, %zu tools, each call judged %zu times\n", rows.all().size(),
              tools, rounds);
  bool fast = true;
  for (const auto& [kind, calls] : proposals)
    fast = report(kind, calls, rounds) && fast;
  if (!fast) std::printf("slower than %.0f us a call\n", limit_microseconds);
  return fast ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace sluice::calls

int main(int count, char** values) {
  const std::span<char*> arguments(values, static_cast<std::size_t>(count));
  constexpr std::size_t rounds = 200;
  return sluice::calls::run(arguments.size() > 1 ? std::strtoul(arguments[1], nullptr, 10)
                                                 : rounds);
}
