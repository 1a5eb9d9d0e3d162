#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice audit export | verify --organization SLUG`.
void add_audit_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
