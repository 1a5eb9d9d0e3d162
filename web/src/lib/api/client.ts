// HTTP as the pages know it: a path in, a Result out. No exception leaves this file.
import { safeParse } from "valibot";
import type { GenericSchema, InferOutput } from "valibot";
import { parseJson, readAs } from "./read";
import { isKind, localProblem, stopped, tookTooLong, unreachable } from "./result";
import type { Result } from "./result";
import { Problem } from "./shapes";
import type { CsrfToken, Demo, SignUpPolicy } from "./shapes";

const base = "/api/v1";
const requestTimeoutMs = 60_000;
/** Longer than the server's own deadline for a question (120 s), so that its words arrive first. */
export const questionTimeoutMs = 130_000;

type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Call = { method?: Method; body?: unknown; signal?: AbortSignal; timeoutMs?: number };

/** What somebody without a session is told. */
export type Visitor = { sign_up: SignUpPolicy; demo: Demo | null };

let csrfToken: CsrfToken | null = null;
export function setCsrfToken(token: CsrfToken | null): void {
  csrfToken = token;
}

let onSignedOut: (visitor: Visitor) => void = () => undefined;
/** Called when any answer says that the session is over. */
export function whenSignedOut(listener: (visitor: Visitor) => void): void {
  onSignedOut = listener;
}

export async function call<Shape extends GenericSchema>(path: string, shape: Shape, how: Call = {}): Promise<Result<InferOutput<Shape>>> {
  const response = await send(path, how, "application/json", how.timeoutMs ?? requestTimeoutMs);
  if (!response.ok) return response;
  const text = await textOf(response.value);
  return text.ok ? readAs(shape, parseJson(text.value), requestOf(response.value)) : text;
}

/** For answers without a body. */
export async function callForNothing(path: string, how: Call): Promise<Result<null>> {
  const response = await send(path, how, "application/json", requestTimeoutMs);
  return response.ok ? { ok: true, value: null } : response;
}

/** Sends and checks the status; the body of a success is still unread. */
export async function send(path: string, how: Call, accept: string, timeoutMs: number): Promise<Result<Response>> {
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

/** The name under which the server's log has this answer. */
export const requestOf = (response: Response): string | undefined => response.headers.get("x-request-id") ?? undefined;

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

/** A connection that breaks off in the middle of an answer is one without an answer. */
async function textOf(response: Response): Promise<Result<string>> {
  try {
    return { ok: true, value: await response.text() };
  } catch {
    return unreachable();
  }
}

async function refusal(response: Response): Promise<Result<never>> {
  const text = await textOf(response);
  const read = safeParse(Problem, text.ok ? parseJson(text.value) : undefined);
  if (!read.success) {
    return localProblem(
      "unreadable_error",
      "Something went wrong on our side",
      `The server answered with status ${response.status} and no explanation. Try again in a moment.`,
      requestOf(response),
    );
  }
  announceSignedOut(read.output);
  return { ok: false, problem: read.output };
}

function announceSignedOut(problem: Problem): void {
  if (!isKind(problem, "sign_in_required")) return;
  setCsrfToken(null);
  onSignedOut({ sign_up: problem.sign_up ?? "invite", demo: problem.demo ?? null });
}
