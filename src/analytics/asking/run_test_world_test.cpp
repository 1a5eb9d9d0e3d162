#include "analytics/asking/run_test_world.h"

namespace sluice::analytics {
namespace {

using catalog::Aggregation;
using catalog::Entry;
using catalog::Field;
using catalog::Measure;

Field field(std::string name, std::string type, std::string unit = "") {
  Field made;
  made.name = name;
  made.path = name;
  made.type = std::move(type);
  made.unit = std::move(unit);
  return made;
}

Measure measure(std::string name, Aggregation aggregation, std::string expression = "",
                std::string filter = "") {
  Measure made;
  made.name = std::move(name);
  made.aggregation = aggregation;
  made.expression = std::move(expression);
  made.filter = std::move(filter);
  return made;
}

catalog::Tool tool(std::string name) {
  catalog::Tool made;
  made.name = std::move(name);
  made.verdict = catalog::Verdict::read;
  return made;
}

constexpr const char* holds = "started <= instant and (ended is null or ended > instant)";

[[nodiscard]] Entry shop_customers() {
  Entry customers;
  customers.name = "customers";
  customers.label = "Customers";
  customers.tool = "list_customers";
  customers.rows = "$";
  customers.fields = {field("id", "text"), field("name", "text"), field("country", "text"),
                      field("domain", "text"), field("created", "timestamp", "iso")};
  customers.fields[3].meaning = "company.domain";
  customers.joins = {{.field = "domain", .to = "company.domain"}};
  customers.default_time = "created";
  customers.measures = {measure("new_customers", Aggregation::count)};
  return customers;
}

[[nodiscard]] Entry shop_subscriptions() {
  Entry subscriptions;
  subscriptions.name = "subscriptions";
  subscriptions.label = "Subscriptions";
  subscriptions.tool = "list_subscriptions";
  subscriptions.rows = "$";
  subscriptions.fields = {field("id", "text"),
                          field("customer", "text"),
                          field("plan", "text"),
                          field("monthly", "money", "minor"),
                          field("started", "timestamp", "iso"),
                          field("ended", "timestamp", "iso")};
  subscriptions.fields[3].currency = "currency";
  subscriptions.joins = {{.field = "customer", .to = "customers.id"}};
  Measure mrr = measure("mrr", Aggregation::snapshot_sum, "monthly", holds);
  mrr.label = "MRR";
  mrr.unit = "reporting";
  Measure payers = measure("payers", Aggregation::snapshot_count_distinct, "", holds);
  payers.key = "customer";
  Measure churned = measure("churned", Aggregation::lost_count, "", holds);
  churned.key = "customer";
  Measure gained = measure("gained", Aggregation::gained_count, "", holds);
  gained.key = "customer";
  Measure lost_mrr = measure("lost_mrr", Aggregation::lost_sum, "monthly", holds);
  lost_mrr.key = "customer";
  Measure churn_rate = measure("churn_rate", Aggregation::formula, "100 * churned / start(payers)");
  churn_rate.unit = "percent";
  Measure arpa = measure("arpa", Aggregation::formula, "mrr / payers");
  arpa.unit = "reporting";
  subscriptions.measures = {mrr, payers, churned, gained, lost_mrr, churn_rate, arpa};
  return subscriptions;
}

[[nodiscard]] Entry shop_payments() {
  Entry payments;
  payments.name = "payments";
  payments.label = "Payments";
  payments.tool = "list_payments";
  payments.rows = "$";
  payments.default_time = "day";
  payments.fields = {
      field("id", "text"),     field("customer", "text"), field("amount", "money", "major"),
      field("status", "text"), field("day", "date"),      field("hours", "decimal", "hours")};
  payments.fields[2].currency = "=usd";
  payments.joins = {{.field = "customer", .to = "customers.id"}};
  Measure revenue = measure("revenue", Aggregation::sum, "amount", "status = 'paid'");
  revenue.unit = "reporting";
  Measure payment_count = measure("payments", Aggregation::count);
  Measure failed = measure("failed", Aggregation::count, "", "status = 'failed'");
  Measure failure_rate = measure("failure_rate", Aggregation::formula, "100 * failed / payments");
  failure_rate.unit = "percent";
  Measure middle = measure("middle", Aggregation::median, "hours");
  middle.unit = "hours";
  payments.measures = {revenue, payment_count, failed, failure_rate, middle};
  return payments;
}

}  // namespace

catalog::Vendor test_shop() {
  catalog::Vendor vendor;
  vendor.slug = "shop";
  vendor.name = "Shop";
  vendor.tools = {tool("list_customers"), tool("list_subscriptions"), tool("list_payments")};
  vendor.entries = {shop_customers(), shop_subscriptions(), shop_payments()};
  return vendor;
}

catalog::Vendor test_desk() {
  catalog::Vendor vendor;
  vendor.slug = "desk";
  vendor.name = "Desk";
  vendor.tools = {tool("list_companies"), tool("list_tickets")};
  Entry companies;
  companies.name = "companies";
  companies.label = "Companies";
  companies.tool = "list_companies";
  companies.rows = "$";
  companies.fields = {field("domain", "text"), field("industry", "text")};
  companies.fields[0].meaning = "company.domain";
  Entry tickets;
  tickets.name = "tickets";
  tickets.label = "Tickets";
  tickets.tool = "list_tickets";
  tickets.rows = "$";
  tickets.default_time = "opened";
  tickets.fields = {field("id", "integer"), field("domain", "text"), field("state", "text"),
                    field("opened", "timestamp", "iso")};
  tickets.fields[1].meaning = "company.domain";
  tickets.joins = {{.field = "domain", .to = "companies.domain"}};
  tickets.measures = {measure("tickets", Aggregation::count)};
  // Totals of a range, without a date in the rows: the tool is told the range.
  Entry visits;
  visits.name = "visits";
  visits.label = "Visits";
  visits.tool = "count_visits";
  visits.rows = "$";
  visits.arguments = {{"from", "${from_date}"}, {"to", "${to_date}"}};
  visits.fields = {field("page", "text"), field("count", "integer")};
  visits.measures = {measure("visits", Aggregation::sum, "count")};
  vendor.tools.push_back(tool("count_visits"));
  // One call per team that the connection names.
  Entry members;
  members.name = "members";
  members.label = "Members";
  members.tool = "list_members";
  members.rows = "$";
  members.each_argument = "team";
  members.each_from = "connection.teams";
  members.fields = {field("id", "text"), field("team", "text")};
  members.fields[1].path = "$argument.team";
  vendor.tools.push_back(tool("list_members"));
  // One call per ticket.
  Entry replies;
  replies.name = "replies";
  replies.label = "Replies";
  replies.tool = "list_replies";
  replies.rows = "$";
  replies.each_argument = "ticket";
  replies.each_from = "tickets.id";
  replies.fields = {field("id", "text"), field("ticket", "integer")};
  replies.fields[1].path = "$argument.ticket";
  vendor.tools.push_back(tool("list_replies"));
  vendor.entries = {companies, tickets, visits, members, replies};
  return vendor;
}

namespace {

constexpr const char* customers_rows = R"([
  {"id":"c1","name":"Alder","country":"US","domain":"alder.example","created":"2026-01-05T10:00:00Z"},
  {"id":"c2","name":"Birch","country":"DE","domain":"birch.example","created":"2026-03-10T10:00:00Z"},
  {"id":"c3","name":"Cedar","country":"US","domain":"cedar.example","created":"2026-04-01T03:30:00Z"},
  {"id":"c4","name":"Dogwood","country":null,"domain":"dogwood.example","created":"2026-05-01T10:00:00Z"}])";
