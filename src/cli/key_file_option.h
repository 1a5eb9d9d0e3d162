#pragma once
#include <string>

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// Adds --key-file to a command that calls app::open_audit() with it.
void add_key_file_option(CLI::App& command, std::string& key_file);

}  // namespace sluice::cli
