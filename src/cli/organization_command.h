#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice organization add | set-plan | list`: first set-up and plans without the browser.
void add_organization_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
