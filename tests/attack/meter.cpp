#include "meter.h"

#include "base/wiping.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <vector>

namespace sluice::attack {
namespace {

std::atomic<std::size_t>& received_bytes() {
  static std::atomic<std::size_t> bytes = 0;
  return bytes;
}

// A line of /proc/self/status, such as "VmHWM:     1944 kB", in bytes.
std::size_t status_bytes(std::string_view name) {
  constexpr std::size_t bytes_per_unit = 1024;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stoul(line.substr(name.size())) * bytes_per_unit;
  }
  return 0;
}

struct Row {
  std::string fault;
  std::string words;
  Cost cost;
};

double amplification(const Cost& cost) {
  return static_cast<double>(cost.extra_bytes) /
         static_cast<double>(std::max<std::size_t>(cost.received_bytes, 1));
}

void print(const Row& row) {
  constexpr double kib = 1024;
  // The growth of an idle process is no amplification of a few hundred bytes.
  constexpr std::size_t told_from_bytes = std::size_t{16} * 1024;
  std::printf("%-28s %8.2f %14.1f %12.1f ", row.fault.c_str(), row.cost.seconds,
              static_cast<double>(row.cost.received_bytes) / kib,
              static_cast<double>(row.cost.extra_bytes) / kib);
  if (row.cost.received_bytes < told_from_bytes) {
    std::printf("%8s  %s\n", "-", row.words.c_str());
  } else {
    std::printf("%8.1f  %s\n", amplification(row.cost), row.words.c_str());
  }
}

// Installs what the product installs, and prints the table at the end.
class Table final : public testing::Environment {
 public:
  void add(Row row) { rows_.push_back(std::move(row)); }
  void TearDown() override {
    std::printf("\n%-28s %8s %14s %12s %8s  %s\n", "fault", "seconds", "received KiB", "extra KiB",
                "times", "error");
    std::ranges::for_each(rows_, print);
  }

 private:
  std::vector<Row> rows_;
};

// gtest owns environments.
Table& table() {
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory)
  static auto* const environment = new Table;
  return *environment;
}

}  // namespace

void count_received(std::size_t bytes) {
  received_bytes() += bytes;
}

// Freed memory goes back to the kernel first: what an earlier fault left must not hide the next.
Meter::Meter() : begin_(std::chrono::steady_clock::now()), received_before_(received_bytes()) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // The peak starts at what is there now.
  resident_before_ = status_bytes("VmRSS:");
}

Cost Meter::cost() const {
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin_;
  const std::size_t peak = status_bytes("VmHWM:");
  return {.seconds = time.count(),
          .received_bytes = received_bytes() - received_before_,
          .extra_bytes = peak - std::min(peak, resident_before_)};
}

// A sanitizer's shadow memory is not ours to answer for.
#ifdef SLUICE_SANITIZED
constexpr bool is_weighed = false;
#else
constexpr bool is_weighed = true;
#endif

void judge(const std::string& fault, std::string_view words, const Cost& cost, double seconds_max) {
  table().add({fault, std::string(words), cost});
  EXPECT_LT(cost.seconds, seconds_max) << fault;
  const bool small = cost.extra_bytes < small_extra_bytes;
  if (is_weighed && !small) EXPECT_LT(amplification(cost), amplification_max) << fault;
}

void judge_packed(const std::string& fault, const Cost& cost) {
  table().add({fault, "(answered)", cost});
  if (is_weighed) EXPECT_LT(cost.extra_bytes, welcome_extra_bytes_max) << fault;
}

}  // namespace sluice::attack

int main(int argc, char** argv) {
  if (!sluice::install_wiping_openssl()) return 2;
  testing::InitGoogleTest(&argc, argv);
  testing::AddGlobalTestEnvironment(&sluice::attack::table());
  return RUN_ALL_TESTS();
}
