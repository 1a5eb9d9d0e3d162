# sluice_embed_web(TARGET)
#
# Puts every file of web/dist (what Vite built; may be absent) into the target, each with its
# brotli and gzip form, behind sluice::net::embedded_static_files(). Compressed once, at build time.
find_program(SLUICE_BROTLI brotli REQUIRED)
find_program(SLUICE_GZIP gzip REQUIRED)

function(sluice_embed_web target)
  set(pages ${CMAKE_SOURCE_DIR}/web/dist)
  set(generated ${CMAKE_BINARY_DIR}/generated/web)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${pages}/*)
  # The list itself is an input: a file that has gone has to leave the program too.
  string(JOIN "\n" list ${files})
  file(GENERATE OUTPUT ${generated}/files.txt CONTENT "${list}\n")
  add_custom_command(
    OUTPUT ${generated}/embedded.cpp
    COMMAND ${CMAKE_COMMAND} -DPAGES=${pages} -DGENERATED=${generated}
      -DBROTLI=${SLUICE_BROTLI} -DGZIP=${SLUICE_GZIP}
      -P ${CMAKE_SOURCE_DIR}/cmake/EmbedAssets.cmake
    DEPENDS ${files} ${generated}/files.txt ${CMAKE_SOURCE_DIR}/cmake/EmbedAssets.cmake
    COMMENT "Compressing and embedding the pages"
    VERBATIM)
  target_sources(${target} PRIVATE ${generated}/embedded.cpp)
  # A compiler cache does not see what .incbin reads; the file names carry the content's hash.
  set_source_files_properties(${generated}/embedded.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