// c1 changes its plan in May, c2 leaves in May, c3 comes in May; c3 pays in euros.
constexpr const char* subscriptions_rows = R"([
  {"id":"s1","customer":"c1","plan":"Basic","monthly":10000,"currency":"usd","started":"2026-01-05T10:00:00Z","ended":"2026-05-10T10:00:00Z"},
  {"id":"s2","customer":"c1","plan":"Scale","monthly":25050,"currency":"usd","started":"2026-05-10T10:00:00Z","ended":null},
  {"id":"s3","customer":"c2","plan":"Basic","monthly":5000,"currency":"usd","started":"2026-03-10T10:00:00Z","ended":"2026-05-20T10:00:00Z"},
  {"id":"s4","customer":"c3","plan":"Basic","monthly":10000,"currency":"eur","started":"2026-05-02T10:00:00Z","ended":null}])";
constexpr const char* payments_rows = R"([
  {"id":"p1","customer":"c1","amount":"100.10","status":"paid","day":"2026-04-30","hours":1.5},
  {"id":"p2","customer":"c2","amount":"50.05","status":"paid","day":"2026-05-01","hours":2.5},
  {"id":"p3","customer":"c1","amount":"250.50","status":"failed","day":"2026-05-31","hours":10},
  {"id":"p4","customer":"c3","amount":"19.99","status":"paid","day":"2026-06-01","hours":null},
  {"id":"p5","customer":"c4","amount":"5","status":"paid","day":"2026-06-15","hours":4}])";
constexpr const char* companies_rows = R"([
  {"domain":"ALDER.example ","industry":"Media"},{"domain":"alder.example","industry":"Twice"},
  {"domain":"birch.example","industry":"Retail"},{"domain":"cedar.example","industry":"Retail"}])";
constexpr const char* visits_rows = R"([{"page":"/a","count":3},{"page":"/b","count":4}])";
constexpr const char* tickets_rows = R"([
  {"id":1,"domain":"alder.example","state":"open","opened":"2026-05-03T10:00:00Z"},
  {"id":2,"domain":"alder.example","state":"open","opened":"2026-05-04T10:00:00Z"},
  {"id":3,"domain":"birch.example","state":"closed","opened":"2026-05-05T10:00:00Z"}])";

}  // namespace

std::string test_rows(const std::string& tool) {
  if (tool == "list_customers") return customers_rows;
  if (tool == "list_subscriptions") return subscriptions_rows;
  if (tool == "list_payments") return payments_rows;
  if (tool == "count_visits") return visits_rows;
  if (tool == "list_members" || tool == "list_replies") return R"([{"id":"x"},{"id":"y"}])";
  return tool == "list_companies" ? companies_rows : tickets_rows;
}

}  // namespace sluice::analytics
