#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice audit export / verify / head --organization SLUG`, `sluice audit public-key`.
void add_audit_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
