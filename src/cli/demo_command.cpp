#include "cli/demo_command.h"

#include "analyst/analyst.h"
#include "app/demo_world.h"
#include "app/serving.h"
#include "base/log.h"
#include "cli/exit_code.h"
#include "net/free_port.h"

#include <spawn.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <array>
#include <cstdlib>
#include <iostream>

namespace sluice::cli {
namespace {

struct DemoArguments {
  std::uint16_t port = 8080;
  std::string data = "sluice-data/demo";
  bool connected = false;
  bool no_open = false;
};

// Best effort: where there is no desktop, the printed address is enough.
void open_browser(const std::string& address) {
  if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr) return;
  std::string program = "xdg-open";
  std::string url = address;
  std::array<char*, 3> arguments{program.data(), url.data(), nullptr};
  pid_t child = 0;
  [[maybe_unused]] const int started =
      posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ);
}

void connect_all(app::DemoWorld& world) {
  for (const std::string& vendor : world.vendors()) {
    std::cerr << "Connecting " << vendor << " ..." << std::flush;
    const auto connected = world.connect(vendor);
    std::cerr << (connected ? " done" : " failed: " + connected.error()) << '\n';
  }
}

void print_welcome(const std::string& address, const DemoArguments& arguments) {
  std::cout << "\nSluice is running with the sample company Brightwater.\n\n"
            << "  Address   " << address << "\n"
            << "  E-mail    " << app::demo_email << "\n"
            << "  Password  " << app::demo_password << "\n\n"
            << "It is " << app::demo_today << " in the sample data. What you do is kept in "
            << arguments.data << ".\nPress Ctrl+C to stop.\n"
            << std::endl;
}

[[nodiscard]] int fail(const std::string& sentence) {
  std::cerr << "sluice demo: " << sentence << '\n';
  return exit_failure;
}

[[nodiscard]] int demo(const DemoArguments& arguments, analyst::AnalystSpawner& spawner) {
  app::hold_back_stop_signals();
  set_log_level(LogLevel::warning);
  spawner.warm();
  const std::uint16_t port = arguments.port == 0 ? net::free_loopback_port() : arguments.port;
  const auto world = app::DemoWorld::start({.data = arguments.data, .port = port}, spawner);
  if (!world) return fail(world.error());
  const std::string address = "http://localhost:" + std::to_string(port);
  const auto server =
      (*world)->product().listen("127.0.0.1", port,
                                 {.public_url = address,
                                  .sign_up_open = true,
                                  .demo_today = std::string(app::demo_today),
                                  .new_organization = (*world)->ada().organization});
  if (!server) return fail(server.error());
  if (arguments.connected) connect_all(**world);
  print_welcome(address, arguments);
  if (!arguments.no_open) open_browser(address);
  app::serve_until_signal(**server);
  return exit_ok;
}

}  // namespace

void add_demo_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code) {
  auto* const command =
      app.add_subcommand("demo", "Run the server with the sample company and its stand-in vendors");
  auto arguments = std::make_shared<DemoArguments>();
  command->add_option("--port", arguments->port, "The port; 0 takes any free one")
      ->capture_default_str();
  command->add_option("--data", arguments->data, "Where what you do is kept")
      ->capture_default_str();
  command->add_flag("--connected", arguments->connected, "Start with every vendor connected");
  command->add_flag("--no-open", arguments->no_open, "Do not open a browser");
  command->callback([arguments, &spawner, &exit_code] { exit_code = demo(*arguments, spawner); });
}

}  // namespace sluice::cli
