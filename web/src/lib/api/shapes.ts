// Made by tools/api/make.mjs from src/server/api/*.json; do not edit.
// What the server says and what is sent to it. Members that are not described are dropped, so that
// a page that was loaded before an update of the server goes on.
import * as v from "valibot";
import { isJson } from "./json";
import type { Json } from "./json";

export const ColumnType = v.picklist(["text", "integer", "decimal", "boolean", "timestamp", "date", "day", "week", "month", "quarter", "year"]);
export type ColumnType = v.InferOutput<typeof ColumnType>;

export const Column = v.object({
  name: v.string(),
  type: ColumnType,
  unit: v.nullable(v.string()),
});
export type Column = v.InferOutput<typeof Column>;

export const Cell = v.nullable(v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]));
export type Cell = v.InferOutput<typeof Cell>;

export const Table = v.object({
  columns: v.array(Column),
  rows: v.array(v.array(Cell)),
  /** Rows or their values are missing. */
  partial: v.optional(v.boolean(), false),
});
export type Table = v.InferOutput<typeof Table>;

export const Mark = v.picklist(["number", "line", "bar", "stacked-bar", "pie", "scatter", "heatmap", "funnel", "table"]);
export type Mark = v.InferOutput<typeof Mark>;

/** How to draw the table: names of its columns and flags. */
export const Chart = v.object({
  mark: Mark,
  title: v.string(),
  x: v.nullable(v.string()),
  y: v.array(v.string()),
  series: v.nullable(v.string()),
  horizontal: v.boolean(),
  stacked: v.boolean(),
  /** The last bucket still runs: drawn dashed. */
  partial_last: v.boolean(),
  /** Rows or their values are missing: marked as such. */
  partial: v.optional(v.boolean(), false),
  sort: v.picklist(["none", "ascending", "descending"]),
  format: v.string(),
  unit: v.nullable(v.string()),
  /** Categories drawn before the rest becomes "Other"; 0 means all. */
  shown_max: v.pipe(v.number(), v.integer()),
});
export type Chart = v.InferOutput<typeof Chart>;

export const AnswerValue = v.object({
  value: v.nullable(v.pipe(v.number(), v.finite())),
  unit: v.nullable(v.string()),
});
export type AnswerValue = v.InferOutput<typeof AnswerValue>;

/** Half-open days in the zone; no start means everything up to the end. */
export const Period = v.object({
  start: v.nullable(v.string()),
  end: v.string(),
  timezone: v.string(),
});
export type Period = v.InferOutput<typeof Period>;

export const ConnectionId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("ConnectionId"));
export type ConnectionId = v.InferOutput<typeof ConnectionId>;

/** Anything that JSON can say: shown or handed on, not understood. */
export const AnyJson = v.custom<Json>(isJson);
export type AnyJson = v.InferOutput<typeof AnyJson>;

/** RFC 3339, in UTC. */
export const Instant = v.string();
export type Instant = v.InferOutput<typeof Instant>;

export const Fetch = v.object({
  vendor: v.string(),
  /** Which of the vendor's accounts was read; only where it has several. */
  connection: v.optional(ConnectionId),
  /** Its name, likewise. */
  account: v.optional(v.string()),
  tool: v.string(),
  arguments: AnyJson,
  pages: v.pipe(v.number(), v.integer()),
  rows: v.pipe(v.number(), v.integer()),
  /** More was there than a limit let in. */
  partial: v.boolean(),
  fetched_at: Instant,
});
export type Fetch = v.InferOutput<typeof Fetch>;

export const Chip = v.object({
  kind: v.picklist(["measure", "period", "dimension", "filter", "source"]),
  text: v.string(),
  /** Asked when the chip is changed; empty: it cannot be. */
  question: v.optional(v.string(), ""),
});
export type Chip = v.InferOutput<typeof Chip>;

/** What the question did not say and the answer takes for granted. */
export const Assumption = v.object({
  about: v.string(),
  text: v.string(),
});
export type Assumption = v.InferOutput<typeof Assumption>;

