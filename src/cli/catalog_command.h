#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice catalog list | show SLUG | check [FILE...] | add FILE | remove SLUG | scaffold SLUG`;
// what needs a running product (`try`) is added beside it.
void add_catalog_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
