#include "sandbox/world_files.h"

#include "sandbox/embedded_table.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace sluice::sandbox {
namespace {

constexpr int gzip_window_bits = 15 + 16;  // zlib's way to ask for the gzip form.
constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

std::optional<std::string> unzip(std::string_view gzip) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip_window_bits) != Z_OK) return std::nullopt;
  // zlib does not write through next_in, but its type says so.
  std::string input(gzip);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::string out;
  std::array<char, piece_bytes> piece{};
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string> EmbeddedWorldFiles::read(std::string_view name) const {
  const auto files = embedded_files();
  const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
  return found == files.end() ? std::nullopt : unzip(found->gzip);
}

std::optional<std::string> FolderWorldFiles::read(std::string_view name) const {
  std::ifstream file(folder_ / name, std::ios::binary);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace sluice::sandbox
