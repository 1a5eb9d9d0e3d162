import type { Problem } from "./types";

/** What a call to the server gives back: the caller must look before it has the value. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** A problem that began on this side of the wire, in the shape of one from the server. */
export function localProblem(slug: string, title: string, detail: string): Result<never> {
  return { ok: false, problem: { slug, title, status: 0, detail, action: null, requestId: null } };
}

export const unreachable = (): Result<never> =>
  localProblem(
    "unreachable",
    "Sluice cannot be reached",
    "No answer came from the server. Check your connection, then try again.",
  );

export const unreadable = (): Result<never> =>
  localProblem(
    "unreadable_answer",
    "The answer could not be read",
    "The server answered in a form that this page does not know. Reload the page; if it stays, tell your administrator.",
  );

export const stopped = (): Result<never> =>
  localProblem("stopped", "Stopped", "You stopped this question before its answer came.");

export const tookTooLong = (): Result<never> =>
  localProblem(
    "deadline",
    "This took too long",
    "The server did not answer in time. Nothing was lost; try again.",
  );