export const AnswerOption = v.object({
  label: v.string(),
  question: v.string(),
});
export type AnswerOption = v.InferOutput<typeof AnswerOption>;

export const Definition = v.object({
  label: v.string(),
  meaning: v.string(),
});
export type Definition = v.InferOutput<typeof Definition>;

/** How the answer was made, for the curious. */
export const AnswerHow = v.object({
  definitions: v.optional(v.array(Definition), () => []),
  /** Empty where none ran. */
  sql: v.string(),
  fetches: v.array(v.string()),
  notes: v.array(v.string()),
});
export type AnswerHow = v.InferOutput<typeof AnswerHow>;

/** deleted: it was there, and went with the connection it was read through. */
export const AnswerStatus = v.picklist(["answered", "clarify", "refused", "failed", "deleted"]);
export type AnswerStatus = v.InferOutput<typeof AnswerStatus>;

/** The id of a question, and of its answer; of a card's answer, the card's. */
export const AnswerId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("AnswerId"));
export type AnswerId = v.InferOutput<typeof AnswerId>;

/** What has a default was not yet stored with the first answers. */
export const Answer = v.object({
  id: AnswerId,
  question: v.string(),
  status: AnswerStatus,
  text: v.string(),
  /** The one number of the answer; its value is null when there was nothing to compute it from. */
  value: v.nullable(AnswerValue),
  table: v.nullable(Table),
  chart: v.nullable(Chart),
  plan: AnyJson,
  period: v.nullable(Period),
  provenance: v.array(Fetch),
  /** Rows or their values are missing. */
  partial: v.optional(v.boolean(), false),
  /** What the numbers lack; the sentence says it too. */
  caveats: v.optional(v.array(v.string()), () => []),
  unused_words: v.array(v.string()),
  assumptions: v.optional(v.array(Assumption), () => []),
  confidence: v.pipe(v.number(), v.finite()),
  /** Stable code when not answered: no_data_source, vendor_lacks_data, outside_data_range, no_values, not_kept, forecast, write_request, unknown_words, value_not_found, two_questions, examples, not_understood, no_exchange_rate, tool_not_allowed, needs_reconnect, needs_parameter, connection_deleted, vendor_error, plan_limit, cannot_open, busy, damaged, deadline. */
  reason: v.nullable(v.string()),
  /** Whose data is missing: to connect, to reconnect, or to wait for. */
  vendors: v.optional(v.array(v.string()), () => []),
  options: v.array(AnswerOption),
  suggestions: v.array(v.string()),
  elapsed_ms: v.pipe(v.number(), v.integer()),
  chips: v.array(Chip),
  how: AnswerHow,
});
export type Answer = v.InferOutput<typeof Answer>;

/** What is being done for a question that still runs. */
export const Step = v.object({
  step: v.picklist(["waiting", "planning", "fetching", "joining", "drawing"]),
  text: v.string(),
  vendor: v.optional(v.string(), ""),
  tool: v.optional(v.string(), ""),
  rows: v.optional(v.pipe(v.number(), v.integer()), 0),
  /** For an answer of the vendor. */
  waiting: v.optional(v.boolean(), false),
  elapsed_ms: v.pipe(v.number(), v.integer()),
});
export type Step = v.InferOutput<typeof Step>;

/** Each numbers its records for itself. */
export const AuditTrail = v.picklist(["organization", "control"]);
export type AuditTrail = v.InferOutput<typeof AuditTrail>;

export const AuditRecord = v.object({
  sequence: v.pipe(v.number(), v.integer()),
  trail: AuditTrail,
  time: Instant,
  actor: v.string(),
  action: v.string(),
  target: v.string(),
  /** The target as a reader knows it, where there is such a name. */
  target_name: v.nullable(v.string()),
  result: v.string(),
  address: v.string(),
  detail: AnyJson,
});
export type AuditRecord = v.InferOutput<typeof AuditRecord>;

