// The one place where text from the server becomes a value of the pages. A shape that is not the
// promised one throws DecodeError; `client.ts` turns that into a problem the reader can see.
import {
  boolean, cursor, id, json, list, Members, name, number, object, oneOf, optional, record, text, webAddress, withDefault,
} from "./decode";
import type { Decoder } from "./decode";
import { answer } from "./parse-answer";
import type * as Api from "./types";

const role = oneOf("owner", "administrator", "analyst", "member", "viewer");
const demo: Decoder<Api.Demo | null> = optional(object((m) => ({ today: m.get("today", text) })));

const organization = object<Api.Organization>((m) => ({
  id: m.get("id", id<Api.OrganizationId>()),
  slug: m.get("slug", text),
  name: m.get("name", text),
  plan: m.get("plan", text),
  trialEndsAt: m.get("trial_ends_at", optional(text)),
  timezone: m.get("timezone", text),
  currency: m.get("currency", text),
}));

const session = object<Api.Session>((m) => ({
  user: m.get(
    "user",
    object((user) => ({
      id: user.get("id", id<Api.UserId>()),
      name: user.get("name", text),
      email: user.get("email", text),
    })),
  ),
  organization: m.get("organization", organization),
  role: m.get("role", role),
  permissions: new Set(m.get("permissions", withDefault(list(text), []))),
  organizations: m.get(
    "organizations",
    list(
      object((member) => ({
        id: member.get("id", id<Api.OrganizationId>()),
        slug: member.get("slug", text),
        name: member.get("name", text),
        role: member.get("role", role),
      })),
    ),
  ),
  csrfToken: m.get("csrf_token", id<Api.CsrfToken>()),
  demo: m.get("demo", demo),
}));
const organizationSettings = object<Api.OrganizationSettings>((m) => ({
  name: m.get("name", text),
  timezone: m.get("timezone", text),
  currency: m.get("currency", text),
  exchangeRates: m.get("exchange_rates", record(number)),
  weekStartsOn: m.get("week_starts_on", oneOf("monday", "sunday")),
}));
export const parseOrganization = (value: unknown): Api.OrganizationSettings =>
  organizationSettings(value, "organization");

export const parseSession = (value: unknown): Api.Session => session(value, "session");

const visitor = object<Api.Visitor>((m) => ({
  csrfToken: m.get("csrf_token", optional(id<Api.CsrfToken>())),
  signUp: m.get("sign_up", withDefault(oneOf("open", "invite"), "invite")),
  demo: m.get("demo", demo),
}));
export const parseVisitor = (value: unknown): Api.Visitor => visitor(value, "visitor");

const problemPrefix = "urn:sluice:problem:";
const problem = object<Api.Problem>((m) => ({
  slug: m.get("type", text).replace(problemPrefix, ""),
  title: m.get("title", text),
  status: m.get("status", number),
  detail: m.get("detail", withDefault(text, "")),
  action: m.get("action", problemAction),
  requestId: m.get("request_id", optional(text)),
}));
export const parseProblem = (value: unknown): Api.Problem => problem(value, "problem");

/** Only a link inside the application is worth a button; anything else is dropped. */
function problemAction(value: unknown, path: string): Api.Problem["action"] {
  if (typeof value !== "object" || value === null) return null;
  const members = Members.of(value, path);
  const href = members.get("href", text);
  if (!href.startsWith("/") || href.startsWith("//")) return null;
  return { label: members.get("label", text), href };
}

/** Texts and whole numbers, as a form shows them. */
const values = record<string>((value, path) => (typeof value === "number" ? String(value) : text(value, path)));

const connection = object<Api.Connection>((m) => ({
  id: m.get("id", id<Api.ConnectionId>()),
  status: m.get(
    "status",
    oneOf("pending", "connected", "needs_reconnect", "needs_more_access", "failed", "disconnected"),
  ),
  statusText: m.get("status_text", withDefault(text, "")),
  connectedBy: m.get("connected_by", name),
  connectedAt: m.get("connected_at", optional(text)),
  lastUsedBy: m.get("last_used_by", name),
  grantedScope: m.get("granted_scope", optional(text)),
  lastUsedAt: m.get("last_used_at", optional(text)),
  detail: m.get("detail", name),
  changedTools: m.get("changed_tools", withDefault(number, 0)),
  values: m.get("parameters", withDefault(values, {})),
  driftedTools: m.get("drifted_tools", withDefault(list(text), [])),
}));

/** One text, or several that are said one after the other. */
const words: Decoder<string> = (value, path) =>
  Array.isArray(value) ? list(text)(value, path).join(", ") : withDefault(text, "")(value, path);

