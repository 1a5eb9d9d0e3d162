#pragma once
#include "base/json.h"

#include <string>
#include <string_view>

namespace sluice::cli {

// What the operator's commands print: one line of words, or one JSON object with --json.
int report(bool as_json, const OrderedJson& object, std::string_view words);
// "sluice keys status: ..." on standard error; the exit code of a failure.
int report_failure(std::string_view command, std::string_view detail);
// The whole of standard input, at most `bytes_max`; longer input is cut there.
[[nodiscard]] std::string read_standard_input(std::size_t bytes_max);
// The first line of standard input, without its end: a password.
[[nodiscard]] std::string read_input_line();

}  // namespace sluice::cli
