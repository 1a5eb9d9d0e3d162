#include "cli/doctor_command.h"

#include "app/doctor_checks.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <string>

namespace sluice::cli {
namespace {

struct DoctorArguments {
  std::string config;
  bool json = false;
};

[[nodiscard]] std::string padded(std::string_view text, std::size_t width) {
  std::string column(text);
  column.resize(std::max(width, column.size() + 1), ' ');
  return column;
}

[[nodiscard]] int examine_all(const DoctorArguments& arguments) {
  const auto configuration = app::load_configuration(arguments.config, app::process_environment());
  const std::vector<app::Finding> findings =
      configuration ? app::examine(*configuration, app::configuration_file(arguments.config))
                    : std::vector<app::Finding>{
                          {"configuration", app::Finding::Level::wrong, configuration.error()}};
  OrderedJson list = OrderedJson::array();
  std::string words;
  std::size_t open = 0;
  for (const app::Finding& finding : findings) {
    const std::string_view level = to_text(finding.level);
    list.push_back({{"check", finding.check}, {"level", level}, {"detail", finding.words}});
    words += padded(level, 9) + padded(finding.check, 15) + finding.words + "\n";
    open += finding.level == app::Finding::Level::ok ? 0 : 1;
  }
  words += open == 0   ? "Nothing to do."
           : open == 1 ? "One thing to look at."
                       : std::to_string(open) + " things to look at.";
  report(arguments.json, {{"ok", open == 0}, {"findings", std::move(list)}}, words);
  return open == 0 ? exit_ok : exit_no;
}

}  // namespace

void add_doctor_command(CLI::App& app, int& exit_code) {
  auto* const command =
      app.add_subcommand("doctor", "Say what is wrong with the set-up of this server");
  auto arguments = std::make_shared<DoctorArguments>();
  command->add_option("--config", arguments->config,
                      "The configuration file; default ./sluice.toml, then "
                      "/etc/sluice/sluice.toml");
  command->add_flag("--json", arguments->json, "One JSON object");
  command->footer(
      "Run it as the user that runs the server; it changes nothing. A line is ok, a warning (it\n"
      "runs, and something should be otherwise) or wrong, with what to do. Exit codes: 0 nothing\n"
      "to do, 3 there is something to look at.");
  command->callback([arguments, &exit_code] { exit_code = examine_all(*arguments); });
}

}  // namespace sluice::cli
