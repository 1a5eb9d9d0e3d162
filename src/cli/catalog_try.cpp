#include "cli/catalog_try.h"

#include "app/demo_world.h"
#include "app/operator_connections.h"
#include "authoring/entry_trial.h"
#include "authoring/row_review.h"
#include "base/log.h"
#include "catalog/row_reader.h"
#include "cli/command_output.h"
#include "cli/entry_trials.h"
#include "cli/exit_code.h"
#include "cli/file_text.h"
#include "cli/mcp_conversation.h"
#include "cli/temporary_directory.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::string_view command_name = "catalog try";

struct TryArguments {
  std::string file;
  std::string sandbox;
  std::string connection;
  std::string config;
  std::string peers;
  std::string glossary;
  long days = authoring::trial_days_default.count();
  bool json = false;
};

[[nodiscard]] OrderedJson json_of(const authoring::EntryTrial& trial) {
  return {{"entry", trial.entry},
          {"tool", trial.tool},
          {"failure", trial.failure},
          {"form", trial.form},
          {"rows", trial.rows},
          {"pages", trial.pages},
          {"total", trial.total},
          {"partial", trial.partial},
          {"full_last_page", trial.full_last_page},
          {"unreadable_cells", trial.unreadable_cells},
          {"unconverted_cells", trial.unconverted_cells},
          {"empty_fields", trial.empty_fields}};
}

void print_trial(const authoring::EntryTrial& trial) {
  std::cout << trial.entry << " (" << trial.tool << "): ";
  if (!trial.failure.empty()) {
    std::cout << "no rows. " << trial.failure << "\n";
    return;
  }
  std::cout << trial.rows << " rows in " << trial.pages << (trial.pages == 1 ? " page" : " pages");
  if (!trial.form.empty()) std::cout << ", found as " << trial.form;
  std::cout << "\n";
  if (trial.total > 0) std::cout << "  the vendor says that there are " << trial.total << "\n";
  if (trial.partial) std::cout << "  incomplete: more may be there than came\n";
  if (trial.full_last_page)
    std::cout << "  the last page was full"
              << (trial.partial ? ", and nothing says that it is the last\n" : "\n");
  if (trial.unreadable_cells > 0)
    std::cout << "  " << trial.unreadable_cells << " cells are not of their field's type\n";
  if (trial.unconverted_cells > 0)
    std::cout << "  " << trial.unconverted_cells << " amounts are of a currency without a rate\n";
  if (trial.empty_fields.empty()) return;
  std::cout << "  null in every row:";
  for (const std::string& field : trial.empty_fields)
    std::cout << " " << field;
  std::cout << "\n";
}

[[nodiscard]] int print_trials(const std::vector<authoring::EntryTrial>& trials, bool as_json) {
  OrderedJson list = OrderedJson::array();
  bool clean = true;
  for (const authoring::EntryTrial& trial : trials) {
    clean = clean && trial.is_clean();
    list.push_back(json_of(trial));
    if (!as_json) print_trial(trial);
  }
  if (as_json) std::cout << OrderedJson{{"entries", list}}.dump() << "\n";
  return clean ? exit_ok : exit_no;
}

// In a world of its own that is gone afterwards, with the vendor's stand-in connected.
[[nodiscard]] int try_in_sandbox(const TryArguments& arguments, const std::string& slug,
                                 const std::string& row, analyst::AnalystSpawner& spawner) {
  const TemporaryDirectory folder("sluice-try");
  const auto written = write_file(folder.path() / "catalog" / (slug + ".yaml"), row);
  if (!written) return report_failure(command_name, written.error());
  if (!arguments.glossary.empty()) {
    const auto words = read_file(arguments.glossary);
    if (!words) return report_failure(command_name, words.error());
    const auto copied = write_file(folder.path() / "catalog/glossary/words.yaml", *words);
    if (!copied) return report_failure(command_name, copied.error());
  }
  // A glossary adds to rows, and the same one twice would be a mistake in it.
  const auto world = app::DemoWorld::start({.data = folder.path(),
                                            .automatic_consent = true,
                                            .vendors = {slug},
                                            .world = arguments.sandbox,
                                            .sample_words = false},
                                           spawner);
  if (!world) return report_failure(command_name, world.error());
  if (const auto connected = (*world)->connect(slug); !connected)
    return report_failure(command_name,
                          "the stand-in could not be connected: " + connected.error());
  app::Product& product = (*world)->product();
  // Connected a moment ago, and the only one there is.
  const auto connections = app::operator_connections(product);
  if (connections.empty()) return report_failure(command_name, "the stand-in is not connected.");
  return print_trials(
      trials_of(product, connections.front(), std::chrono::days(arguments.days), spawner),
      arguments.json);
}

