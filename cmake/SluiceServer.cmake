# sluice_embed_texts(TARGET NAME FILES...): text files inside the library, behind
# sluice::server::embedded::NAME, which server/embedded.h declares. One generated source a file, so
# that editing one text recompiles one small file.
function(sluice_embed_texts target list)
  set(generated ${CMAKE_BINARY_DIR}/generated/server/${list})
  set(declarations "")
  set(table "")
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    string(MAKE_C_IDENTIFIER ${list}_${name} symbol)
    set(output ${generated}/${symbol}.cpp)
    add_custom_command(OUTPUT ${output} DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
      COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DSYMBOL=${symbol}
        -DNAMESPACE=sluice::server::embedded -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake VERBATIM)
    target_sources(${target} PRIVATE ${output})
    set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    string(APPEND declarations "extern const std::string_view ${symbol};\n")
    string(APPEND table "      {\"${name}\", ${symbol}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${generated}/table.cpp @ONLY CONTENT [[
#include "server/embedded.h"

#include <vector>

namespace sluice::server::embedded {

@declarations@
std::span<const Text> @list@() {
  static const std::vector<Text> texts{
@table@  };
  return texts;
}

}  // namespace sluice::server::embedded
]])
  target_sources(${target} PRIVATE ${generated}/table.cpp)
endfunction()
