#include "cli/fernet_command.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/random.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "crypto/fernet.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::size_t input_bytes_max = std::size_t{64} * 1024 * 1024;

struct FernetArguments {
  std::string key_file;
  bool json = false;
};

// Any readable file, unlike the server's: this is the bare primitive, for other people's keys too.
std::expected<std::vector<crypto::FernetKey>, std::string> read_keys(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::unexpected("The key file " + path + " cannot be read.");
  std::vector<crypto::FernetKey> keys;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    auto key = crypto::FernetKey::parse(Secret::take(std::move(line)));
    if (!key) return std::unexpected("The key file " + path + " holds something that is no key.");
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return std::unexpected("The key file " + path + " is empty.");
  return keys;
}

int generate_key(const FernetArguments& arguments) {
  SystemRandom random;
  const Secret key = crypto::FernetKey::generate_text(random);
  key.use([&](std::string_view text) { report(arguments.json, OrderedJson{{"key", text}}, text); });
  return exit_ok;
}

int encrypt(const FernetArguments& arguments) {
  const auto keys = read_keys(arguments.key_file);
  if (!keys) return report_failure("fernet encrypt", keys.error());
  SystemRandom random;
  const Secret plaintext = Secret::take(read_standard_input(input_bytes_max));
  const std::string token =
      crypto::fernet_encrypt(keys->front(), plaintext, SystemClock().now(), random);
  return report(arguments.json, OrderedJson{{"token", token}}, token);
}

int decrypt(const FernetArguments& arguments) {
  const auto keys = read_keys(arguments.key_file);
  if (!keys) return report_failure("fernet decrypt", keys.error());
  std::string token = read_standard_input(input_bytes_max);
  // The shell's line end is not the token's; anything else around it is refused.
  if (token.ends_with('\n')) token.pop_back();
  const auto plaintext = crypto::fernet_decrypt(*keys, token);
  if (!plaintext) {
    report_failure("fernet decrypt", "The token cannot be decrypted (" +
                                         std::string(crypto::reason(plaintext.error())) + ").");
    return exit_no;
  }
  plaintext->use([&](std::string_view text) {
    if (arguments.json)
      report(true, OrderedJson{{"plaintext_b64", to_base64(text)}}, {});
    else
      std::cout << text << std::flush;
  });
  return exit_ok;
}

}  // namespace

void add_fernet_command(CLI::App& app, int& exit_code) {
  auto* const fernet =
      app.add_subcommand("fernet", "The raw Fernet primitive, standard input to standard output");
  fernet->require_subcommand(1);
  auto arguments = std::make_shared<FernetArguments>();
  const auto add = [&](const char* name, const char* description,
                       int (*run)(const FernetArguments&)) {
    auto* const command = fernet->add_subcommand(name, description);
    command->add_flag("--json", arguments->json, "One JSON object");
    command->callback([arguments, run, &exit_code] { exit_code = run(*arguments); });
    return command;
  };
  add("generate-key", "Print a fresh key", generate_key);
  for (auto* const command : {add("encrypt", "Encrypt standard input", encrypt),
                              add("decrypt", "Decrypt the token on standard input", decrypt)})
    command->add_option("--key-file", arguments->key_file, "One key a line; the first encrypts")
        ->required();
}

}  // namespace sluice::cli
