#pragma once
#include "bent_arguments.h"
#include "catalog/catalog.h"
#include "evil_mark.h"

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::catalog {

// What somebody proposes who wants more than reads.
struct EvilProposal {
  enum class Expected {
    refused,   // By the gate, whatever else it holds.
    harmless,  // It may be sent, and then as what the row's reviewer saw.
    sent,      // Legal: it arrives.
  };
  std::string kind;  // In words, for the one who reads a failure.
  std::string vendor;
  std::string tool;
  Json arguments = Json::object();
  Expected expected = Expected::refused;
};

// Makes proposals from a seed; the same seed makes the same ones. Knows the rows, and what each
// vendor's own list names beside them.
class EvilPlanner {
 public:
  // `listed`: the names that each vendor's server lists, by slug; these vendors are proposed to.
  EvilPlanner(const Catalog& rows, const std::map<std::string, std::vector<std::string>>& listed,
              std::uint64_t seed);
  [[nodiscard]] EvilProposal evil();
  [[nodiscard]] EvilProposal legal();

 private:
  // A tool that may be called, and what fits it.
  struct Read {
    const Vendor* vendor;
    const Tool* tool;
    std::vector<Json> fitting;
  };
  // Bends of one kind, each with the read whose arguments it bends.
  using Bends = std::vector<std::pair<const Read*, ArgumentBend>>;

  [[nodiscard]] EvilProposal no_read();
  [[nodiscard]] EvilProposal bent_name();
  [[nodiscard]] EvilProposal foreign_name();
  [[nodiscard]] EvilProposal bent_arguments();
  [[nodiscard]] EvilProposal other_operation();
  [[nodiscard]] EvilProposal no_arguments();
  [[nodiscard]] std::string bent(const std::string& text);
  [[nodiscard]] Json bent_operation(const Json& reviewed);
  [[nodiscard]] std::size_t below(std::size_t count);
  template <class Values>
  [[nodiscard]] const auto& one_of(const Values& values) {
    return values[below(values.size())];
  }

  std::mt19937_64 random_;
  std::vector<const Vendor*> vendors_;
  std::deque<Read> reads_;
  std::vector<const Read*> dispatchers_;
  std::vector<Bends> bends_;  // One list for each kind, so that a rare one comes as often.
  // Vendor and name: every tool that the row or the server names; those that are no reads.
  std::vector<std::pair<const Vendor*, std::string>> names_;
  std::vector<std::pair<const Vendor*, std::string>> forbidden_;
};

}  // namespace sluice::catalog
