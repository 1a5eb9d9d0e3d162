#pragma once
#include <cstdint>
#include <string>

namespace sluice::cli {

// The command line of `sluice mcp login`.
struct LoginArguments {
  std::string url;
  std::string token_file;
  std::string client_id;           // Registered by hand at the server.
  std::string client_secret_file;  // Of that client, where it has a secret.
  std::string client_document;     // Address of a client metadata document, where one is served.
  std::string scope;               // Empty: what the server asks for, narrowed to reading.
  std::string peers;
  std::uint16_t port = 0;  // Of the redirect address; 0: the system chooses.
  bool paste = false;      // The browser is on another machine: its last address is pasted.
};

// `sluice mcp login`: prints the address to open, waits for the browser to come back to this
// machine (RFC 8252, section 7.3), and keeps the sign-in in the token file. Prints no secret.
[[nodiscard]] int mcp_login(const LoginArguments& arguments);

struct LogoutArguments {
  std::string token_file;
  std::string peers;
};
// `sluice mcp logout`: the file goes, then the server is told (RFC 7009, RFC 7592).
[[nodiscard]] int mcp_logout(const LogoutArguments& arguments);

}  // namespace sluice::cli
