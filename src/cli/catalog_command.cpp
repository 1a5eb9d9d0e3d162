#include "cli/catalog_command.h"

#include "app/open_data.h"
#include "authoring/row_review.h"
#include "base/json.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/row_digest.h"
#include "catalog/row_reader.h"
#include "cli/catalog_scaffold.h"
#include "cli/catalog_show.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/file_text.h"
#include "net/egress_policy.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

namespace fs = std::filesystem;

// Where an operator's rows lie, inside the data directory.
constexpr auto rows_folder = "catalog";

struct CatalogArguments {
  std::string data = app::default_data_directory;
  std::string slug;
  std::vector<std::string> files;
  std::string glossary;
  bool replace = false;  // A row of an operator may stand in for a built-in one.
  bool json = false;
};

using Rows = std::expected<catalog::Catalog, std::vector<catalog::RowError>>;

Rows load(const CatalogArguments& arguments) {
  return catalog::Catalog::with_folder(catalog::Catalog::embedded(),
                                       (fs::path(arguments.data) / rows_folder).string());
}

// Every mistake on its own line, or in one JSON object; then the exit code of a failure.
int report_mistakes(const std::vector<catalog::RowError>& errors, bool as_json) {
  OrderedJson list = OrderedJson::array();
  for (const catalog::RowError& error : errors) {
    if (!as_json) std::cerr << catalog::to_text(error) << "\n";
    list.push_back({{"file", error.file}, {"line", error.line}, {"message", error.message}});
  }
  if (as_json) std::cout << OrderedJson{{"errors", list}}.dump() << "\n";
  return exit_failure;
}

int list_rows(const CatalogArguments& arguments) {
  const Rows rows = load(arguments);
  if (!rows) return report_mistakes(rows.error(), arguments.json);
  OrderedJson list = OrderedJson::array();
  for (const catalog::Vendor& vendor : rows->all()) {
    list.push_back(summary_of(vendor));
    if (arguments.json) continue;
    std::cout << vendor.slug << "\t" << vendor.name << "\t" << callable_tools(vendor) << " of "
              << vendor.tools.size() << " tools\treviewed " << vendor.reviewed
              << (vendor.origin ? "\t" + origin_words(vendor) : "") << "\n";
  }
  if (arguments.json) std::cout << OrderedJson{{"vendors", list}}.dump() << "\n";
  return exit_ok;
}

int show_row(const CatalogArguments& arguments) {
  const Rows rows = load(arguments);
  if (!rows) return report_mistakes(rows.error(), arguments.json);
  const catalog::Vendor* vendor = rows->find(arguments.slug);
  if (vendor == nullptr) {
    return report_failure("catalog show", "there is no vendor \"" + arguments.slug + "\".");
  }
  if (!arguments.json) {
    print_row(*vendor);
    return exit_ok;
  }
  std::cout << description_of(*vendor).dump() << "\n";
  return exit_ok;
}

// An address with what a person may enter in its place: "{shop}.vendor.example" is judged as
// "entered.vendor.example", and where all of the host is entered, as some public name.
std::string filled_in(std::string url) {
  // A part that may be left out counts as given.
  if (url.contains('{')) std::erase_if(url, [](char c) { return c == '[' || c == ']'; });
  constexpr std::string_view word = "entered";
  constexpr std::string_view name = "entered.com";
  for (std::size_t open = url.find('{'); open != std::string::npos; open = url.find('{', open)) {
    const std::size_t close = url.find('}', open);
    if (close == std::string::npos) break;
    const bool whole_host =
        url.substr(0, open).ends_with("://") &&
        (close + 1 == url.size() || url[close + 1] == '/' || url[close + 1] == ':');
    url.replace(open, close + 1 - open, whole_host ? name : word);
  }
  return url;
}

std::size_t line_of(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) return 0;
  return static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n')) + 1;
}

