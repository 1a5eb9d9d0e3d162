// Who is signed in. Every page below the shell may count on `signedIn()`.
import { setCsrfToken, whenSignedOut } from "./api/client";
import type { Visitor } from "./api/client";
import { getSession, signOut as postSignOut } from "./api/endpoints";
import { dashboards } from "./dashboards.svelte";
import { dataSources } from "./data-sources.svelte";
import type { Permission, Problem, Session } from "./api/shapes";
import { navigate } from "./router.svelte";

export type SessionState =
  | { kind: "loading" }
  | { kind: "signed-in"; session: Session }
  | { kind: "signed-out"; visitor: Visitor }
  | { kind: "unreachable"; problem: Problem };

const holder = $state<{ state: SessionState }>({ state: { kind: "loading" } });

export const sessionState = (): SessionState => holder.state;

export function signedIn(): Session | null {
  return holder.state.kind === "signed-in" ? holder.state.session : null;
}

export function visitor(): Visitor | null {
  return holder.state.kind === "signed-out" ? holder.state.visitor : null;
}

/** The server decides, and says so in the session; this only hides what would be refused. */
export function may(action: Permission): boolean {
  return signedIn()?.permissions.includes(action) ?? false;
}

/** Where somebody begins: not at a box that their role may not use. */
export const startPath = (): string => (may("ask") ? "/ask" : "/dashboards");

/** Nobody sees what was loaded for another organization. */
function forget(): void {
  dataSources.clear();
  dashboards.clear();
}

export function adopt(session: Session): void {
  setCsrfToken(session.csrf_token);
  if (signedIn()?.organization.id !== session.organization.id) forget();
  holder.state = { kind: "signed-in", session };
}

export async function loadSession(): Promise<void> {
  whenSignedOut((left) => {
    holder.state = { kind: "signed-out", visitor: left };
  });
  const result = await getSession();
  if (result.ok) adopt(result.value);
  else if (holder.state.kind !== "signed-out") holder.state = { kind: "unreachable", problem: result.problem };
}

export async function signOut(): Promise<void> {
  await postSignOut();
  forget();
  await loadSession();
  navigate("/sign-in");
}
