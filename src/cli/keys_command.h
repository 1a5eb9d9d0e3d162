#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice keys init | status | rotate`: the master key ring of one data directory.
void add_keys_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
