#include "cli/command_output.h"

#include "cli/exit_code.h"

#include <iostream>

namespace sluice::cli {

int report(bool as_json, const OrderedJson& object, std::string_view words) {
  if (as_json)
    std::cout << object.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  else
    std::cout << words << '\n';
  return exit_ok;
}

int report_failure(std::string_view command, std::string_view detail) {
  std::cerr << "sluice " << command << ": " << detail << '\n';
  return exit_failure;
}

std::string read_standard_input(std::size_t bytes_max) {
  std::string text(bytes_max, '\0');  // Sized once: no copy of a secret in a buffer that grew.
  std::cin.read(text.data(), static_cast<std::streamsize>(bytes_max));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

std::string read_input_line() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace sluice::cli
