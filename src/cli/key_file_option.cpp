#include "cli/key_file_option.h"

#include <CLI/CLI.hpp>

namespace sluice::cli {

void add_key_file_option(CLI::App& command, std::string& key_file) {
  command.add_option("--key-file", key_file,
                     "The master key; default: where the server found it last");
}

}  // namespace sluice::cli
