# sluice_embed_language(TARGET): puts language/*/*.yaml into the library, as JSON bytes by the names
# grammar_en and so on. The row compiler reads YAML when this is built, so the server needs no YAML.
function(sluice_embed_language target)
  set(generated ${CMAKE_BINARY_DIR}/generated/language)
  file(GLOB documents CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/language/*/*.yaml)
  foreach(file ${documents})
    get_filename_component(name ${file} NAME_WE)
    get_filename_component(folder ${file} DIRECTORY)
    get_filename_component(language ${folder} NAME)
    set(symbol ${name}_${language})
    set(json ${generated}/${symbol}.json)
    add_custom_command(OUTPUT ${json} DEPENDS ${file} sluice_row_compiler
      COMMAND sluice_row_compiler ${file} ${json} VERBATIM)
    set(output ${generated}/${symbol}.cpp)
    add_custom_command(OUTPUT ${output} DEPENDS ${json} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
      COMMAND ${CMAKE_COMMAND} -DINPUT=${json} -DOUTPUT=${output} -DSYMBOL=${symbol}
        -DNAMESPACE=sluice::analytics::embedded -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake VERBATIM)
    target_sources(${target} PRIVATE ${output})
    set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endforeach()
endfunction()
