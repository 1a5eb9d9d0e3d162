# One interface target that every target of ours links: language, warnings, hardening, sanitizers.
add_library(sluice_options INTERFACE)
target_compile_options(sluice_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  -fno-omit-frame-pointer -fstack-protector-strong -fcf-protection
  "SHELL:-Xclang -fno-pch-timestamp" -fpch-instantiate-templates
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
target_compile_definitions(sluice_options INTERFACE
  _GLIBCXX_ASSERTIONS BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION
  BOOST_BEAST_SEPARATE_COMPILATION JSON_USE_IMPLICIT_CONVERSIONS=0)
# Line tables only: a stack trace needs no more, and full debug information would double link time.
target_compile_options(sluice_options INTERFACE $<$<CONFIG:Debug>:-gline-tables-only>)
target_compile_options(sluice_options INTERFACE $<$<CONFIG:Release>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3>)
target_link_options(sluice_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack -pie)
# The checks of assert() stay on in release: a broken program stops, it does not go on.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

if(SLUICE_SANITIZERS)
  target_compile_options(sluice_options INTERFACE -fsanitize=${SLUICE_SANITIZERS} -fno-sanitize-recover=all)
  target_link_options(sluice_options INTERFACE -fsanitize=${SLUICE_SANITIZERS})
  target_compile_definitions(sluice_options INTERFACE SLUICE_SANITIZED=1)
endif()
if(SLUICE_FUZZ)
  # With what tests/fuzz/run.sh --coverage reads.
  target_compile_options(sluice_options INTERFACE
    -fsanitize=fuzzer-no-link -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(sluice_options INTERFACE -fprofile-instr-generate)
endif()
