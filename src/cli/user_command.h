#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice user add EMAIL --organization SLUG`: the password comes on standard input, so that it is
// in no process list and no shell history.
void add_user_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
