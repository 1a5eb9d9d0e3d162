#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice fernet generate-key | encrypt | decrypt --key-file F`: the raw primitive, standard input
// to standard output. The key file holds one key a line: the first encrypts, all decrypt.
void add_fernet_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
