// One function a route, so that no page spells a path or reads raw JSON.
import { call, nothing, questionTimeoutMs } from "./client";
import * as parse from "./parse";
import type { Result } from "./result";
import type * as Api from "./types";

const post = { method: "POST" } as const;
const remove = { method: "DELETE" } as const;
const part = (id: string): string => encodeURIComponent(id);

export const getSession = (): Promise<Result<Api.Session>> => call("/session", parse.parseSession);
export const signIn = (body: { email: string; password: string }): Promise<Result<Api.Session>> =>
  call("/sign-in", parse.parseSession, { ...post, body });
export const signUp = (body: {
  name: string;
  email: string;
  password: string;
  organization: string;
}): Promise<Result<Api.Session>> => call("/sign-up", parse.parseSession, { ...post, body });
export const signOut = (): Promise<Result<null>> => call("/sign-out", nothing, post);
export const switchOrganization = (organization_id: Api.OrganizationId): Promise<Result<Api.Session>> =>
  call("/session/organization", parse.parseSession, { ...post, body: { organization_id } });

export const invite = (role: Api.Role): Promise<Result<Api.Invitation>> =>
  call("/invitations", parse.parseInvitation, { ...post, body: { role } });
export const getInvitations = (): Promise<Result<Api.WaitingInvitation[]>> =>
  call("/invitations", parse.parseInvitations);
export const withdrawInvitation = (id: string): Promise<Result<null>> =>
  call(`/invitations/${part(id)}`, nothing, remove);
export const getInvitation = (token: string): Promise<Result<Api.InvitationPreview>> =>
  call(`/invitations/${part(token)}`, parse.parseInvitationPreview);
export const acceptInvitation = (
  token: string,
  body: { name: string; email: string; password: string },
): Promise<Result<Api.Session>> =>
  call(`/invitations/${part(token)}/accept`, parse.parseSession, { ...post, body });
export const getMembers = (): Promise<Result<Api.Member[]>> => call("/members", parse.parseMembers);

export const changeRole = (id: Api.UserId, role: Api.Role): Promise<Result<null>> =>
  call(`/members/${part(id)}`, nothing, { method: "PATCH", body: { role } });
export const removeMember = (id: Api.UserId): Promise<Result<null>> => call(`/members/${part(id)}`, nothing, remove);

export const getOrganization = (): Promise<Result<Api.OrganizationSettings>> =>
  call("/organization", parse.parseOrganization);
export const updateOrganization = (settings: Api.OrganizationSettings): Promise<Result<Api.OrganizationSettings>> =>
  call("/organization", parse.parseOrganization, {
    method: "PATCH",
    body: {
      name: settings.name,
      timezone: settings.timezone,
      currency: settings.currency,
      exchange_rates: settings.exchangeRates,
      week_starts_on: settings.weekStartsOn,
    },
  });

export const getApiKeys = (): Promise<Result<Api.ApiKey[]>> => call("/api-keys", parse.parseApiKeys);
export const createApiKey = (name: string, scope: Api.KeyScope): Promise<Result<Api.NewApiKey>> =>
  call("/api-keys", parse.parseNewApiKey, { ...post, body: { name, scope } });
export const deleteApiKey = (id: Api.ApiKeyId): Promise<Result<null>> =>
  call(`/api-keys/${part(id)}`, nothing, remove);

export const getVendors = (): Promise<Result<Api.Vendor[]>> => call("/data-sources", parse.parseVendors);
export type ConnectValues = { api_key?: string; parameters?: Record<string, string> };
export const connect = (vendor: Api.VendorSlug, values: ConnectValues): Promise<Result<Api.ConnectStart>> =>
  call("/connections", parse.parseConnectStart, { ...post, body: { vendor, ...values } });
export const reconnect = (id: Api.ConnectionId, values: ConnectValues): Promise<Result<Api.ConnectStart>> =>
  call(`/connections/${part(id)}/reconnect`, parse.parseConnectStart, { ...post, body: values });
export const testConnection = (id: Api.ConnectionId): Promise<Result<{ ok: boolean; detail: string }>> =>
  call(`/connections/${part(id)}/test`, parse.parseTestResult, { ...post, body: {} });
export const getChangedTools = (id: Api.ConnectionId): Promise<Result<Api.ChangedTool[]>> =>
  call(`/connections/${part(id)}/changed-tools`, parse.parseChangedTools);
export const approveTool = (id: Api.ConnectionId, tool: Api.ChangedTool): Promise<Result<null>> =>
  call(`/connections/${part(id)}/changed-tools`, nothing, { ...post, body: { tool: tool.tool, digest: tool.digest } });
export const getCredentialNotices = (): Promise<Result<Api.CredentialNotice[]>> =>
  call("/credential-notices", parse.parseCredentialNotices);
export const getHoldings = (id: Api.ConnectionId): Promise<Result<Api.Holdings>> =>
  call(`/connections/${part(id)}/data`, parse.parseHoldings);
export const disconnect = (id: Api.ConnectionId): Promise<Result<{ affectedCards: string[] }>> =>
  call(`/connections/${part(id)}`, parse.parseDisconnected, remove);

export const createConversation = (): Promise<Result<Api.ConversationId>> =>
  call("/conversations", parse.parseNewConversation, { ...post, body: {} });
export const getConversations = (): Promise<Result<Api.ConversationSummary[]>> =>
  call("/conversations", parse.parseConversations);
export const getConversation = (id: Api.ConversationId): Promise<Result<Api.Conversation>> =>
  call(`/conversations/${part(id)}`, parse.parseConversation);
export const deleteConversation = (id: Api.ConversationId): Promise<Result<null>> =>
  call(`/conversations/${part(id)}`, nothing, remove);
export const getSuggestions = (): Promise<Result<string[]>> => call("/suggestions", parse.parseSuggestions);

export const getDashboards = (): Promise<Result<Api.DashboardSummary[]>> =>
  call("/dashboards", parse.parseDashboards);
export const createDashboard = (name: string): Promise<Result<{ id: Api.DashboardId; name: string }>> =>
  call("/dashboards", parse.parseNewDashboard, { ...post, body: { name } });
export const getDashboard = (id: Api.DashboardId): Promise<Result<Api.Dashboard>> =>
  call(`/dashboards/${part(id)}`, parse.parseDashboard);
export const deleteDashboard = (id: Api.DashboardId): Promise<Result<null>> =>
  call(`/dashboards/${part(id)}`, nothing, remove);
export const pin = (body: {
  conversation_id: Api.ConversationId;
  question_id: Api.AnswerId;
  dashboard_id?: Api.DashboardId;
}): Promise<Result<Api.Card>> => call("/cards", parse.parseCard, { ...post, body });
export const refreshCard = (id: Api.CardId): Promise<Result<Api.Card>> =>
  call(`/cards/${part(id)}/refresh`, parse.parseCard, { ...post, body: {}, timeoutMs: questionTimeoutMs });
export const removeCard = (id: Api.CardId): Promise<Result<null>> => call(`/cards/${part(id)}`, nothing, remove);

/** Files that the browser saves: both for Enterprise. */
export const auditExport = "/api/v1/audit/export?format=jsonl";
export const auditHead = "/api/v1/audit/head";
export const getAudit = (before: string | null, limit: number): Promise<Result<Api.AuditPage>> => {
  const query = new URLSearchParams({ limit: String(limit) });
  if (before !== null) query.set("before", before);
  return call(`/audit?${query}`, parse.parseAuditPage);
};
