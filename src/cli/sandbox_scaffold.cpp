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

// The list goes into a new file, the profile to standard output: vendors.json is one file of many
// vendors, and a person puts it where it belongs.
[[nodiscard]] int scaffold(const ScaffoldArguments& arguments) {
  const auto draft = draft_from(arguments);
  if (!draft) return report_failure(command_name, draft.error());
  if (arguments.output.empty()) {
    std::cout << OrderedJson{{"profile", draft->profile}, {"tools", draft->tools}}.dump(1) << "\n";
    return exit_ok;
  }
  const std::filesystem::path file =
      std::filesystem::path(arguments.output) / "tools" / (arguments.slug + ".json");
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored))
    return report_failure(command_name, file.string() + " is there already.");
  if (const auto written = write_file(file, draft->tools.dump() + "\n"); !written)
    return report_failure(command_name, written.error());
  std::cout << draft->profile.dump(1) << "\n";
  std::cerr << draft->tools["tools"].size() << " tools in " << file.string()
            << "; put the profile into vendors.json, a world into world/" << arguments.slug
            << ".json, and run tools/data_lines.mjs.\n";
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
