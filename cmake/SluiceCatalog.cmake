# sluice_embed_catalog(TARGET): puts the rows, their schema and the articles into the library, as
# bytes; rows and glossaries as JSON. One generated source a file, so that editing one row recompiles
# one small file.
function(sluice_embed_catalog target)
  set(folder ${CMAKE_SOURCE_DIR}/src)
  add_executable(sluice_row_compiler ${folder}/catalog/compiler/compile_row.cpp
    ${folder}/catalog/row_document.cpp ${folder}/base/json.cpp)
  target_include_directories(sluice_row_compiler PRIVATE
    ${CMAKE_BINARY_DIR}/include/catalog ${CMAKE_BINARY_DIR}/include/base)
  target_link_libraries(sluice_row_compiler PRIVATE sluice_options nlohmann_json::nlohmann_json yaml-cpp)
  file(GLOB rows CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/catalog/*.yaml)
  file(GLOB glossaries CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/catalog/glossary/*.yaml)
  file(GLOB shared CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/catalog/shared/*.yaml)
  file(GLOB articles CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/knowledge-base/*.md)
  set(generated ${CMAKE_BINARY_DIR}/generated/catalog)
  set(declarations "")
  set(table "")
  foreach(file ${CMAKE_SOURCE_DIR}/catalog/row.schema.json ${rows} ${glossaries} ${shared} ${articles})
    get_filename_component(name ${file} NAME)
    if(file MATCHES "/docs/")
      set(name knowledge-base/${name})
    elseif(file MATCHES "/glossary/")
      set(name glossary/${name})
    elseif(file MATCHES "/shared/")
      set(name shared/${name})
    endif()
    string(MAKE_C_IDENTIFIER ${name} symbol)
    set(output ${generated}/${symbol}.cpp)
    set(bytes ${file})
    if(file MATCHES "[.]yaml$")
      set(bytes ${generated}/${symbol}.json)
      add_custom_command(OUTPUT ${bytes} DEPENDS ${file} sluice_row_compiler
        COMMAND sluice_row_compiler ${file} ${bytes} VERBATIM)
    endif()
    add_custom_command(OUTPUT ${output} DEPENDS ${bytes} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
      COMMAND ${CMAKE_COMMAND} -DINPUT=${bytes} -DOUTPUT=${output} -DSYMBOL=${symbol}
        -DNAMESPACE=sluice::catalog::embedded -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake VERBATIM)
    target_sources(${target} PRIVATE ${output})
    set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    string(APPEND declarations "extern const std::string_view ${symbol};\n")
    string(APPEND table "      {\"${name}\", embedded::${symbol}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${generated}/table.cpp @ONLY CONTENT [[
#include "catalog/embedded.h"

#include <vector>

namespace sluice::catalog {
namespace embedded {
@declarations@}  // namespace embedded

std::span<const EmbeddedFile> embedded_files() {
  static const std::vector<EmbeddedFile> files{
@table@  };
  return files;
}

}  // namespace sluice::catalog
]])
  target_sources(${target} PRIVATE ${generated}/table.cpp)
endfunction()