// With the real vendor: what the operator's own connection may read, within its pins.
[[nodiscard]] int try_connection(const TryArguments& arguments, const std::string& slug,
                                 analyst::AnalystSpawner& spawner) {
  const auto product =
      app::open_product({arguments.config, arguments.file, arguments.peers}, spawner);
  if (!product) return report_failure(command_name, product.error());
  const auto connections = app::operator_connections(**product);
  const auto at_hand = std::ranges::find_if(connections, [&](const auto& connection) {
    return to_text(connection.id) == arguments.connection && connection.vendor == slug;
  });
  if (at_hand == connections.end()) {
    return report_failure(command_name, "there is no connection " + arguments.connection + " to " +
                                            slug + " that can be asked.");
  }
  return print_trials(trials_of(**product, *at_hand, std::chrono::days(arguments.days), spawner),
                      arguments.json);
}

[[nodiscard]] int try_row(const TryArguments& arguments, analyst::AnalystSpawner& spawner) {
  if (arguments.sandbox.empty() == arguments.connection.empty())
    return report_failure(command_name, "say where to ask: --sandbox DIR or --connection ID.");
  const auto text = read_file(arguments.file);
  if (!text) return report_failure(command_name, text.error());
  const auto mistakes = authoring::mistakes_in_row(arguments.file, *text);
  for (const catalog::RowError& error : mistakes)
    std::cerr << catalog::to_text(error) << "\n";
  const auto row = catalog::read_row(arguments.file, *text);
  if (!row) return exit_failure;
  set_log_level(LogLevel::error);
  spawner.warm();
  return arguments.sandbox.empty() ? try_connection(arguments, row->slug, spawner)
                                   : try_in_sandbox(arguments, row->slug, *text, spawner);
}

}  // namespace

void add_try_command(CLI::App& catalog, analyst::AnalystSpawner& spawner, int& exit_code) {
  auto arguments = std::make_shared<TryArguments>();
  auto* const command =
      catalog.add_subcommand("try", "Ask every entry of a row once, and say what its rows lack");
  command->footer(
      "Says for each entry how its rows were found, how many came in how many pages, whether the\n"
      "last page was full, which cells could not be read and which fields are null in every row.\n"
      "Exit code 3 where there is something to look at.\n"
      "  sluice catalog try acme.yaml --sandbox DIR   a stand-in: vendors.json, world/, tools/\n"
      "  sluice catalog try acme.yaml --connection 7  a connection of this server's organizations");
  command->add_option("file", arguments->file, "The row file")->required();
  command->add_option("--sandbox", arguments->sandbox, "A folder with a stand-in of the vendor");
  command->add_option("--connection", arguments->connection,
                      "The id of a connection: the vendor itself is asked, by reads alone");
  command->add_option("--config", arguments->config,
                      "With --connection: the configuration file; default ./sluice.toml");
  command->add_option("--peers", arguments->peers, peers_help.data());
  command->add_option("--glossary", arguments->glossary,
                      "With --sandbox: an organization's own entries, asked as those of the row");
  command->add_option("--days", arguments->days, "Where an entry is asked with dates: how far back")
      ->capture_default_str();
  command->callback([arguments, &catalog, &spawner, &exit_code] {
    arguments->json = catalog.get_option("--json")->as<bool>();
    exit_code = try_row(*arguments, spawner);
  });
}

}  // namespace sluice::cli
