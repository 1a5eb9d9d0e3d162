#pragma once
#include <chrono>
#include <string>

namespace sluice {

// Time that nobody can set: since the machine started, its sleep included, the same for all its
// processes. For what must not live longer because the wall clock was put back.
class Uptime {
 public:
  virtual ~Uptime() = default;
  [[nodiscard]] virtual std::chrono::milliseconds now() const = 0;
  // Names the start that is counted from; empty where the system does not tell it. Times of two
  // starts cannot be compared.
  [[nodiscard]] virtual const std::string& boot() const = 0;
};

// The machine's own; lives as long as the process.
[[nodiscard]] const Uptime& system_uptime();

}  // namespace sluice
