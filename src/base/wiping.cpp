#include "base/wiping.h"

#include <malloc.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

// This file speaks C to C libraries: raw ownership is the contract here.
// NOLINTBEGIN(cppcoreguidelines-owning-memory)
namespace sluice {
namespace {

void* openssl_malloc(std::size_t size, const char* /*file*/, int /*line*/) {
  return wiping_malloc(size);
}
void* openssl_realloc(void* block, std::size_t size, const char* /*file*/, int /*line*/) {
  return wiping_realloc(block, size);
}
void openssl_free(void* block, const char* /*file*/, int /*line*/) {
  wiping_free(block);
}

}  // namespace

void* wiping_malloc(unsigned long size) noexcept {
  return std::malloc(size);
}

void wiping_free(void* block) noexcept {
  if (block == nullptr) return;
  explicit_bzero(block, malloc_usable_size(block));
  std::free(block);
}

// Never grows in place: the old block has to be wiped when its content moves.
void* wiping_realloc(void* block, unsigned long size) noexcept {
  if (block == nullptr) return std::malloc(size);
  if (size == 0) {
    wiping_free(block);
    return nullptr;
  }
  void* moved = std::malloc(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, block, std::min<std::size_t>(size, malloc_usable_size(block)));
  wiping_free(block);
  return moved;
}

void* wiping_calloc(unsigned long count, unsigned long size) noexcept {
  return std::calloc(count, size);
}

char* wiping_strdup(const char* text) noexcept {
  return strdup(text);
}

bool install_wiping_openssl() noexcept {
  return CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) == 1;
}

}  // namespace sluice
// NOLINTEND(cppcoreguidelines-owning-memory)
