// Invented data for looking at the pages without the server. Development only; never shipped.
const vendorLines = `
stripe|Stripe|payments|Payments, customers, subscriptions, disputes and payouts
paypal|PayPal|payments|Transactions, invoices and disputes
square|Square|payments|Orders, payments and customers
ramp|Ramp|payments|Corporate spend, bills and reimbursements
plaid|Plaid|payments|Link conversion, items and usage
hubspot|HubSpot|crm|Contacts, companies, deals and tickets
attio|Attio|crm|Records, pipelines, tasks and meetings
intercom|Intercom|crm|Conversations, contacts and articles
klaviyo|Klaviyo|crm|Campaigns, flows, segments and profiles
brevo|Brevo|crm|Email and SMS campaigns
posthog|PostHog|product|Events, funnels, retention and flags
mixpanel|Mixpanel|product|Events, funnels and cohorts
amplitude|Amplitude|product|Events, charts and retention
sentry|Sentry|product|Errors, issues and releases
cloudflare|Cloudflare|product|Traffic, logs and workers
linear|Linear|projects|Issues, projects and cycles
atlassian|Atlassian|projects|Jira issues and Confluence pages
asana|Asana|projects|Tasks, projects and teams
monday|monday.com|projects|Boards, items and workflows
notion|Notion|projects|Pages, databases and blocks
airtable|Airtable|projects|Bases, tables and records
github|GitHub|developer|Repositories, pull requests and workflows
vercel|Vercel|developer|Projects, deployments and domains
supabase|Supabase|developer|Postgres data and storage metadata
neon|Neon|developer|Postgres branches and tables
box|Box|content|Files, folders and metadata
egnyte|Egnyte|content|Files, folders and access
canva|Canva|content|Designs, folders and comments
webflow|Webflow|content|Sites, pages and collections
wix|Wix|content|Sites, orders and bookings
cloudinary|Cloudinary|content|Media library metadata
mailchimp|Mailchimp|content|Campaign reports and lists, through Apify
ecomail|Ecomail|content|Email campaigns and subscribers
shopify-storefront|Shopify Storefront|content|Products and collections
apify|Apify|content|Actors, runs and datasets`;

const labels = {
  payments: "Payments & Finance",
  crm: "CRM & Customer Success",
  product: "Product Analytics & Observability",
  projects: "Project Management & Knowledge",
  developer: "Developer Tools & Infrastructure",
  content: "Content, Storage & Marketing",
};

export function makeVendors() {
  return vendorLines.trim().split("\n").map((line) => {
    const [slug, name, category, summary] = line.split("|");
    return {
      slug, name, category, category_label: labels[category], summary, badge: "Live via MCP", available: true,
      locked_by_plan: null, needs: slug === "canva" ? "The operator must register this server with Canva first" : null,
      redirect_uri: "http://localhost/oauth/callback",
      scopes_in_words: [`Read ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`],
      example_questions: [`How did ${name} look last month?`, `What changed in ${name} this week?`],
      api_key_label: slug === "ecomail" ? "Ecomail API key" : null,
      parameters: slug === "shopify-storefront" ? [{ name: "shop", label: "Shop domain", required: true, choices: [], example: "brightwater.myshopify.com", help: "The address ending in .myshopify.com." }] : [],
      tools: [
        { name: "list_records", summary: `Lists ${summary.toLowerCase()}.`, reviewed: "2026-11-02" },
        { name: "search_records", summary: "Finds records by words, newest first.", reviewed: "2026-11-02" },
        { name: "get_record", summary: "Reads one record by its id.", reviewed: "2026-10-19" },
      ],
      connection: null,
    };
  });
}

const months = ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"];
const column = (name, type, unit = "") => ({ name, type, unit });
const chart = (mark, title, more = {}) => ({ mark, title, x: "", y: [], series: "", horizontal: false, stacked: false, partial_last: false, sort: "none", format: "", unit: "", shown_max: 0, ...more });
const wave = (index, base, step, swing) => Math.round((base + step * index + swing * Math.sin(index * 1.7)) * 100) / 100;

function fetched(vendor, tool, rows, more = {}) {
  return { vendor, tool, arguments: { status: "active", limit: 100 }, pages: Math.ceil(rows / 100), rows, partial: false, fetched_at: "2026-11-21T17:00:03Z", ...more };
}

