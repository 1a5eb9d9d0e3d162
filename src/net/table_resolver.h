#pragma once
#include "net/egress_policy.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sluice::net {

// Answers from a table: `sluice check url` with given answers, and tests. Each name has one answer
// a look-up, the last one from then on; the name "*" stands for every name that is not there.
class TableResolver final : public Resolver {
 public:
  using Answer = std::vector<std::string>;
  explicit TableResolver(std::map<std::string, std::vector<Answer>> table)
      : table_(std::move(table)) {}

  [[nodiscard]] Task<std::vector<std::string>> resolve(std::string host) override {
    auto found = table_.find(host);
    if (found == table_.end()) found = table_.find("*");
    if (found == table_.end() || found->second.empty()) co_return Answer{};
    std::size_t& asked = asked_[host];
    const std::size_t turn = std::min(asked, found->second.size() - 1);
    ++asked;
    co_return found->second[turn];
  }
  // How many look-ups it takes until every answer has been given.
  [[nodiscard]] std::size_t turns() const {
    std::size_t most = 1;
    for (const auto& [host, answers] : table_)
      most = std::max(most, answers.size());
    return most;
  }

 private:
  std::map<std::string, std::vector<Answer>> table_;
  std::map<std::string, std::size_t> asked_;
};

}  // namespace sluice::net
