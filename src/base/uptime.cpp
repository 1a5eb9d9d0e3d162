#include "base/uptime.h"

#include <ctime>
#include <fstream>

namespace sluice {
namespace {

class SystemUptime final : public Uptime {
 public:
  SystemUptime() { std::ifstream("/proc/sys/kernel/random/boot_id") >> boot_; }
  [[nodiscard]] std::chrono::milliseconds now() const override {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                         std::chrono::nanoseconds(time.tv_nsec));
  }
  [[nodiscard]] const std::string& boot() const override { return boot_; }

 private:
  std::string boot_;
};

}  // namespace

const Uptime& system_uptime() {
  static const SystemUptime uptime;
  return uptime;
}

}  // namespace sluice
