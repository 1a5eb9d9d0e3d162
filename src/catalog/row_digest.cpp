#include "catalog/row_digest.h"

#include "base/base64.h"
#include "catalog/embedded.h"
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <openssl/sha.h>

#include <array>

namespace sluice::catalog {
namespace {

[[nodiscard]] std::string digest_of(std::string_view canonical) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(canonical.data()), canonical.size(), digest.data());
  return "sha256:" + to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

std::expected<std::string, std::string> row_digest(std::string_view yaml) {
  const auto document = read_row_document("row", yaml);
  if (!document) return std::unexpected(to_text(document.error()));
  return digest_of(to_wire(document->root));
}

std::string built_in_digest(std::string_view slug) {
  // As compiler/compile_row.cpp wrote it: the same value with its members sorted.
  const std::string_view row = embedded_file(std::string(slug) + ".yaml");
  return row.empty() ? std::string() : digest_of(row);
}

std::string origin_text(const Vendor& vendor) {
  if (!vendor.origin) return "";
  const std::string over =
      vendor.origin->overridden.empty()
          ? ""
          : ", in the place of the built-in row (" + vendor.origin->overridden + ")";
  return "The operator of this server added the row of " + vendor.name + " (" +
         vendor.origin->digest + ")" + over + ".";
}

}  // namespace sluice::catalog
