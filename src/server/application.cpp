#include "server/application.h"

#include "server/api_description.h"
#include "server/audit_routes.h"
#include "server/connect_routes.h"
#include "server/conversation_routes.h"
#include "server/dashboard_routes.h"
#include "server/data_source_routes.h"
#include "server/notice_routes.h"
#include "server/organization_routes.h"
#include "server/public_pages.h"
#include "server/session_routes.h"
#include "server/system_routes.h"

namespace sluice::server {

void add_all_routes(Router& router, ServerParts& parts) {
  add_session_routes(router, parts);
  add_organization_routes(router, parts);
  add_data_source_routes(router, parts);
  add_connect_routes(router, parts);
  add_conversation_routes(router, parts);
  add_dashboard_routes(router, parts);
  add_audit_routes(router, parts);
  add_notice_routes(router, parts);
  add_public_pages(router, parts);
  add_system_routes(router, parts);
  require_description(router.routes());
}

}  // namespace sluice::server
