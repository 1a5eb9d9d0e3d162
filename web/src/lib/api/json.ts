export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

const depthMax = 64;

/** Anything that JSON can say, for parts that are shown but not understood (arguments, plans). */
export function isJson(value: unknown): value is Json {
  return isJsonAt(value, 0);
}

/** Deeper than this nothing of ours is, and what walks over it would run out of stack. */
function isJsonAt(value: unknown, depth: number): boolean {
  if (depth > depthMax) return false;
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "object" && Object.values(value).every((inner) => isJsonAt(inner, depth + 1));
}
