# sluice_embed_currencies(TARGET): the digits of ISO 4217 as a table in base/.
function(sluice_embed_currencies target)
  set(file ${CMAKE_SOURCE_DIR}/catalog/iso-4217.json)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} json)
  set(rows "")
  foreach(digits 0 2 3 4)
    string(JSON codes GET "${json}" ${digits})
    string(APPEND rows "    {{${digits}, \"${codes}\"}},\n")
  endforeach()
  string(JSON funds GET "${json}" funds)
  string(JSON names GET "${json}" names)
  string(REPLACE "{{" "std::pair<int, std::string_view>{" rows "${rows}")
  string(REPLACE "}}" "}" rows "${rows}")
  set(output ${CMAKE_BINARY_DIR}/generated/currencies.cpp)
  file(CONFIGURE OUTPUT ${output} CONTENT
"// Made from catalog/iso-4217.json while configuring; do not edit.
#include <array>
#include <string_view>
#include <utility>

namespace sluice {

extern const std::array<std::pair<int, std::string_view>, 4> currencies_by_digits;
extern const std::string_view fund_codes;
constinit const std::string_view fund_codes = \"${funds}\";
extern const std::string_view currency_names;
constinit const std::string_view currency_names = \"${names}\";
constinit const std::array<std::pair<int, std::string_view>, 4> currencies_by_digits{
${rows}};

}  // namespace sluice
" @ONLY)
  target_sources(${target} PRIVATE ${output})
endfunction()