export const AuditPage = v.object({
  records: v.array(AuditRecord),
  /** Where the next page begins; null at the end. */
  next: v.nullable(v.string()),
});
export type AuditPage = v.InferOutput<typeof AuditPage>;

export const TrailMark = v.object({
  records: v.pipe(v.number(), v.integer()),
  digest: v.string(),
});
export type TrailMark = v.InferOutput<typeof TrailMark>;

/** A signed head over both trails: kept elsewhere, an export is checked against it. */
export const SignedHead = v.object({
  version: v.literal(1),
  organization: v.string(),
  time: Instant,
  trails: v.object({
    organization: TrailMark,
    control: TrailMark,
  }),
  public_key: v.string(),
  signature: v.string(),
});
export type SignedHead = v.InferOutput<typeof SignedHead>;

export const UserId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("UserId"));
export type UserId = v.InferOutput<typeof UserId>;

export const OrganizationId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("OrganizationId"));
export type OrganizationId = v.InferOutput<typeof OrganizationId>;

export const ConversationId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("ConversationId"));
export type ConversationId = v.InferOutput<typeof ConversationId>;

export const CardId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("CardId"));
export type CardId = v.InferOutput<typeof CardId>;

export const DashboardId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("DashboardId"));
export type DashboardId = v.InferOutput<typeof DashboardId>;

export const ApiKeyId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("ApiKeyId"));
export type ApiKeyId = v.InferOutput<typeof ApiKeyId>;

export const InvitationId = v.pipe(v.string(), v.regex(/^[0-9]+$/), v.brand("InvitationId"));
export type InvitationId = v.InferOutput<typeof InvitationId>;

export const VendorSlug = v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/), v.brand("VendorSlug"));
export type VendorSlug = v.InferOutput<typeof VendorSlug>;

/** The sample company lives in a fixed "today" that the pages must say. */
export const Demo = v.object({
  today: v.string(),
});
export type Demo = v.InferOutput<typeof Demo>;

export const SignUpPolicy = v.picklist(["open", "invite"]);
export type SignUpPolicy = v.InferOutput<typeof SignUpPolicy>;

/** RFC 9457. Title and detail are words that can be shown as they are. */
export const Problem = v.object({
  /** Stable, for machines. */
  type: v.pipe(v.string(), v.regex(/^urn:sluice:problem:[a-z_-]+$/)),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  /** What happened this time, and what to do. */
  detail: v.optional(v.string(), ""),
  /** A finer code than the type, where there is one. */
  reason: v.optional(v.string()),
  /** Under this the server's log has the details. */
  request_id: v.optional(v.string()),
  sign_up: v.optional(SignUpPolicy),
  demo: v.optional(v.nullable(Demo)),
});
export type Problem = v.InferOutput<typeof Problem>;

export const NewConversation = v.object({
  id: ConversationId,
});
export type NewConversation = v.InferOutput<typeof NewConversation>;

export const ConversationSummary = v.object({
  id: ConversationId,
  title: v.string(),
  updated_at: Instant,
});
export type ConversationSummary = v.InferOutput<typeof ConversationSummary>;

export const Conversations = v.object({
  conversations: v.array(ConversationSummary),
});
export type Conversations = v.InferOutput<typeof Conversations>;

export const Conversation = v.object({
  id: ConversationId,
  title: v.string(),
  answers: v.array(Answer),
});
export type Conversation = v.InferOutput<typeof Conversation>;

export const Question = v.object({
  question: v.string(),
  /** Only these sources; none: all that are connected. */
  vendors: v.optional(v.array(VendorSlug)),
});
export type Question = v.InferOutput<typeof Question>;

export const Suggestions = v.object({
  questions: v.array(v.string()),
});
export type Suggestions = v.InferOutput<typeof Suggestions>;

export const DashboardSummary = v.object({
  id: DashboardId,
  name: v.string(),
  card_count: v.pipe(v.number(), v.integer()),
  updated_at: Instant,
});
export type DashboardSummary = v.InferOutput<typeof DashboardSummary>;

