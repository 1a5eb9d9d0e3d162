#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice doctor`: says in words what is wrong with the set-up.
void add_doctor_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
