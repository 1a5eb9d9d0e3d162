# Everything comes from Debian 12's packages, DuckDB from npm (`./dev` puts it under .tools/).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_library(SLUICE_RAPIDCHECK rapidcheck REQUIRED) # Laws in tests; Debian packs no .pc of it.
find_library(SLUICE_STEMMER stemmer REQUIRED) # Snowball; Debian packs no .pc of it.
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)
pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(md4c_html REQUIRED IMPORTED_TARGET md4c-html)
find_path(SLUICE_MUSTACHE_INCLUDE kainjow/mustache.hpp REQUIRED) # Headers alone.

set(SLUICE_TOOLS ${CMAKE_SOURCE_DIR}/.tools CACHE PATH "Where ./dev keeps what npm provides")
find_library(SLUICE_DUCKDB_LIBRARY duckdb
  PATHS ${SLUICE_TOOLS}/duckdb/node_modules/@duckdb/node-bindings-linux-x64 NO_DEFAULT_PATH REQUIRED)
find_path(SLUICE_DUCKDB_INCLUDE duckdb.h
  PATHS ${SLUICE_TOOLS}/duckdb/node_modules/duckdb/src/duckdb/src/include NO_DEFAULT_PATH REQUIRED)

add_library(howardhinnant_date INTERFACE)
target_link_libraries(howardhinnant_date INTERFACE date-tz)
target_compile_definitions(howardhinnant_date INTERFACE USE_OS_TZDB=1)
