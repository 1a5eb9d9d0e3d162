// One function a route, so that no page spells a path or reads raw JSON.
import { union } from "valibot";
import type { GenericSchema, InferOutput } from "valibot";
import { call, callForNothing, questionTimeoutMs } from "./client";
import type { Call } from "./client";
import type { Result } from "./result";
import * as Api from "./shapes";

type Answer<Shape extends GenericSchema> = Promise<Result<InferOutput<Shape>>>;
type Member<Shape extends GenericSchema, Name extends keyof InferOutput<Shape>> = Promise<Result<InferOutput<Shape>[Name]>>;

const remove = { method: "DELETE" } as const;
const part = (id: string): string => encodeURIComponent(id);

/** An answer of one member: what it holds. */
async function member<Shape extends GenericSchema, Name extends keyof InferOutput<Shape>>(path: string, shape: Shape, name: Name): Member<Shape, Name> {
  const answer = await call(path, shape);
  return answer.ok ? { ok: true, value: answer.value[name] } : answer;
}

/** A POST of something that has a shape of its own. */
function post<Body>(body: Body): Call {
  return { method: "POST", body };
}

export const getSession = (): Answer<typeof Api.Session> => call("/session", Api.Session);
export const signIn = (body: Api.SignIn): Answer<typeof Api.Session> => call("/sign-in", Api.Session, post(body));
export const signUp = (body: Api.SignUp): Answer<typeof Api.Session> => call("/sign-up", Api.Session, post(body));
export const signOut = (): Promise<Result<null>> => callForNothing("/sign-out", { method: "POST" });
export const switchOrganization = (organization_id: Api.OrganizationId): Answer<typeof Api.Session> =>
  call("/session/organization", Api.Session, post<Api.SwitchOrganization>({ organization_id }));

export const invite = (role: Api.Role): Answer<typeof Api.Invitation> =>
  call("/invitations", Api.Invitation, post<Api.GivenRole>({ role }));
export const getInvitations = (): Member<typeof Api.WaitingInvitations, "invitations"> =>
  member("/invitations", Api.WaitingInvitations, "invitations");
export const withdrawInvitation = (id: Api.InvitationId): Promise<Result<null>> =>
  callForNothing(`/invitations/${part(id)}`, remove);
export const getInvitation = (token: string): Answer<typeof Api.InvitationPreview> =>
  call(`/invitations/${part(token)}`, Api.InvitationPreview);
export const acceptInvitation = (token: string, body: Api.Joining): Answer<typeof Api.Session> =>
  call(`/invitations/${part(token)}/accept`, Api.Session, post(body));
export const getMembers = (): Member<typeof Api.Members, "members"> => member("/members", Api.Members, "members");
export const changeRole = (id: Api.UserId, role: Api.Role): Promise<Result<null>> =>
  callForNothing(`/members/${part(id)}`, { method: "PATCH", body: { role } satisfies Api.GivenRole });
export const removeMember = (id: Api.UserId): Promise<Result<null>> => callForNothing(`/members/${part(id)}`, remove);

export const getOrganization = (): Answer<typeof Api.OrganizationSettings> => call("/organization", Api.OrganizationSettings);
export const updateOrganization = (settings: Api.ChangedSettings): Answer<typeof Api.OrganizationSettings> =>
  call("/organization", Api.OrganizationSettings, { method: "PATCH", body: settings });

export const getApiKeys = (): Member<typeof Api.ApiKeys, "api_keys"> => member("/api-keys", Api.ApiKeys, "api_keys");
export const createApiKey = (name: string, scope: Api.KeyScope): Answer<typeof Api.NewApiKey> =>
  call("/api-keys", Api.NewApiKey, post<Api.WantedApiKey>({ name, scope }));
export const deleteApiKey = (id: Api.ApiKeyId): Promise<Result<null>> => callForNothing(`/api-keys/${part(id)}`, remove);