export const Dashboards = v.object({
  dashboards: v.array(DashboardSummary),
});
export type Dashboards = v.InferOutput<typeof Dashboards>;

export const Card = v.object({
  id: CardId,
  dashboard_id: DashboardId,
  title: v.string(),
  question: v.string(),
  answer: Answer,
  refreshed_at: Instant,
  /** Why the last refresh failed; the answer is the last good one. */
  stale_reason: v.nullable(v.string()),
  /** A name; null for somebody who has left. */
  pinned_by: v.nullable(v.string()),
  may_delete: v.boolean(),
});
export type Card = v.InferOutput<typeof Card>;

export const Dashboard = v.object({
  id: DashboardId,
  name: v.string(),
  may_delete: v.boolean(),
  cards: v.array(Card),
});
export type Dashboard = v.InferOutput<typeof Dashboard>;

export const WantedDashboard = v.object({
  name: v.string(),
});
export type WantedDashboard = v.InferOutput<typeof WantedDashboard>;

export const Pin = v.object({
  conversation_id: ConversationId,
  question_id: AnswerId,
  /** None: the first dashboard, which is made where there is none. */
  dashboard_id: v.optional(DashboardId),
  /** None: the question. */
  title: v.optional(v.string()),
});
export type Pin = v.InferOutput<typeof Pin>;

export const ConnectionStatus = v.picklist(["pending", "connected", "needs_reconnect", "needs_more_access", "failed", "disconnected"]);
export type ConnectionStatus = v.InferOutput<typeof ConnectionStatus>;

export const Connection = v.object({
  id: ConnectionId,
  vendor: VendorSlug,
  /** What tells it from the organization's others to the same vendor. */
  name: v.string(),
  status: ConnectionStatus,
  status_text: v.string(),
  /** A name; empty for somebody who has left. */
  connected_by: v.string(),
  connected_at: v.nullable(Instant),
  last_used_at: v.nullable(Instant),
  last_used_by: v.string(),
  /** What was filled in when connecting, by the parameter's name. */
  parameters: v.record(v.string(), v.union([v.string(), v.pipe(v.number(), v.integer())])),
  /** What went wrong; else empty. */
  detail: v.string(),
  /** As the vendor said it; empty: it did not say; null: connected by a key. */
  granted_scope: v.optional(v.nullable(v.string()), null),
  /** Tools that are not called until somebody has looked, or the vendor lists them as approved. */
  changed_tools: v.optional(v.pipe(v.number(), v.integer()), 0),
  /** Tools that are listed in another shape than the one that was reviewed for the catalog. */
  drifted_tools: v.optional(v.array(v.string()), () => []),
  /** Sentences without a full stop: in what else the vendor's last list of tools differs from the catalog. */
  tool_news: v.optional(v.array(v.string()), () => []),
});
export type Connection = v.InferOutput<typeof Connection>;

/** Whether the vendor's own page will speak of writing. */
export const WriteConsent = v.picklist(["yes", "no", "unknown"]);
export type WriteConsent = v.InferOutput<typeof WriteConsent>;

/** A field that the person who connects fills in: a shop's domain, a region. */
export const VendorParameter = v.object({
  name: v.string(),
  label: v.string(),
  type: v.picklist(["slug", "domain", "choice", "integer", "text"]),
  required: v.boolean(),
  choices: v.array(v.string()),
  /** What is shown for each of the choices, in their order. */
  choice_labels: v.array(v.string()),
  example: v.string(),
  help: v.string(),
});
export type VendorParameter = v.InferOutput<typeof VendorParameter>;

export const VendorTool = v.object({
  name: v.string(),
  summary: v.string(),
  /** The day of the review, or empty. */
  reviewed: v.string(),
  /** False: known from reports of others only, as of that day. */
  verified: v.boolean(),
});
export type VendorTool = v.InferOutput<typeof VendorTool>;

