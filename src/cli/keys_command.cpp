#include "cli/keys_command.h"

#include "app/configuration.h"
#include "app/key_rotation.h"
#include "app/open_data.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "keys/key_source.h"

#include <CLI/CLI.hpp>

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::cli {
namespace {

struct KeysArguments {
  std::string config;
  std::string data;
  std::string key_file;
  bool json = false;
};

// Which ring, of which data: as the server has them in sluice.toml, unless the command line names
// others.
struct KeysPlace {
  std::string data;
  std::string source;
  std::string slots;

  [[nodiscard]] std::optional<std::filesystem::path> file() const {
    if (!source.starts_with("file:")) return std::nullopt;
    return source.substr(std::string_view("file:").size());
  }
};

std::expected<KeysPlace, std::string> place_of(const KeysArguments& arguments) {
  auto configuration = app::load_configuration(arguments.config, app::process_environment());
  if (!configuration) return std::unexpected(configuration.error());
  KeysPlace place{configuration->data_dir, configuration->keys_source, configuration->keys_slots};
  if (!arguments.data.empty() && arguments.data != place.data) place = {arguments.data, "", ""};
  if (!arguments.key_file.empty()) place.source = "file:" + arguments.key_file;
  if (place.source.empty()) place.source = "file:" + app::default_key_file(place.data).string();
  return place;
}

int init(const KeysArguments& arguments, const KeysPlace& place) {
  SystemRandom random;
  const auto file = place.file();
  if (!file)
    return report_failure("keys init", "keys.source is " + place.source +
                                           ", which no command writes. Name the file to make with "
                                           "--key-file PATH.");
  std::error_code error;  // A folder that cannot be made shows when the file is.
  if (file->has_parent_path() && !std::filesystem::exists(file->parent_path(), error)) {
    std::filesystem::create_directories(file->parent_path(), error);
    std::filesystem::permissions(file->parent_path(), std::filesystem::perms::owner_all, error);
  }
  if (const auto made = keys::make_key_file(*file, random); !made)
    return report_failure("keys init", made.error().detail);
  return report(arguments.json, {{"key_file", file->string()}, {"keys_source", place.source}},
                "Made the master key " + file->string() + " (0600). Set keys.source = \"" +
                    place.source +
                    "\" and keep a copy apart from the data's backups: without it the stored "
                    "connections cannot be opened.");
}

int status(const KeysArguments& arguments, const KeysPlace& place) {
  const SystemClock clock;
  SystemRandom random;
  const auto ring = keys::load_key_ring(place.source);
  if (!ring) return report_failure("keys status", ring.error().detail);
  OrderedJson list = OrderedJson::array();
  std::string words;
  for (const crypto::MasterKey& key : ring->keys()) {
    const bool primary = &key == &ring->primary();
    list.push_back({{"name", key.name()}, {"role", primary ? "primary" : "retired"}});
    words += key.name() + (primary ? "  primary: seals and opens\n" : "  retired: opens only\n");
  }
  const auto data = app::open_data(place.data, place.source, place.slots, clock, random);
  const std::string fits = data ? "The ring opens the data in " + place.data + "." : data.error();
  report(arguments.json, {{"keys", list}, {"matches_data", data.has_value()}, {"detail", fits}},
         words + fits);
  return data ? exit_ok : exit_no;
}

int rotate(const KeysArguments& arguments, const KeysPlace& place) {
  const SystemClock clock;
  SystemRandom random;
  const auto file = place.file();
  if (!file)
    return report_failure(
        "keys rotate",
        "keys.source is " + place.source +
            ", which the running server reads only once. Rotate the file behind it with "
            "--key-file PATH and restart the server at once: until then it opens nothing that was "
            "sealed anew, and loses nothing either.");
  // First with the old ring: a wrong key must not get a successor.
  if (const auto old = app::open_data(place.data, place.source, place.slots, clock, random); !old)
    return report_failure("keys rotate", old.error());
  if (const auto added = keys::add_primary_key(*file, random); !added)
    return report_failure("keys rotate", added.error().detail);
  const auto data = app::open_data(place.data, place.source, place.slots, clock, random);
  if (!data) return report_failure("keys rotate", data.error());
  const auto changed = app::seal_all_anew(*data, clock, random);
  if (!changed) return report_failure("keys rotate", changed.error());
  return report(
      arguments.json, {{"primary", data->ring.primary().name()}, {"credentials", *changed}},
      "The primary key is now " + data->ring.primary().name() + "; " + std::to_string(*changed) +
          " credentials were sealed anew. A server that runs with this key file learns the key by "
          "itself. The retired keys stay in the file: backups need them.");
}

}  // namespace

void add_keys_command(CLI::App& app, int& exit_code) {
  auto* const keys = app.add_subcommand("keys", "The master key ring");
  keys->require_subcommand(1);
  auto arguments = std::make_shared<KeysArguments>();
  const auto add = [&](const char* name, const char* description,
                       int (*run)(const KeysArguments&, const KeysPlace&)) {
    auto* const command = keys->add_subcommand(name, description);
    command->add_option("--config", arguments->config,
                        "The server's configuration file; default ./sluice.toml, then "
                        "/etc/sluice/sluice.toml");
    command->add_option("--data", arguments->data, "The data directory, if not data.dir");
    command->add_option("--key-file", arguments->key_file,
                        "The key file; default: keys.source, else master.key in the data "
                        "directory");
    command->add_flag("--json", arguments->json, "One JSON object");
    command->callback([arguments, run, &exit_code] {
      const auto place = place_of(*arguments);
      exit_code = place ? run(*arguments, *place) : report_failure("keys", place.error());
    });
  };
  add("init", "Make a new key file, readable by its owner only", init);
  add("status", "The keys of the ring, and whether they open the data", status);
  add("rotate", "Put a fresh key in front and seal every credential anew", rotate);
}

}  // namespace sluice::cli
