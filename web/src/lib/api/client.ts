// HTTP as the pages know it: a path in, a Result out. No exception leaves this file.
import { parseProblem, parseVisitor } from "./parse";
import { localProblem, stopped, tookTooLong, unreachable, unreadable } from "./result";
import type { Result } from "./result";
import type { CsrfToken, Visitor } from "./types";

const base = "/api/v1";
const requestTimeoutMs = 60_000;
/** Longer than the server's own deadline for a question (120 s), so that its words arrive first. */
export const questionTimeoutMs = 130_000;

type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Call = { method?: Method; body?: unknown; signal?: AbortSignal; timeoutMs?: number };

let csrfToken: CsrfToken | null = null;
export function setCsrfToken(token: CsrfToken | null): void {
  csrfToken = token;
}

let onSignedOut: (visitor: Visitor) => void = () => undefined;
/** Called when any answer says that the session is over. */
export function whenSignedOut(listener: (visitor: Visitor) => void): void {
  onSignedOut = listener;
}

export async function call<T>(path: string, parse: (value: unknown) => T, how: Call = {}): Promise<Result<T>> {
  const response = await send(path, how, "application/json", how.timeoutMs ?? requestTimeoutMs);
  if (!response.ok) return response;
  try {
    const body: unknown = response.value.status === 204 ? null : await response.value.json();
    return { ok: true, value: parse(body) };
  } catch {
    return unreadable();
  }
}

/** For answers without a body. */
export const nothing = (): null => null;

/** Sends and checks the status; the body of a success is still unread. */
export async function send(
  path: string,
  how: Call,
  accept: string,
  timeoutMs: number,
): Promise<Result<Response>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = how.signal === undefined ? timeout : AbortSignal.any([how.signal, timeout]);
  let response: Response;
  try {
    response = await fetch(base + path, request(how, accept, signal));
  } catch {
    return failureOf(how.signal, timeout);
  }
  return response.ok ? { ok: true, value: response } : refusal(response);
}

export function failureOf(stop: AbortSignal | undefined, timeout: AbortSignal | null): Result<never> {
  if (stop?.aborted === true) return stopped();
  return timeout?.aborted === true ? tookTooLong() : unreachable();
}

function request(how: Call, accept: string, signal: AbortSignal): RequestInit {
  const method = how.method ?? "GET";
  const headers = new Headers({ accept });
  if (method !== "GET" && csrfToken !== null) headers.set("x-csrf-token", csrfToken);
  const init: RequestInit = { method, headers, signal, credentials: "same-origin", redirect: "error" };
  if (how.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(how.body);
  }
  return init;
}

async function refusal(response: Response): Promise<Result<never>> {
  let body: unknown;
  try {
    body = await response.json();
    if (response.status === 401) announceSignedOut(body);
    return { ok: false, problem: parseProblem(body) };
  } catch {
    return localProblem(
      "unreadable_error",
      "Something went wrong on our side",
      `The server answered with status ${response.status} and no explanation. Try again in a moment.`,
    );
  }
}

function announceSignedOut(body: unknown): void {
  const problem = parseProblem(body);
  if (problem.slug !== "sign_in_required") return;
  const visitor = parseVisitor(body);
  setCsrfToken(visitor.csrfToken);
  onSignedOut(visitor);
}
