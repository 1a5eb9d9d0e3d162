#include "cli/catalog_command.h"

#include "analyst/analyst.h"
#include "catalog/catalog.h"
#include "cli/catalog_drift.h"
#include "cli/exit_code.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace sluice::cli {
namespace {

namespace fs = std::filesystem;

// The row of a built-in vendor at another address.
std::string row_at(const std::string& url) {
  std::ostringstream text;
  text << std::ifstream(SLUICE_SOURCE_DIR "/catalog/linear.yaml").rdbuf();
  std::string row = std::move(text).str();
  const std::string known = "https://mcp.linear.app/mcp/readonly";
  row.replace(row.find(known), known.size(), url);
  const std::string slug = "slug: linear";
  row.replace(row.find(slug), slug.size(), "slug: linear-too");
  return row;
}

int check(const std::string& url, const char* verb) {
  const storage::TemporaryFolder folder;
  const std::string file = folder.path() / "linear-too.yaml";
  std::ofstream(file) << row_at(url);
  CLI::App app;
  int exit_code = exit_ok;
  add_catalog_command(app, exit_code);
  app.parse("catalog " + std::string(verb) + " --data " + folder.path().string() + " " + file);
  return exit_code;
}

TEST(CatalogCommand, refuses_an_address_that_connecting_would_refuse) {
  for (const char* verb : {"check", "add"}) {
    for (const char* url :
         {"https://127.0.0.1/mcp", "https://[::1]/mcp", "https://mcp.vendor.com:22/mcp",
          "https://localhost/mcp", "https://2130706433/mcp", "https://vendor.internal/mcp",
          "https://user@mcp.vendor.com/mcp", "http://mcp.vendor.com/mcp",
          "https://169.254.169.254/latest"})
      EXPECT_EQ(check(url, verb), exit_failure) << verb << " " << url;
    for (const char* url : {"https://mcp.vendor.com/mcp", "https://mcp.vendor.com:8443/mcp?a=b"})
      EXPECT_EQ(check(url, verb), exit_ok) << verb << " " << url;
  }
}

int run(const std::string& line) {
  CLI::App app;
  int exit_code = exit_ok;
  add_catalog_command(app, exit_code);
  app.parse("catalog " + line);
  return exit_code;
}

TEST(CatalogCommand, drafts_a_row_that_passes_the_check_and_replaces_no_file) {
  const storage::TemporaryFolder folder;
  const std::string row = folder.path() / "acme.yaml";
  const std::string from = " --from " SLUICE_SOURCE_DIR "/tests/corpora/authoring/";
  const std::string both = from + "facts.json" + from + "tools.json";
  EXPECT_EQ(run("scaffold acme" + both + " --output " + row), exit_ok);
  EXPECT_EQ(run("check " + row), exit_ok);
  EXPECT_EQ(run("scaffold acme" + both + " --output " + row), exit_failure);
  EXPECT_EQ(run("scaffold acme --from " + row), exit_failure);
  EXPECT_EQ(run("scaffold acme --from " + row + ".gone"), exit_failure);
  EXPECT_EQ(run("scaffold Acme!" + both), exit_failure);
}

TEST(CatalogCommand, a_row_stands_in_for_a_built_in_one_only_when_asked_and_is_removed_again) {
  const storage::TemporaryFolder folder;
  const std::string data = " --data " + folder.path().string();
  const std::string linear = " " SLUICE_SOURCE_DIR "/catalog/linear.yaml";
  EXPECT_EQ(run("add" + data + linear), exit_failure);
  EXPECT_EQ(run("add --replace" + data + linear), exit_ok);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "catalog/linear.yaml"));
  EXPECT_EQ(run("show linear" + data), exit_ok);
  EXPECT_EQ(run("remove ../catalog/linear" + data), exit_failure);
  EXPECT_EQ(run("remove linear" + data), exit_ok);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "catalog/linear.yaml"));
  EXPECT_EQ(run("remove linear" + data), exit_failure);
}

TEST(CatalogCommand, a_row_brings_its_article_and_takes_it_away_again) {
  const storage::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const std::string in_data = " --data " + data.string();
  const std::string row = folder.path() / "draft.yaml";
  std::ofstream(row) << row_at("https://mcp.vendor.com/mcp");
  EXPECT_EQ(run("add" + in_data + " " + row), exit_ok);
  EXPECT_FALSE(fs::exists(data / "catalog/linear-too.md"));
  std::ofstream(folder.path() / "linear-too.md") << "# Linear too\n";
  EXPECT_EQ(run("add" + in_data + " " + row), exit_ok);
  const auto rows =
      catalog::Catalog::with_folder(catalog::Catalog::embedded(), (data / "catalog").string());
  ASSERT_TRUE(rows);
  EXPECT_EQ(catalog::Catalog::article(*rows->find("linear-too")), "# Linear too\n");
  EXPECT_EQ(run("remove linear-too" + in_data), exit_ok);
  EXPECT_TRUE(fs::is_empty(data / "catalog"));
}

constexpr const char* two_servers_row = R"(slug: acme
name: Acme
category: testing
category_label: Testing
summary: Rows
reviewed: 2026-11-22
registration: [dynamic]
client: public
parameters:
  server: {label: Server, type: choice, choices: [{value: rows, label: Rows}, {value: logs, label: Logs}]}
endpoints:
  - {url: "https://rows.acme.dev/", when: server=rows, tools: [list_rows]}
  - {url: "https://logs.acme.dev/", when: server=logs, tools: [get_log]}
tools:
  list_rows: {verdict: read, input: {}}
  get_log: {verdict: read, input: {}}
entries: []
questions: []
article: docs/knowledge-base/acme.md
)";

int drift(const std::string& line) {
  static const auto spawner = analyst::AnalystSpawner::start();
  CLI::App app;
  int exit_code = exit_ok;
  add_catalog_command(app, exit_code);
  add_drift_command(*app.get_subcommand("catalog"), *spawner, exit_code);
  app.parse("catalog drift acme " + line);
  return exit_code;
}

// What another server of the vendor has is not missed in the list of this one.
TEST(CatalogCommand, drift_holds_a_list_against_the_server_it_is_of) {
  const storage::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  fs::create_directories(data / "catalog");
  std::ofstream(data / "catalog/acme.yaml") << two_servers_row;
  const std::string list = folder.path() / "rows.json";
  std::ofstream(list) << R"({"tools":[{"name":"list_rows","description":"Lists.","inputSchema":
    {"type":"object","properties":{}}}]})";
  const std::string from = "--data " + data.string() + " --from " + list;
  EXPECT_EQ(drift(from + " --parameter server=rows"), exit_ok);
  EXPECT_EQ(drift(from + " --parameter server=logs"), exit_no);
  for (const char* unclear :
       {"", " --parameter server", " --parameter server=files", " --parameter region=eu"})
    EXPECT_EQ(drift(from + unclear), exit_failure) << unclear;
}

TEST(CatalogCommand, checks_an_organizations_words_over_a_row) {
  const storage::TemporaryFolder folder;
  const std::string words = folder.path() / "ours.yaml";
  const std::string over = "check " SLUICE_SOURCE_DIR "/catalog/linear.yaml --glossary " + words;
  EXPECT_EQ(run(over), exit_failure);
  std::ofstream(words) << "linear: {values: {issues.team: [Ours]}}\n";
  EXPECT_EQ(run(over), exit_ok);
  std::ofstream(words) << "linear: {values: {issues.shoes: [Ours]}}\n";
  EXPECT_EQ(run(over), exit_failure);
}

}  // namespace
}  // namespace sluice::cli
