#pragma once
#include "net/egress_exception.h"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// `serve --peers FILE`: {"https://vendor.example": "http://127.0.0.1:8931", ...}, programs on
// loopback that a test lets answer for vendors. Beside the launcher the only maker of an
// EgressException.
class PeerFile {
 public:
  // Refused unless the server itself is bound to loopback (`bind_address`): whoever can reach it
  // would else reach what the peers answer. The error is a sentence.
  [[nodiscard]] static std::expected<std::vector<net::EgressException>, std::string> read(
      const std::filesystem::path& file, std::string_view bind_address);
};

}  // namespace sluice::sandbox