// What connecting would refuse is refused when it is written down.
std::vector<catalog::RowError> unreachable_in(const catalog::Vendor& vendor,
                                              const std::string& file, const std::string& text) {
  std::vector<std::string> urls;
  for (const catalog::Endpoint& endpoint : vendor.endpoints)
    for (const std::string& url : {endpoint.url, endpoint.authorization_server})
      if (!url.empty()) urls.push_back(url);
  if (!vendor.authorization_server.empty()) urls.push_back(vendor.authorization_server);
  std::vector<catalog::RowError> errors;
  for (const std::string& url : urls) {
    if (const auto fine = net::judge_address(filled_in(url)); !fine) {
      errors.push_back({file, line_of(text, url),
                        url + " would be refused when connecting. " + fine.error().detail});
    }
  }
  return errors;
}

std::vector<catalog::RowError> mistakes_in(const std::string& file) {
  const auto text = read_file(file);
  if (!text) return {{file, 0, text.error()}};
  auto mistakes = authoring::mistakes_in_row(file, *text);
  const auto vendor = catalog::read_row(file, *text);
  if (vendor) std::ranges::move(unreachable_in(*vendor, file, *text), std::back_inserter(mistakes));
  return mistakes;
}

// Of all rows that the server would load: those of the operator's folder, in the order of names.
std::vector<catalog::RowError> mistakes_in_folder(const CatalogArguments& arguments) {
  if (const Rows rows = load(arguments); !rows) return rows.error();
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry :
       fs::directory_iterator(fs::path(arguments.data) / rows_folder, ignored)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  std::vector<catalog::RowError> errors;
  for (const std::string& file : files)
    std::ranges::move(mistakes_in(file), std::back_inserter(errors));
  return errors;
}

// Of an organization's words over the rows in the binary, with those files in the place of theirs.
std::vector<catalog::RowError> mistakes_in_words(const CatalogArguments& arguments) {
  catalog::Catalog rows = catalog::Catalog::embedded();
  for (const std::string& file : arguments.files) {
    auto with = catalog::Catalog::with_row(std::move(rows), file);
    if (!with) return {};  // Said of the row itself.
    rows = *std::move(with);
  }
  const auto text = read_file(arguments.glossary);
  if (!text) return {{arguments.glossary, 0, text.error()}};
  return authoring::mistakes_in_glossary({rows.all().begin(), rows.all().end()}, arguments.glossary,
                                         *text);
}

int check_rows(const CatalogArguments& arguments) {
  std::vector<catalog::RowError> errors;
  for (const std::string& file : arguments.files)
    std::ranges::move(mistakes_in(file), std::back_inserter(errors));
  if (!arguments.glossary.empty()) {
    std::ranges::move(mistakes_in_words(arguments), std::back_inserter(errors));
  } else if (arguments.files.empty()) {
    errors = mistakes_in_folder(arguments);
  }
  if (!errors.empty()) return report_mistakes(errors, arguments.json);
  return report(arguments.json, {{"errors", OrderedJson::array()}}, "Every row is right.");
}

// The article SLUG.md beside a row comes along; false: there is none, and an older one stays.
std::expected<bool, std::string> bring_article(const fs::path& row, const std::string& slug,
                                               const fs::path& folder) {
  const fs::path article = row.parent_path() / (slug + ".md");
  std::error_code error;
  if (!fs::is_regular_file(article, error)) return false;
  const auto text = read_file(article);
  if (!text) return std::unexpected(text.error());
  if (const auto written = write_file(folder / article.filename(), *text); !written)
    return std::unexpected(written.error());
  return true;
}

