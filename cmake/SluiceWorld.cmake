# sluice_embed_world(TARGET)
#
# Puts sandbox/vendors.json, sandbox/world/*.json, sandbox/tools/*.json and sandbox/languages/*.json
# into TARGET, compressed, so that the binary works alone. The bytes come in by .incbin; the table says where each file is.
function(sluice_embed_world target)
  set(source ${CMAKE_SOURCE_DIR}/sandbox)
  set(packed ${CMAKE_BINARY_DIR}/sandbox_world)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${source}
    ${source}/vendors.json ${source}/world/*.json ${source}/tools/*.json
    ${source}/languages/*.json)
  set(table ${packed}/embedded_table.cpp)
  set(bytes "")
  set(externs "")
  set(rows "")
  set(outputs "")
  set(number 0)
  foreach(file ${files})
    set(output ${packed}/${file}.gz)
    get_filename_component(folder ${output} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(OUTPUT ${output}
      COMMAND gzip -9 -n -c ${source}/${file} > ${output}
      DEPENDS ${source}/${file} VERBATIM)
    list(APPEND outputs ${output})
    set(symbol "sluice_world_${number}")
    string(APPEND bytes
      "asm(\".section .rodata\\n.global ${symbol}\\n.global ${symbol}_end\\n\"\n"
      "    \"${symbol}:\\n.incbin \\\"${output}\\\"\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n")
    string(APPEND externs "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND rows "      {\"${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${table} @ONLY CONTENT
"// Written by cmake/SluiceWorld.cmake.
#include \"sandbox/embedded_table.h\"

#include <array>

@bytes@
@externs@
namespace sluice::sandbox {

std::span<const EmbeddedFile> embedded_files() {
  static const std::array<EmbeddedFile, @number@> files{{
@rows@  }};
  return files;
}

}  // namespace sluice::sandbox
")
  set_source_files_properties(${table} PROPERTIES OBJECT_DEPENDS "${outputs}")
  target_sources(${target} PRIVATE ${table})
endfunction()