export const Vendor = v.object({
  slug: VendorSlug,
  name: v.string(),
  category: v.string(),
  category_label: v.string(),
  summary: v.string(),
  badge: v.string(),
  available: v.boolean(),
  /** The lowest plan that includes it; null: the current one does. */
  locked_by_plan: v.nullable(v.string()),
  /** What the operator has to do first. */
  needs: v.nullable(v.string()),
  redirect_uri: v.string(),
  /** False: its server asks nobody to sign in, and connecting stores no credential. */
  signs_in: v.boolean(),
  scopes_in_words: v.array(v.string()),
  /** Exactly what is asked for, at most; empty: no scope is asked for. */
  scopes: v.array(v.string()),
  consent_shows_write: WriteConsent,
  consent_note: v.string(),
  /** What of the vendor's sign-in, tools and data nobody has confirmed with it, and as of which day; empty: all was. */
  unconfirmed: v.string(),
  /** Whose row the vendor's is, with digests: of an operator's row, and of the built-in one in whose place it stands; empty: it is built in. */
  row_origin: v.string(),
  /** What the operator must have had done at the vendor before the first connect; empty: nothing. */
  approval: v.string(),
  example_questions: v.array(v.string()),
  /** What the vendor calls its key, where it takes one instead of a sign-in. */
  api_key_label: v.nullable(v.string()),
  api_key_help: v.string(),
  parameters: v.array(VendorParameter),
  tools: v.array(VendorTool),
  /** The first of `accounts`; where there is none, one that was ended or is not finished. */
  connection: v.nullable(Connection),
  /** The connections that are there, the oldest first: of several each is another account at the vendor. */
  accounts: v.array(Connection),
});
export type Vendor = v.InferOutput<typeof Vendor>;

export const DataSources = v.object({
  vendors: v.array(Vendor),
});
export type DataSources = v.InferOutput<typeof DataSources>;

export const Connecting = v.object({
  vendor: VendorSlug,
  /** One more account of a vendor that is connected already; else its first connection is connected anew. */
  another: v.optional(v.boolean()),
  api_key: v.optional(v.string()),
  parameters: v.optional(v.record(v.string(), v.string())),
});
export type Connecting = v.InferOutput<typeof Connecting>;

export const Reconnecting = v.object({
  api_key: v.optional(v.string()),
  parameters: v.optional(v.record(v.string(), v.string())),
});
export type Reconnecting = v.InferOutput<typeof Reconnecting>;

export const NewName = v.object({
  /** A line of 1 to 60 characters that no other connection to the vendor is called by. */
  name: v.string(),
});
export type NewName = v.InferOutput<typeof NewName>;

export const ConnectionName = v.object({
  /** Without blanks around it. */
  name: v.string(),
});
export type ConnectionName = v.InferOutput<typeof ConnectionName>;