const parameter = object<Api.VendorParameter>((m) => ({
  name: m.get("name", text),
  label: m.get("label", text),
  type: m.get("type", withDefault(oneOf("slug", "domain", "choice", "integer", "text"), "slug")),
  required: m.get("required", withDefault(boolean, false)),
  choices: m.get("choices", withDefault(list(text), [])),
  example: m.get("example", withDefault(text, "")),
  help: m.get("help", withDefault(text, "")),
}));

const vendor = object<Api.Vendor>((m) => ({
  slug: m.get("slug", id<Api.VendorSlug>()),
  name: m.get("name", text),
  category: m.get("category", text),
  categoryLabel: m.get("category_label", text),
  summary: m.get("summary", withDefault(text, "")),
  badge: m.get("badge", text),
  available: m.get("available", boolean),
  lockedByPlan: m.get("locked_by_plan", optional(text)),
  needs: m.get("needs", optional(text)),
  scopesInWords: m.get("scopes_in_words", words),
  scopes: m.get("scopes", withDefault(list(text), [])),
  consentShowsWrite: m.get("consent_shows_write", withDefault(oneOf("yes", "no", "unknown"), "unknown")),
  consentNote: m.get("consent_note", withDefault(text, "")),
  exampleQuestions: m.get("example_questions", withDefault(list(text), [])),
  apiKeyLabel: m.get("api_key_label", optional(text)),
  apiKeyHelp: m.get("api_key_help", withDefault(text, "")),
  parameters: m.get("parameters", withDefault(list(parameter), [])),
  tools: m.get(
    "tools",
    withDefault(
      list(
        object((tool) => ({
          name: tool.get("name", text),
          summary: tool.get("summary", withDefault(text, "")),
          reviewed: tool.get("reviewed", optional(text)),
        })),
      ),
      [],
    ),
  ),
  connection: m.get("connection", optional(connection)),
}));
export const parseVendors = (value: unknown): Api.Vendor[] =>
  Members.of(value, "data sources").get("vendors", list(vendor));

const changedTool = object<Api.ChangedTool>((m) => ({
  tool: m.get("tool", text),
  detail: m.get("detail", withDefault(text, "")),
  digest: m.get("digest", text),
  approved: m.get("approved", json),
  listed: m.get("listed", json),
  findings: m.get("findings", list(object((finding) => finding.get("detail", text)))),
}));
export const parseChangedTools = (value: unknown): Api.ChangedTool[] =>
  Members.of(value, "changed tools").get("tools", list(changedTool));

export function parseConnectStart(value: unknown): Api.ConnectStart {
  const members = Members.of(value, "connection");
  if (members.get("authorization_url", optional(text)) === null) return { kind: "connected" };
  return {
    kind: "authorize",
    authorizationUrl: members.get("authorization_url", webAddress),
    vendor: members.get(
      "vendor",
      object((m) => ({ slug: m.get("slug", id<Api.VendorSlug>()), name: m.get("name", text) })),
    ),
    scopes: members.get("scopes", withDefault(list(text), [])),
  };
}

export const parseTestResult = (value: unknown): { ok: boolean; detail: string } =>
  object((m) => ({ ok: m.get("ok", boolean), detail: m.get("detail", withDefault(text, "")) }))(value, "test");

const credentialNotice = object<Api.CredentialNotice>((m) => ({ title: m.get("title", text), text: m.get("text", text) }));
export const parseCredentialNotices = (value: unknown): Api.CredentialNotice[] =>
  Members.of(value, "notices").get("notices", list(credentialNotice));

export const parseDisconnected = (value: unknown): { affectedCards: string[] } =>
  object((m) => ({ affectedCards: m.get("affected_cards", withDefault(list(text), [])) }))(value, "disconnect");

export const parseHoldings = (value: unknown): Api.Holdings => {
  const members = Members.of(value, "data of the connection");
  const cards = members.get("cards", list(object((m) => m.get("title", text))));
  return { cards, answers: members.get("answers", list(json)).length, raw: json(value, "data of the connection") };
};

const conversationId = id<Api.ConversationId>();
export const parseNewConversation = (value: unknown): Api.ConversationId =>
  Members.of(value, "conversation").get("id", conversationId);
export const parseConversations = (value: unknown): Api.ConversationSummary[] =>
  Members.of(value, "conversations").get(
    "conversations",
    list(
      object((m) => ({
        id: m.get("id", conversationId),
        title: m.get("title", text),
        updatedAt: m.get("updated_at", text),
      })),
    ),
  );
