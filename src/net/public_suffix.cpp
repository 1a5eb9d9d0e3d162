#include "net/public_suffix.h"

#include <libpsl.h>

#include <string>

namespace sluice::net {
namespace {

// Without the star rule, by which any last label that nobody knows would count as a registry's.
bool is_listed(std::string_view host) {
  return psl_is_public_suffix2(psl_builtin(), std::string(host).c_str(),
                               PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

}  // namespace

bool is_registry_name(std::string_view host) {
  return is_listed(host);
}

bool is_known_top_level(std::string_view label) {
  return !label.contains('.') && is_listed(label);
}

}  // namespace sluice::net