const ConnectStart = union([Api.AuthorizationBegun, Api.ConnectedByKey]);
/** The vendor's sign-in, or a finished connection where a key was enough. */
export type ConnectStart = InferOutput<typeof ConnectStart>;
export const getVendors = (): Member<typeof Api.DataSources, "vendors"> => member("/data-sources", Api.DataSources, "vendors");
export const connect = (vendor: Api.VendorSlug, values: Api.Reconnecting): Answer<typeof ConnectStart> =>
  call("/connections", ConnectStart, post<Api.Connecting>({ vendor, ...values }));
export const reconnect = (id: Api.ConnectionId, values: Api.Reconnecting): Answer<typeof ConnectStart> =>
  call(`/connections/${part(id)}/reconnect`, ConnectStart, post(values));
export const renameConnection = (id: Api.ConnectionId, name: string): Answer<typeof Api.ConnectionName> =>
  call(`/connections/${part(id)}`, Api.ConnectionName, { method: "PATCH", body: { name } satisfies Api.NewName });
export const testConnection = (id: Api.ConnectionId): Answer<typeof Api.TestResult> =>
  call(`/connections/${part(id)}/test`, Api.TestResult, post({}));
export const getChangedTools = (id: Api.ConnectionId): Member<typeof Api.ChangedTools, "tools"> =>
  member(`/connections/${part(id)}/changed-tools`, Api.ChangedTools, "tools");
export const approveTool = (id: Api.ConnectionId, { tool, digest }: Api.ChangedTool): Promise<Result<null>> =>
  callForNothing(`/connections/${part(id)}/changed-tools`, post<Api.ToolApproval>({ tool, digest }));
export const getCredentialNotices = (): Member<typeof Api.CredentialNotices, "notices"> =>
  member("/credential-notices", Api.CredentialNotices, "notices");
export const getHoldings = (id: Api.ConnectionId): Answer<typeof Api.Holdings> => call(`/connections/${part(id)}/data`, Api.Holdings);
export const disconnect = (id: Api.ConnectionId): Answer<typeof Api.Disconnected> =>
  call(`/connections/${part(id)}`, Api.Disconnected, remove);

export const createConversation = (): Answer<typeof Api.NewConversation> => call("/conversations", Api.NewConversation, post({}));
export const getConversations = (): Member<typeof Api.Conversations, "conversations"> =>
  member("/conversations", Api.Conversations, "conversations");
export const getConversation = (id: Api.ConversationId): Answer<typeof Api.Conversation> =>
  call(`/conversations/${part(id)}`, Api.Conversation);
export const deleteConversation = (id: Api.ConversationId): Promise<Result<null>> =>
  callForNothing(`/conversations/${part(id)}`, remove);
export const getSuggestions = (): Member<typeof Api.Suggestions, "questions"> => member("/suggestions", Api.Suggestions, "questions");

export const getDashboards = (): Member<typeof Api.Dashboards, "dashboards"> => member("/dashboards", Api.Dashboards, "dashboards");
export const createDashboard = (name: string): Answer<typeof Api.DashboardSummary> =>
  call("/dashboards", Api.DashboardSummary, post<Api.WantedDashboard>({ name }));
export const getDashboard = (id: Api.DashboardId): Answer<typeof Api.Dashboard> => call(`/dashboards/${part(id)}`, Api.Dashboard);
export const deleteDashboard = (id: Api.DashboardId): Promise<Result<null>> => callForNothing(`/dashboards/${part(id)}`, remove);
export const pin = (body: Api.Pin): Answer<typeof Api.Card> => call("/cards", Api.Card, post(body));
export const refreshCard = (id: Api.CardId): Answer<typeof Api.Card> =>
  call(`/cards/${part(id)}/refresh`, Api.Card, { ...post({}), timeoutMs: questionTimeoutMs });
export const removeCard = (id: Api.CardId): Promise<Result<null>> => callForNothing(`/cards/${part(id)}`, remove);

/** Files that the browser saves: both for Enterprise. */
export const auditExport = "/api/v1/audit/export?format=jsonl";
export const auditHead = "/api/v1/audit/head";
export const getAudit = (before: string | null, limit: number): Answer<typeof Api.AuditPage> => {
  const query = new URLSearchParams({ limit: String(limit) });
  if (before !== null) query.set("before", before);
  return call(`/audit?${query}`, Api.AuditPage);
};