int add_row(const CatalogArguments& arguments) {
  const std::string& file = arguments.files.front();
  if (const auto errors = mistakes_in(file); !errors.empty()) {
    return report_mistakes(errors, arguments.json);
  }
  const auto text = read_file(file);
  if (!text) return report_failure("catalog add", text.error());
  const std::string slug = catalog::read_row(file, *text)->slug;
  const std::string built_in = catalog::built_in_digest(slug);
  if (!built_in.empty() && !arguments.replace) {
    return report_failure("catalog add", "the slug \"" + slug +
                                             "\" is that of a built-in row. With --replace this "
                                             "one stands in for it.");
  }
  const std::string digest = catalog::row_digest(*text).value_or("");
  const fs::path target = fs::path(arguments.data) / rows_folder / (slug + ".yaml");
  if (const auto written = write_file(target, *text); !written)
    return report_failure("catalog add", written.error());
  const auto article = bring_article(file, slug, target.parent_path());
  if (!article) return report_failure("catalog add", article.error());
  const std::string over =
      built_in.empty() ? "" : " It stands in for the built-in row (" + built_in + ").";
  const std::string with = *article ? " Its article came along." : "";
  return report(arguments.json,
                {{"slug", slug},
                 {"file", target.string()},
                 {"digest", digest},
                 {"overridden", built_in},
                 {"article", *article}},
                "Added " + slug + " (" + digest + ")." + over + with +
                    " The server knows it after its next start.");
}

// An operator's row alone: those in the binary have no file.
int remove_row(const CatalogArguments& arguments) {
  const fs::path file = fs::path(arguments.data) / rows_folder / (arguments.slug + ".yaml");
  const bool plain =
      std::ranges::all_of(arguments.slug, [](char c) { return is_letter_or_digit(c) || c == '-'; });
  std::error_code error;
  if (!plain || !fs::is_regular_file(file, error)) {
    return report_failure("catalog remove",
                          "there is no row of an operator called \"" + arguments.slug + "\".");
  }
  if (!fs::remove(file, error) || error)
    return report_failure("catalog remove", "cannot delete " + file.string() + ".");
  // Else the next row of that slug would be explained by the article of this one.
  fs::remove(fs::path(file).replace_extension(".md"), error);
  const std::string built_in = catalog::built_in_digest(arguments.slug);
  const std::string rest =
      built_in.empty() ? " Connections to it stay, and are asked nothing more: disconnect them."
                       : " The built-in row (" + built_in + ") is in its place again.";
  return report(
      arguments.json, {{"slug", arguments.slug}, {"file", file.string()}, {"built_in", built_in}},
      "Removed " + arguments.slug + "." + rest + " The server knows it after its next start.");
}

}  // namespace

void add_catalog_command(CLI::App& app, int& exit_code) {
  auto* const command = app.add_subcommand("catalog", "The vendors that this server knows");
  command->require_subcommand(1);
  auto arguments = std::make_shared<CatalogArguments>();
  command->add_option("--data", arguments->data, "The data directory");
  command->add_flag("--json", arguments->json, "Answer one JSON object");
  command->fallthrough();

  auto* const list = command->add_subcommand("list", "All vendors");
  list->callback([arguments, &exit_code] { exit_code = list_rows(*arguments); });
  auto* const show = command->add_subcommand("show", "One vendor: its tools and measures");
  show->add_option("slug", arguments->slug, "Its short name")->required();
  show->callback([arguments, &exit_code] { exit_code = show_row(*arguments); });
  auto* const check = command->add_subcommand("check", "What is wrong with rows, line by line");
  check->add_option("file", arguments->files, "Row files; none: all that the server would load");
  check->add_option("--glossary", arguments->glossary,
                    "A file of an organization's own words and entries, over these rows");
  check->callback([arguments, &exit_code] { exit_code = check_rows(*arguments); });
  auto* const add = command->add_subcommand("add", "Add a vendor by its row file");
  add->add_option("file", arguments->files,
                  "The row file; an article SLUG.md beside it comes along")
      ->required()
      ->expected(1);
  add->add_flag("--replace", arguments->replace, "It may stand in for a built-in row of its slug");
  add->callback([arguments, &exit_code] { exit_code = add_row(*arguments); });
  auto* const remove =
      command->add_subcommand("remove", "Remove a vendor that was added, with its article");
  remove->add_option("slug", arguments->slug, "Its short name")->required();
  remove->callback([arguments, &exit_code] { exit_code = remove_row(*arguments); });
  add_scaffold_command(*command, exit_code);
}

}  // namespace sluice::cli
