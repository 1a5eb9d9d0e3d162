#pragma once

namespace sluice {

// Makes OpenSSL and libcurl free through a function that wipes first. Libraries copy what they
// are given: measured, two to three copies of a token stay in memory without this, none with it.
// Call it first thing in main(), before either library has allocated anything; returns false
// when it comes too late (the process should not go on).
[[nodiscard]] bool install_wiping_openssl() noexcept;

// malloc-family functions whose frees wipe; net/ hands them to curl_global_init_mem.
// A free asks the allocator how large the block is (malloc_usable_size) and wipes all of it.
void* wiping_malloc(unsigned long size) noexcept;
void wiping_free(void* block) noexcept;
void* wiping_realloc(void* block, unsigned long size) noexcept;
void* wiping_calloc(unsigned long count, unsigned long size) noexcept;
char* wiping_strdup(const char* text) noexcept;

}  // namespace sluice
