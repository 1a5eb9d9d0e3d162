#include "cli/sandbox_scaffold.h"

#include "authoring/stand_in_draft.h"
#include "authoring/tool_definitions.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/file_text.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::string_view command_name = "sandbox scaffold";

struct ScaffoldArguments {
  std::string slug;
  std::string facts;
  std::string tools;
  std::string output;
};

[[nodiscard]] std::expected<authoring::StandInDraft, std::string> draft_from(
    const ScaffoldArguments& arguments) {
  const auto text = read_file(arguments.facts);
  if (!text) return std::unexpected(text.error());
  const auto document = parse_json(*text);
  if (!document) return std::unexpected(arguments.facts + ": " + document.error());
  auto facts = authoring::read_facts(*document);
  if (!facts) return std::unexpected(arguments.facts + ": " + facts.error());
  facts->head.slug = arguments.slug;
  std::vector<std::string> definitions;
  if (!arguments.tools.empty()) {
    const auto list = read_file(arguments.tools);
    if (!list) return std::unexpected(list.error());
    auto found = authoring::definitions_in(*list);
    if (!found) return std::unexpected(arguments.tools + ": " + found.error());
    definitions = std::move(*found);
  }
  return authoring::draft_stand_in(*facts, definitions);
}

// A folder without one gets a vendors.json of this vendor; one that is there is one file of many
// vendors, and a person puts the profile where it belongs. True: it was written.
[[nodiscard]] std::expected<bool, std::string> write_profile(const std::filesystem::path& folder,
                                                             const OrderedJson& profile) {
  const std::filesystem::path file = folder / "vendors.json";
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return false;
  const OrderedJson vendors{
      {"company", "Example"}, {"time_zone", "UTC"}, {"vendors", OrderedJson::array({profile})}};
  if (const auto written = write_file(file, vendors.dump(1) + "\n"); !written)
    return std::unexpected(written.error());
  return true;
}

[[nodiscard]] int scaffold(const ScaffoldArguments& arguments) {
  const auto draft = draft_from(arguments);
  if (!draft) return report_failure(command_name, draft.error());
  if (arguments.output.empty()) {
    std::cout << OrderedJson{{"profile", draft->profile}, {"tools", draft->tools}}.dump(1) << "\n";
    return exit_ok;
  }
  const std::filesystem::path folder = arguments.output;
  const std::filesystem::path file = folder / "tools" / (arguments.slug + ".json");
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored))
    return report_failure(command_name, file.string() + " is there already.");
  if (const auto written = write_file(file, draft->tools.dump() + "\n"); !written)
    return report_failure(command_name, written.error());
  const auto profile = write_profile(folder, draft->profile);
  if (!profile) return report_failure(command_name, profile.error());
  if (!*profile) std::cout << draft->profile.dump(1) << "\n";
  std::cerr << draft->tools["tools"].size() << " tools in " << file.string() << "; "
            << (*profile ? "the profile is in vendors.json: "
                         : "put the profile into vendors.json, ")
            << "put a world into world/" << arguments.slug
            << ".json. In the sources, tools/data_lines.mjs writes the files anew.\n";
  return exit_ok;
}

}  // namespace

void add_stand_in_scaffold_command(CLI::App& sandbox, int& exit_code) {
  auto arguments = std::make_shared<ScaffoldArguments>();
  auto* const command = sandbox.add_subcommand(
      "scaffold",
      "Draft a stand-in's list of tools and its profile from what is known of a vendor");
  command->footer(
      "What the tools answer is the world's to say, and is not drafted. Then:\n"
      "  sluice sandbox check acme --world DIR");
  command->add_option("slug", arguments->slug, "Its short name: small letters, digits and -")
      ->required();
  command->add_option("--from", arguments->facts, "A file of facts (JSON)")->required();
  command->add_option(
      "--tools", arguments->tools,
      "A captured list of tools (JSON): what they take, where the facts do not say");
  command->add_option("--output", arguments->output,
                      "A folder like sandbox/: the list goes into its tools/; default: all on "
                      "standard output");
  command->callback([arguments, &exit_code] { exit_code = scaffold(*arguments); });
}

}  // namespace sluice::cli