export const parseConversation = (value: unknown): Api.Conversation =>
  object<Api.Conversation>((m) => ({
    id: m.get("id", conversationId),
    title: m.get("title", withDefault(text, "")),
    answers: m.get("answers", list(answer)),
  }))(value, "conversation");

export const parseSuggestions = (value: unknown): string[] =>
  Members.of(value, "suggestions").get("questions", list(text));

const card = object<Api.Card>((m) => ({
  id: m.get("id", id<Api.CardId>()),
  dashboard: m.get("dashboard_id", optional(id<Api.DashboardId>())),
  title: m.get("title", text),
  question: m.get("question", withDefault(text, "")),
  answer: m.get("answer", answer),
  refreshedAt: m.get("refreshed_at", text),
  staleReason: m.get("stale_reason", optional(text)),
  pinnedBy: m.get("pinned_by", optional(text)),
  mayDelete: m.get("may_delete", withDefault(boolean, false)),
}));
export const parseCard = (value: unknown): Api.Card => card(value, "card");

const dashboardId = id<Api.DashboardId>();
export const parseDashboards = (value: unknown): Api.DashboardSummary[] =>
  Members.of(value, "dashboards").get(
    "dashboards",
    list(
      object((m) => ({
        id: m.get("id", dashboardId),
        name: m.get("name", text),
        cardCount: m.get("card_count", withDefault(number, 0)),
        updatedAt: m.get("updated_at", withDefault(text, "")),
      })),
    ),
  );
export const parseNewDashboard = (value: unknown): { id: Api.DashboardId; name: string } =>
  object((m) => ({ id: m.get("id", dashboardId), name: m.get("name", text) }))(value, "dashboard");
export const parseDashboard = (value: unknown): Api.Dashboard =>
  object<Api.Dashboard>((m) => ({
    id: m.get("id", dashboardId),
    name: m.get("name", text),
    mayDelete: m.get("may_delete", withDefault(boolean, false)),
    cards: m.get("cards", list(card)),
  }))(value, "dashboard");

export const parseMembers = (value: unknown): Api.Member[] =>
  Members.of(value, "members").get(
    "members",
    list(
      object((m) => ({
        id: m.get("id", id<Api.UserId>()),
        name: m.get("name", text),
        email: m.get("email", text),
        role: m.get("role", role),
      })),
    ),
  );

const apiKeyId = id<Api.ApiKeyId>();
const keyScope = oneOf("read", "manage");
export const parseApiKeys = (value: unknown): Api.ApiKey[] =>
  Members.of(value, "api keys").get(
    "api_keys",
    list(
      object((m) => ({
        id: m.get("id", apiKeyId),
        name: m.get("name", text),
        scope: m.get("scope", keyScope),
        createdAt: m.get("created_at", text),
        lastUsedAt: m.get("last_used_at", optional(text)),
      })),
    ),
  );
export const parseNewApiKey = (value: unknown): Api.NewApiKey =>
  object((m) => ({ id: m.get("id", apiKeyId), name: m.get("name", text), key: m.get("key", text) }))(value, "api key");

export const parseInvitation = (value: unknown): Api.Invitation =>
  object((m) => ({ link: m.get("link", text), expiresAt: m.get("expires_at", optional(text)) }))(value, "invitation");
export const parseInvitations = (value: unknown): Api.WaitingInvitation[] =>
  Members.of(value, "invitations").get(
    "invitations",
    list(
      object((m) => ({
        id: m.get("id", text),
        role: m.get("role", role),
        madeBy: m.get("made_by", text),
        expiresAt: m.get("expires_at", text),
      })),
    ),
  );
export const parseInvitationPreview = (value: unknown): Api.InvitationPreview =>
  object((m) => ({ organization: m.get("organization", text), role: m.get("role", role) }))(value, "invitation");

export const parseAuditPage = (value: unknown): Api.AuditPage =>
  object<Api.AuditPage>((m) => ({
    records: m.get(
      "records",
      list(
        object((record) => ({
          sequence: record.get("sequence", number),
          trail: record.get("trail", withDefault(text, "organization")),
          time: record.get("time", text),
          actor: record.get("actor", withDefault(text, "")),
          action: record.get("action", text),
          target: record.get("target", withDefault(text, "")),
          targetName: record.get("target_name", optional(text)),
          result: record.get("result", withDefault(text, "")),
          address: record.get("address", withDefault(text, "")),
          detail: record.get("detail", json),
        })),
      ),
    ),
    next: m.get("next", cursor),
  }))(value, "audit");
