#pragma once
#include <expected>
#include <filesystem>
#include <string>

namespace sluice::cli {

// The whole of a file. The error is a sentence: there is none, or it cannot be read.
[[nodiscard]] std::expected<std::string, std::string> read_file(const std::filesystem::path& path);
// Written beside and renamed, so that whoever reads meanwhile gets a whole file or the old one.
// The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                                          const std::string& text);

}  // namespace sluice::cli
