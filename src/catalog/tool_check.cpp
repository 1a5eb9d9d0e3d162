#include "catalog/tool_check.h"

#include "catalog/argument_path.h"

namespace sluice::catalog {
namespace {

void check_paging(const Paging& paging, const std::string& path, std::vector<RowIssue>& issues) {
  for (const std::string* argument : {&paging.argument, &paging.size_argument})
    if (!argument->empty() && !is_argument_path(*argument))
      issues.push_back({path, "\"" + *argument + "\" is no path of an argument"});
  if (paging.style != Paging::Style::none && paging.argument.empty())
    issues.push_back({path, "needs the argument that carries the position"});
}

}  // namespace

// A read without a known input could carry anything; a runner is refused unless a rule holds it.
void check_tools(const Vendor& vendor, std::vector<RowIssue>& issues) {
  for (const Tool& tool : vendor.tools) {
    const std::string path = "tools/" + tool.name;
    if (tool.callable() && tool.input.is_null())
      issues.push_back({path, "a tool whose verdict is read needs its reviewed `input`"});
    // Rules beside a verdict that is not `read` read as if the tool could be called.
    if (!tool.callable() && !tool.rules.empty())
      issues.push_back({path, "rules stand only with a tool whose verdict is read"});
    check_paging(tool.paging, path + "/paging", issues);
    for (const OperationPaging& own : tool.own_pagings) {
      check_paging(own.paging, path + "/paging", issues);
      for (const auto& [at, value] : own.when)
        if (!is_argument_path(at))
          issues.push_back({path + "/paging", "\"" + at + "\" is no path of an argument"});
    }
  }
}

}  // namespace sluice::catalog