/** Answers by a word in the question; the last one is for everything else. */
const answers = [
  [/trend|by month|each month/, () => ({
    text: "MRR was $118,902.15 in November 2026 so far, up 1.3% on October.",
    table: { columns: [column("month", "month"), column("mrr", "decimal", "usd")], rows: months.map((month, index) => [month, wave(index, 92000, 2400, 1800)]) },
    chart: chart("line", "MRR by month", { x: "month", y: ["mrr"], partial_last: true, format: "currency", unit: "usd" }),
    chips: [chip("measure", "MRR"), chip("period", "Dec 1, 2025 to Nov 21, 2026, America/New_York"), chip("dimension", "Month"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_subscriptions", 486)],
  })],
  [/plan per month/, () => ({
    text: "MRR by plan per month: Growth is the largest with $52,310.00 in October 2026.",
    table: { columns: [column("month", "month"), column("plan", "text"), column("mrr", "decimal", "usd")], rows: months.slice(0, 11).flatMap((month, index) => ["Growth", "Scale", "Starter", "Enterprise"].map((plan, at) => [month, plan, wave(index + at, 34000 - at * 7000, 1400 - at * 200, 900)])) },
    chart: chart(/stack/.test("") ? "bar" : "line", "MRR by plan", { x: "month", y: ["mrr"], series: "plan", unit: "usd" }),
    chips: [chip("measure", "MRR"), chip("period", "Dec 1, 2025 to Oct 31, 2026"), chip("dimension", "Plan"), chip("filter", "status is active"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_subscriptions", 486)],
  })],
  [/stacked/, () => ({
    text: "New and expansion revenue grew in nine of the last eleven months.",
    table: { columns: [column("month", "month"), column("kind", "text"), column("revenue", "decimal", "usd")], rows: months.slice(0, 11).flatMap((month, index) => ["New", "Expansion", "Renewal", "One-off", "Services", "Other sales"].map((kind, at) => [month, kind, Math.abs(wave(index + at, 14000 - at * 1800, 500, 900))])) },
    chart: chart("stacked-bar", "Revenue by kind", { x: "month", y: ["revenue"], series: "kind", stacked: true, unit: "usd" }),
    chips: [chip("measure", "Revenue"), chip("dimension", "Kind"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_invoices", 1944)],
  })],
  [/deal owner|by owner/, () => ({
    text: "Priya Natarajan's customers bring the most MRR: $31,204.50.",
    table: { columns: [column("deal_owner", "text"), column("mrr", "decimal", "usd")], rows: [["Priya Natarajan", 31204.5], ["Tom Becker", 26981.2], ["Ana Ribeiro", 22110], ["Jun Sato", 17442.13], ["Maya Cohen", 11809.11], ["Lars Holm", 5820]] },
    chart: chart("bar", "MRR by deal owner", { x: "deal_owner", y: ["mrr"], horizontal: true, unit: "usd" }),
    chips: [chip("measure", "MRR"), chip("period", "Nov 21, 2026"), chip("dimension", "Deal owner"), chip("source", "Stripe"), chip("source", "HubSpot")],
    provenance: [fetched("stripe", "list_subscriptions", 486), fetched("hubspot", "search_crm_objects", 647, { arguments: { objectType: "deals", properties: ["dealname", "hubspot_owner_id", "domain"] } })],
  })],
  [/share|split/, () => ({
    text: "Growth makes up 45.2% of MRR.",
    table: { columns: [column("plan", "text"), column("mrr", "decimal", "usd")], rows: [["Growth", 52310], ["Scale", 33120], ["Starter", 18190.94], ["Enterprise", 11746]] },
    chart: chart("stacked-bar", "Share of MRR by plan", { x: "plan", y: ["mrr"], unit: "usd" }),
    chips: [chip("measure", "Share of MRR"), chip("dimension", "Plan"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_subscriptions", 486)],
  })],
  [/funnel/, () => ({
    text: "18.4% of visitors who signed up became paying customers.",
    table: { columns: [column("stage", "text"), column("people", "integer", "count")], rows: [["Visited the site", 18240], ["Signed up", 3120], ["Connected a source", 1984], ["Asked a question", 1702], ["Paid", 574]] },
    chart: chart("funnel", "From visit to payment", { x: "stage", y: ["people"], unit: "count" }),
    chips: [chip("measure", "People"), chip("period", "Oct 1 to Oct 31, 2026"), chip("source", "PostHog")],
    provenance: [fetched("posthog", "query_funnel", 5)],
  })],
  [/heat/, () => ({
    text: "Most conversations start on Tuesdays between 10:00 and 12:00.",
    table: { columns: [column("hour", "text"), column("weekday", "text"), column("conversations", "integer", "count")], rows: ["08", "10", "12", "14", "16", "18"].flatMap((hour, h) => ["Mon", "Tue", "Wed", "Thu", "Fri"].map((day, d) => [`${hour}:00`, day, Math.round(Math.abs(40 * Math.sin(h + 1) + 12 * d * Math.cos(h)))])) },
    chart: chart("heatmap", "Conversations by hour and day", { x: "hour", y: ["conversations"], series: "weekday", unit: "count" }),
    chips: [chip("measure", "Conversations"), chip("source", "Intercom")],
    provenance: [fetched("intercom", "search_conversations", 788)],
  })],
  [/scatter/, () => ({
    text: "Larger teams open more tickets, with a few exceptions.",
    table: { columns: [column("company", "text"), column("seats", "integer", "count"), column("mrr", "decimal", "usd")], rows: Array.from({ length: 60 }, (_, i) => [`Company ${i + 1}`, 3 + ((i * 7) % 90), wave(i, 200, 38, 700)]) },
    chart: chart("scatter", "Seats and MRR", { x: "seats", y: ["mrr"] }),
    chips: [chip("measure", "Seats"), chip("measure", "MRR"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_subscriptions", 486)],
  })],
  [/table|list|which customers/, () => ({
    text: "12 customers cancelled in October 2026.",
    table: { columns: [column("customer", "text"), column("plan", "text"), column("cancelled_at", "day"), column("mrr", "decimal", "usd"), column("seats", "integer", "count"), column("months_paid", "integer", "count")], rows: Array.from({ length: 132 }, (_, i) => [`Customer ${String.fromCharCode(65 + (i % 26))}${i}`, ["Growth", "Scale", "Starter"][i % 3], `2026-10-${String(1 + (i % 28)).padStart(2, "0")}`, wave(i, 120, 9.5, 60), 2 + ((i * 5) % 40), (i * 3) % 26]) },
    chart: chart("table", "Customers who cancelled"),
    chips: [chip("measure", "Cancelled customers"), chip("period", "Oct 1 to Oct 31, 2026"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_subscriptions", 486)],
  })],
  [/bars?\b|top/, () => ({
    text: "Acme Robotics paid the most this quarter: $12,840.00.",
    table: { columns: [column("customer", "text"), column("revenue", "decimal", "usd")], rows: Array.from({ length: 34 }, (_, i) => [["Acme Robotics", "Northwind Trading", "Bluebird Logistics and Warehousing International", "Harbor & Co", "Tidal Labs", "Quill"][i % 6] + (i < 6 ? "" : ` ${i}`), Math.round(12840 / (1 + i * 0.22))]) },
    chart: chart("bar", "Revenue by customer", { x: "customer", y: ["revenue"], horizontal: true, sort: "descending", shown_max: 20, unit: "usd" }),
    chips: [chip("measure", "Revenue"), chip("period", "Oct 1 to Nov 21, 2026"), chip("dimension", "Customer"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_invoices", 1944, { partial: true })],
    unused_words: ["loyal"],
  })],
  [/.*/, () => ({
    text: "MRR was $115,366.94 at the end of Q3 2026, up 4.1% on Q2.",
    value: { value: 115366.94, unit: "usd" },
    table: { columns: [column("mrr", "decimal", "usd"), column("previous_mrr", "decimal", "usd")], rows: [[115366.94, 110823.19]] },
    chart: chart("number", "MRR", { y: ["mrr"], unit: "usd" }),
    chips: [chip("measure", "MRR"), chip("period", "Jul 1 to Sep 30, 2026, America/New_York"), chip("source", "Stripe")],
    provenance: [fetched("stripe", "list_subscriptions", 486)],
  })],
];

function chip(kind, text) {
  return { kind, text, question: "" };
}

const base = (id, question) => ({
  id, question, value: null, table: null, chart: null, plan: {}, period: { start: "2026-07-01", end: "2026-10-01", timezone: "America/New_York" },
  provenance: [], unused_words: [], confidence: 0.94, suggestions: ["And by plan?", "How did it move month by month?", "Which customers grew most?"], elapsed_ms: 412, chips: [],
  how: { sql: "SELECT sum(mrr) AS mrr\nFROM t0\nWHERE started_at < TIMESTAMPTZ '2026-10-01' AND (ended_at IS NULL OR ended_at >= TIMESTAMPTZ '2026-10-01')", notes: [] },
});

export function makeAnswer(id, question, connected) {
  const said = question.toLowerCase();
  const not = (status, reason, text, more = {}) => ({ ...base(id, question), status, reason, text, period: null, suggestions: [], how: { sql: "", notes: [] }, ...more });
  if (!connected.includes("stripe") || /nosource/.test(said)) {
    return not("refused", "no_data_source", "There is no data source for MRR. Stripe, PayPal or Square would have it; none of them is connected.");
  }
  if (/clarify|revenue\?/.test(said)) {
    return not("clarify", "", "“Revenue” can mean two things here.", { options: [{ label: "Paid invoices: $402,118.20", question: "revenue from paid invoices last quarter" }, { label: "Charges before refunds: $431,006.75", question: "charges before refunds last quarter" }] });
  }
  if (/delete|refund all/.test(said)) return not("refused", "write_request", "That would change data at the vendor. Sluice can only read, so nothing was done.");
  if (/forecast|next year/.test(said)) return not("refused", "forecast", "Sluice counts what happened; it does not predict. Ask for the trend so far instead.");
  if (/vendorfail/.test(said)) return not("failed", "vendor_error", "Stripe answered with an error (403): its permission may be stale. Disconnect it and connect it again, then ask once more.", { provenance: [fetched("stripe", "list_subscriptions", 0)] });
  const [, make] = answers.find(([words]) => words.test(said));
  return { ...base(id, question), status: "answered", ...make() };
}
