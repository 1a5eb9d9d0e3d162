// Runs while building: one YAML file of catalog/ in, the same value as JSON out. Reading YAML costs
// a hundred times more than reading JSON, and every command of the program reads the rows.
#include "catalog/row_document.h"

#include <cstdio>
#include <fstream>
#include <sstream>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: compile_row INPUT.yaml OUTPUT.json\n", stderr);
    return 2;
  }
  std::ostringstream text;
  text << std::ifstream(argv[1], std::ios::binary).rdbuf();
  const auto document = sluice::catalog::read_row_document(argv[1], std::move(text).str());
  if (!document) {
    std::fprintf(stderr, "%s\n", to_text(document.error()).c_str());
    return 1;
  }
  std::ofstream output(argv[2], std::ios::binary);
  output << document->root.dump() << std::flush;
  return output ? 0 : 1;
}
