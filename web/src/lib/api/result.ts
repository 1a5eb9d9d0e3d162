import type { Problem } from "./shapes";

/** What a call to the server gives back: the caller must look before it has the value. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

const typePrefix = "urn:sluice:problem:";

/** A problem that began on this side of the wire, in the shape of one from the server. */
export function localProblem(kind: string, title: string, detail: string, request?: string): Result<never> {
  const problem: Problem = { type: typePrefix + kind, title, status: 0, detail };
  if (request !== undefined) problem.request_id = request;
  return { ok: false, problem };
}

export const isKind = (problem: Problem, kind: string): boolean => problem.type === typePrefix + kind;

export const unreachable = (): Result<never> =>
  localProblem(
    "unreachable",
    "Sluice cannot be reached",
    "No answer came from the server. Check your connection, then try again.",
  );

/** `request` is what the server's log has the answer under. */
export const unreadable = (request?: string): Result<never> =>
  localProblem(
    "unreadable_answer",
    "The answer could not be read",
    "The server answered in a form that this page does not know. Reload the page; if it stays, tell your administrator.",
    request,
  );

export const stopped = (): Result<never> =>
  localProblem("stopped", "Stopped", "You stopped this question before its answer came.");

export const tookTooLong = (): Result<never> =>
  localProblem(
    "deadline",
    "This took too long",
    "The server did not answer in time. Nothing was lost; try again.",
  );
