// What the server says, after `parse.ts` has read it. Nothing else in the pages handles raw JSON.

type Brand<T, Name extends string> = T & { readonly __brand: Name };
export type UserId = Brand<string, "UserId">;
export type OrganizationId = Brand<string, "OrganizationId">;
export type ConnectionId = Brand<string, "ConnectionId">;
export type ConversationId = Brand<string, "ConversationId">;
export type AnswerId = Brand<string, "AnswerId">;
export type CardId = Brand<string, "CardId">;
export type DashboardId = Brand<string, "DashboardId">;
export type ApiKeyId = Brand<string, "ApiKeyId">;
export type VendorSlug = Brand<string, "VendorSlug">;
export type CsrfToken = Brand<string, "CsrfToken">;

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

export type Role = "owner" | "administrator" | "analyst" | "member" | "viewer";

/** What a role may do; the server says which. A page offers nothing else. */
export type Action =
  | "view_dashboards"
  | "ask"
  | "pin_own"
  | "pin_any"
  | "verify_answer"
  | "upload_file"
  | "connect_source"
  | "manage_members"
  | "manage_api_keys"
  | "manage_settings"
  | "view_audit"
  | "export_audit"
  | "name_owner"
  | "delete_organization";

export type Organization = {
  id: OrganizationId;
  slug: string;
  name: string;
  plan: string;
  trialEndsAt: string | null;
  timezone: string;
  currency: string;
};

/** What every answer of an organization is counted in. */
export type OrganizationSettings = {
  name: string;
  timezone: string;
  currency: string;
  /** Units of the currency for one unit of the other. */
  exchangeRates: Record<string, number>;
  weekStartsOn: "monday" | "sunday";
};

export type Membership = { id: OrganizationId; slug: string; name: string; role: Role };

/** The sample organization lives in a fixed "today" that the pages must say. */
export type Demo = { today: string };

export type Session = {
  user: { id: UserId; name: string; email: string };
  organization: Organization;
  role: Role;
  permissions: ReadonlySet<string>;
  organizations: Membership[];
  csrfToken: CsrfToken;
  demo: Demo | null;
};

/** What a signed-out visitor is told; comes with the 401 of `GET /session`. */
export type Visitor = { csrfToken: CsrfToken | null; signUp: "open" | "invite"; demo: Demo | null };

/** RFC 9457, with the words that can be shown as they are. */
export type Problem = {
  slug: string;
  title: string;
  status: number;
  detail: string;
  action: { label: string; href: string } | null;
  requestId: string | null;
};

export type ConnectionStatus =
  | "pending"
  | "connected"
  | "needs_reconnect"
  | "needs_more_access"
  | "failed"
  | "disconnected";

export type Connection = {
  id: ConnectionId;
  status: ConnectionStatus;
  statusText: string;
  connectedBy: string | null;
  connectedAt: string | null;
  lastUsedAt: string | null;
  lastUsedBy: string | null;
  /** As the vendor said it; empty: it did not say; null: connected by a key. */
  grantedScope: string | null;
  detail: string | null;
  /** Tools that are not called until somebody has looked, or the vendor lists them as approved. */
  changedTools: number;
  /** What was filled in when connecting, by the parameter's name. */
  values: Record<string, string>;
  /** Tools that are listed in another shape than the one that was reviewed for the catalog. */
  driftedTools: string[];
};

/** Whether the vendor's own page will speak of writing. */
export type WriteConsent = "yes" | "no" | "unknown";

/** A field that the person who connects fills in: a shop's domain, a region. */
export type VendorParameter = {
  name: string;
  label: string;
  type: "slug" | "domain" | "choice" | "integer" | "text";
  required: boolean;
  choices: string[];
  example: string;
  help: string;
};

export type VendorTool = { name: string; summary: string; reviewed: string | null };

/** A tool that is not called, and why. Without a digest there is nothing to approve. */
export type ChangedTool = { tool: string; detail: string; digest: string; approved: Json; listed: Json; findings: string[] };

export type Vendor = {
  slug: VendorSlug;
  name: string;
  category: string;
  categoryLabel: string;
  summary: string;
  badge: string;
  available: boolean;
  lockedByPlan: string | null;
  needs: string | null;
  scopesInWords: string;
  /** Exactly what is asked for, at most; empty: no scope is asked for. */
  scopes: string[];
  consentShowsWrite: WriteConsent;
  consentNote: string;
  exampleQuestions: string[];
  /** What the vendor calls its key, where it takes one instead of a sign-in. */
  apiKeyLabel: string | null;
  apiKeyHelp: string;
  parameters: VendorParameter[];
  tools: VendorTool[];
  connection: Connection | null;
};

/** The start of an authorization, or a finished connection where a key was enough. */
export type ConnectStart =
  | {
      kind: "authorize";
      authorizationUrl: string;
      vendor: { slug: VendorSlug; name: string };
      scopes: string[];
    }
  | { kind: "connected" };

