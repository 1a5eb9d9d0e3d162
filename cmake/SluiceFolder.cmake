# sluice_folder(NAME USES folder... LIBRARIES target...)
#
# One folder of src/ is one static library `sluice_NAME`, made of its *.cpp; its *_test.cpp become
# one test program `NAME_test`. Headers are included as "NAME/file.h" through a folder of links, so
# that a target sees the headers of the folders it may use and of no other. A room of a folder
# ("analytics/plan") is a folder like any other: its target is `sluice_analytics_plan`.
function(sluice_folder path)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBRARIES;TEST_USES")
  string(REPLACE "/" "_" name ${path})
  set(source ${CMAKE_SOURCE_DIR}/src/${path})
  set(headers ${CMAKE_BINARY_DIR}/include/${name})
  get_filename_component(parent ${headers}/${path} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${source} ${headers}/${path} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS ${source}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${source}/*_test.cpp)
  list(REMOVE_ITEM sources ${tests})
  if(NOT sources)
    file(WRITE ${CMAKE_BINARY_DIR}/empty_${name}.cpp "")
    set(sources ${CMAKE_BINARY_DIR}/empty_${name}.cpp)
  endif()

  add_library(sluice_${name} STATIC ${sources})
  target_include_directories(sluice_${name} PUBLIC ${headers})
  target_link_libraries(sluice_${name} PUBLIC sluice_options ${arg_LIBRARIES})
  foreach(used ${arg_USES})
    string(REPLACE "/" "_" used ${used})
    target_link_libraries(sluice_${name} PUBLIC sluice_${used})
  endforeach()
  if(NOT name STREQUAL base)
    target_precompile_headers(sluice_${name} REUSE_FROM sluice_base)
  endif()

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE sluice_${name} GTest::gtest_main GTest::gmock
      ${SLUICE_RAPIDCHECK})
    foreach(used ${arg_TEST_USES})
      string(REPLACE "/" "_" used ${used})
      target_link_libraries(${name}_test PRIVATE sluice_${used})
    endforeach()
    target_precompile_headers(${name}_test REUSE_FROM sluice_base)
    target_compile_definitions(${name}_test PRIVATE
      SLUICE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" SLUICE_BINARY_DIR="${CMAKE_BINARY_DIR}")
    # At test time, not at build time: a test program that cannot list its tests is a red test.
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT 120)
  endif()
endfunction()
