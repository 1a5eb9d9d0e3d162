// Where the program begins. The order of the first lines matters: before anything else has
// allocated or read a key, frees are made to wipe and the analysts' spawner is forked. Then cli/
// finds the command; the list of the parts that a running product is made of is app/product.h.
#include "analyst/analyst.h"
#include "base/wiping.h"
#include "cli/run.h"

#include <sys/prctl.h>

#include <iostream>

int main(int argc, char** argv) {
  if (!sluice::install_wiping_openssl()) {
    std::cerr << "sluice: cannot install the wiping allocator\n";
    return 1;
  }
  prctl(PR_SET_DUMPABLE, 0);  // No core dump ever holds a token.
  const auto spawner = sluice::analyst::AnalystSpawner::start();
  return sluice::cli::run(argc, argv, *spawner);
}