/** The vendor's sign-in, where the browser is to go next. */
export const AuthorizationBegun = v.object({
  /** The browser is sent there, so anything but a web address is refused. */
  authorization_url: v.pipe(v.string(), v.regex(/^https?:\/\//)),
  vendor: v.object({
    slug: VendorSlug,
    name: v.string(),
  }),
  permissions: v.array(v.string()),
  scopes: v.array(v.string()),
  consent_shows_write: WriteConsent,
  consent_note: v.string(),
});
export type AuthorizationBegun = v.InferOutput<typeof AuthorizationBegun>;

/** A key was enough: the connection stands. */
export const ConnectedByKey = v.object({
  connection: Connection,
});
export type ConnectedByKey = v.InferOutput<typeof ConnectedByKey>;

export const TestResult = v.object({
  ok: v.boolean(),
  detail: v.string(),
});
export type TestResult = v.InferOutput<typeof TestResult>;

/** A tool that is not called, and why. */
export const ChangedTool = v.object({
  tool: v.string(),
  why: v.picklist(["changed", "questioned", "appeared", "unreadable", "gone"]),
  detail: v.string(),
  /** Of the listed definition; empty: there is nothing to approve. */
  digest: v.string(),
  approved: AnyJson,
  listed: AnyJson,
  findings: v.array(v.object({
    reason: v.string(),
    detail: v.string(),
  })),
});
export type ChangedTool = v.InferOutput<typeof ChangedTool>;

export const ChangedTools = v.object({
  tools: v.array(ChangedTool),
});
export type ChangedTools = v.InferOutput<typeof ChangedTools>;

export const ToolApproval = v.object({
  tool: v.string(),
  digest: v.string(),
});
export type ToolApproval = v.InferOutput<typeof ToolApproval>;

/** What disconnecting deletes, as far as the person may see it. */
export const Holdings = v.object({
  vendor: VendorSlug,
  cards: v.array(v.object({
    title: v.string(),
    question: v.string(),
    answer: Answer,
  })),
  answers: v.array(Answer),
});
export type Holdings = v.InferOutput<typeof Holdings>;

export const Disconnected = v.object({
  /** The titles of the cards that were emptied. */
  affected_cards: v.array(v.string()),
});
export type Disconnected = v.InferOutput<typeof Disconnected>;

export const CredentialNotice = v.object({
  kind: v.picklist(["slot_kept", "deletion_planned"]),
  title: v.string(),
  text: v.string(),
  began_at: v.nullable(Instant),
  deletes_at: v.nullable(Instant),
});
export type CredentialNotice = v.InferOutput<typeof CredentialNotice>;

export const CredentialNotices = v.object({
  notices: v.array(CredentialNotice),
});
export type CredentialNotices = v.InferOutput<typeof CredentialNotices>;

export const WeekStart = v.picklist(["monday", "sunday"]);
export type WeekStart = v.InferOutput<typeof WeekStart>;

/** Units of the organization's currency for one unit of the named one (ISO 4217, in lower case). */
export const ExchangeRates = v.record(v.string(), v.pipe(v.number(), v.finite()));
export type ExchangeRates = v.InferOutput<typeof ExchangeRates>;

/** What every answer of an organization is counted in. */
export const OrganizationSettings = v.object({
  name: v.string(),
  timezone: v.string(),
  currency: v.string(),
  exchange_rates: ExchangeRates,
  week_starts_on: WeekStart,
});
export type OrganizationSettings = v.InferOutput<typeof OrganizationSettings>;

/** The members that are there replace what stands. */
export const ChangedSettings = v.object({
  name: v.optional(v.string()),
  timezone: v.optional(v.string()),
  currency: v.optional(v.string()),
  exchange_rates: v.optional(ExchangeRates),
  week_starts_on: v.optional(WeekStart),
});
export type ChangedSettings = v.InferOutput<typeof ChangedSettings>;

export const Role = v.picklist(["owner", "administrator", "analyst", "member", "viewer"]);
export type Role = v.InferOutput<typeof Role>;

export const Member = v.object({
  id: UserId,
  name: v.string(),
  email: v.string(),
  role: Role,
});
export type Member = v.InferOutput<typeof Member>;

export const Members = v.object({
  members: v.array(Member),
});
export type Members = v.InferOutput<typeof Members>;

export const GivenRole = v.object({
  role: Role,
});
export type GivenRole = v.InferOutput<typeof GivenRole>;

/** The link is shown once; the server keeps its digest alone. */
export const Invitation = v.object({
  link: v.string(),
  role: Role,
  expires_at: Instant,
});
export type Invitation = v.InferOutput<typeof Invitation>;

/** One that nobody has taken yet. */
export const WaitingInvitation = v.object({
  id: InvitationId,
  role: Role,
  made_by: v.string(),
  created_at: Instant,
  expires_at: Instant,
});
export type WaitingInvitation = v.InferOutput<typeof WaitingInvitation>;

export const WaitingInvitations = v.object({
  invitations: v.array(WaitingInvitation),
});
export type WaitingInvitations = v.InferOutput<typeof WaitingInvitations>;

export const InvitationPreview = v.object({
  organization: v.string(),
  role: Role,
});
export type InvitationPreview = v.InferOutput<typeof InvitationPreview>;

export const Joining = v.object({
  name: v.optional(v.string()),
  email: v.string(),
  password: v.string(),
});
export type Joining = v.InferOutput<typeof Joining>;

/** read: ask, and see dashboards and data sources. manage: everything its maker may. */
export const KeyScope = v.picklist(["read", "manage"]);
export type KeyScope = v.InferOutput<typeof KeyScope>;

export const ApiKey = v.object({
  id: ApiKeyId,
  name: v.string(),
  scope: KeyScope,
  created_at: Instant,
  last_used_at: v.nullable(Instant),
});
export type ApiKey = v.InferOutput<typeof ApiKey>;

export const ApiKeys = v.object({
  api_keys: v.array(ApiKey),
});
export type ApiKeys = v.InferOutput<typeof ApiKeys>;

export const NewApiKey = v.object({
  id: ApiKeyId,
  name: v.string(),
  scope: KeyScope,
  created_at: Instant,
  last_used_at: v.null(),
  /** Shown once; the server keeps its digest alone. */
  key: v.string(),
});
export type NewApiKey = v.InferOutput<typeof NewApiKey>;

export const WantedApiKey = v.object({
  name: v.string(),
  scope: v.optional(KeyScope),
});
export type WantedApiKey = v.InferOutput<typeof WantedApiKey>;

/** What a role may do; a page offers nothing else. */
export const Permission = v.picklist(["view_dashboards", "ask", "pin_own", "pin_any", "verify_answer", "upload_file", "connect_source", "manage_members", "manage_api_keys", "manage_settings", "view_audit", "export_audit", "name_owner", "delete_organization"]);
export type Permission = v.InferOutput<typeof Permission>;

export const Plan = v.picklist(["free", "lite", "trial", "starter", "professional", "enterprise"]);
export type Plan = v.InferOutput<typeof Plan>;

/** Goes back as X-CSRF-Token with everything that changes something. */
export const CsrfToken = v.pipe(v.string(), v.brand("CsrfToken"));
export type CsrfToken = v.InferOutput<typeof CsrfToken>;

export const Organization = v.object({
  id: OrganizationId,
  slug: v.string(),
  name: v.string(),
  plan: Plan,
  trial_ends_at: v.nullable(Instant),
  /** A name of the IANA time zone database. */
  timezone: v.string(),
  /** ISO 4217, in lower case. */
  currency: v.string(),
});
export type Organization = v.InferOutput<typeof Organization>;

export const Membership = v.object({
  id: OrganizationId,
  slug: v.string(),
  name: v.string(),
  role: Role,
});
export type Membership = v.InferOutput<typeof Membership>;

export const Session = v.object({
  user: v.object({
    id: UserId,
    name: v.string(),
    email: v.string(),
  }),
  organization: Organization,
  role: Role,
  permissions: v.array(Permission),
  organizations: v.array(Membership),
  csrf_token: CsrfToken,
  demo: v.nullable(Demo),
});
export type Session = v.InferOutput<typeof Session>;

/** A problem that also says what a visitor may do. */
export const SignedOut = v.object({
  type: v.literal("urn:sluice:problem:sign_in_required"),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.string(),
  sign_up: SignUpPolicy,
  demo: v.nullable(Demo),
});
export type SignedOut = v.InferOutput<typeof SignedOut>;

export const SignUp = v.object({
  name: v.string(),
  email: v.string(),
  password: v.string(),
  organization: v.string(),
});
export type SignUp = v.InferOutput<typeof SignUp>;

export const SignIn = v.object({
  email: v.string(),
  password: v.string(),
});
export type SignIn = v.InferOutput<typeof SignIn>;

export const SwitchOrganization = v.object({
  organization_id: OrganizationId,
});
export type SwitchOrganization = v.InferOutput<typeof SwitchOrganization>;
