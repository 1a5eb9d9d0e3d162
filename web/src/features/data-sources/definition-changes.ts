// What differs between two definitions of a tool, by the place in them.
import type { Json } from "../../lib/api/json";

export type Change = { place: string; before: string | null; after: string | null };

const texts = (value: Json, place: string, found: Map<string, string>): Map<string, string> => {
  if (value !== null && typeof value === "object") {
    const parts = Object.entries(value);
    if (parts.length === 0) found.set(place, Array.isArray(value) ? "[]" : "{}");
    for (const [name, part] of parts) texts(part, place === "" ? name : `${place}.${name}`, found);
  } else {
    found.set(place, typeof value === "string" ? value : JSON.stringify(value));
  }
  return found;
};

/** Null stands for "was not there" and "is gone"; places in the order of the new definition. */
export function changesBetween(before: Json, after: Json): Change[] {
  const old = texts(before, "", new Map());
  const now = texts(after, "", new Map());
  const places = [...now.keys(), ...[...old.keys()].filter((place) => !now.has(place))];
  return places
    .map((place) => ({ place, before: old.get(place) ?? null, after: now.get(place) ?? null }))
    .filter((change) => change.before !== change.after);
}
