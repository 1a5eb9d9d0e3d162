// The one place where text from the server becomes a value of the pages: `unknown` until a shape
// that was made from the server's own description has read it.
import { getDotPath, safeParse } from "valibot";
import type { GenericSchema, InferOutput } from "valibot";
import { unreadable } from "./result";
import type { Result } from "./result";

/** `request` is what the server's log has the answer under; it goes with the problem. */
export function readAs<Shape extends GenericSchema>(shape: Shape, value: unknown, request?: string): Result<InferOutput<Shape>> {
  const read = safeParse(shape, value, { abortEarly: true });
  if (read.success) return { ok: true, value: read.output };
  const [issue] = read.issues;
  // The person is told that it cannot be read; which member it was is for whoever looks into it.
  console.error(`An answer is not what was promised: ${getDotPath(issue) ?? "all of it"}: ${issue.message}`);
  return unreadable(request);
}

/** Undefined where the text is no JSON, which no shape takes. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