export type ColumnType =
  | "text"
  | "integer"
  | "decimal"
  | "boolean"
  | "timestamp"
  | "date"
  | "day"
  | "week"
  | "month"
  | "quarter"
  | "year";

export type Column = { name: string; type: ColumnType; unit: string | null };
export type Cell = string | number | boolean | null;
export type Table = { columns: Column[]; rows: Cell[][] };

export const marks = [
  "number",
  "line",
  "bar",
  "stacked-bar",
  "pie",
  "scatter",
  "heatmap",
  "funnel",
  "table",
] as const;
export type Mark = (typeof marks)[number];

/** How to draw a table: names of its columns and flags; what is missing is found from its types. */
export type Chart = {
  mark: Mark;
  title: string | null;
  x: string | null;
  y: string[];
  series: string | null;
  horizontal: boolean;
  stacked: boolean;
  /** The last bucket still runs: drawn dashed. */
  partialLast: boolean;
  /** Rows or their values are missing: marked as such. */
  partial: boolean;
  sort: "none" | "ascending" | "descending";
  unit: string | null;
  /** Categories drawn before the rest becomes "Other"; 0 means all. */
  shownMax: number;
};

/** Half-open days in the zone; no start means everything up to the end. */
export type Period = { start: string | null; end: string; timezone: string; partial: boolean };

export type Fetch = {
  vendor: string;
  tool: string;
  arguments: Json;
  pages: number | null;
  rows: number;
  partial: boolean;
  fetchedAt: string | null;
};

export type ChipKind = "measure" | "period" | "dimension" | "filter" | "source";
export type Chip = { kind: ChipKind; text: string; question: string | null };

/** deleted: it was there, and went with the connection it was read through. */
export type AnswerStatus = "answered" | "clarify" | "refused" | "failed" | "deleted";

export type Answer = {
  id: AnswerId;
  question: string;
  status: AnswerStatus;
  text: string;
  /** The one number of the answer; its value is null when there was nothing to compute it from. */
  value: { value: number | null; unit: string | null } | null;
  table: Table | null;
  chart: Chart | null;
  plan: Json;
  period: Period | null;
  provenance: Fetch[];
  /** What the numbers lack; the sentence says it too. */
  caveats: string[];
  partial: boolean;
  unusedWords: string[];
  /** What the question did not say and the answer takes for granted. */
  assumptions: string[];
  reason: string | null;
  /** Whose data is missing: to connect, to reconnect, or to wait for. */
  vendors: string[];
  options: { label: string; question: string }[];
  suggestions: string[];
  elapsedMs: number;
  chips: Chip[];
  how: { definitions: { label: string; meaning: string }[]; sql: string | null; notes: string[] };
};

export type CredentialNotice = { title: string; text: string };

export type StepKind = "waiting" | "planning" | "fetching" | "joining" | "drawing";
export type Step = {
  step: StepKind;
  text: string;
  vendor: string | null;
  tool: string | null;
  rows: number | null;
  /** For an answer of the vendor. */
  waiting: boolean;
  elapsedMs: number;
};

export type ConversationSummary = { id: ConversationId; title: string; updatedAt: string };
export type Conversation = { id: ConversationId; title: string; answers: Answer[] };

export type DashboardSummary = { id: DashboardId; name: string; cardCount: number; updatedAt: string };
export type Card = {
  id: CardId;
  dashboard: DashboardId | null;
  title: string;
  question: string;
  answer: Answer;
  refreshedAt: string;
  staleReason: string | null;
  pinnedBy: string | null;
  mayDelete: boolean;
};
export type Dashboard = { id: DashboardId; name: string; mayDelete: boolean; cards: Card[] };
/** What disconnecting deletes, as far as the person may see it; `raw` is the file to keep. */
export type Holdings = { cards: string[]; answers: number; raw: Json };

export type Member = { id: UserId; name: string; email: string; role: Role };
export type KeyScope = "read" | "manage";
export type ApiKey = { id: ApiKeyId; name: string; scope: KeyScope; createdAt: string; lastUsedAt: string | null };
export type NewApiKey = { id: ApiKeyId; name: string; key: string };
/** One that nobody has taken yet. */
export type WaitingInvitation = { id: string; role: Role; madeBy: string; expiresAt: string };
export type Invitation = { link: string; expiresAt: string | null };
export type InvitationPreview = { organization: string; role: Role };

export type AuditRecord = {
  sequence: number;
  /** "organization" or "control": each numbers its records for itself. */
  trail: string;
  time: string;
  actor: string;
  action: string;
  target: string;
  /** The target as a reader knows it, where there is such a name. */
  targetName: string | null;
  result: string;
  address: string;
  detail: Json;
};
export type AuditPage = { records: AuditRecord[]; next: string | null };
