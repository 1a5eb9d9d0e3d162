// The shapes of the API as src/server/api/*.json has them, read and looked over once for all who
// make something of them: the page's shapes (make.mjs), and the tests that check every answer.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const folder = fileURLToPath(new URL("../../src/server/api/", import.meta.url));
const refPrefix = "#/components/schemas/";
const statusOfProblemMin = 400;

/** What may stand in a shape. Another keyword would be read by nobody, so it is refused. */
const keywords = new Set([
  "$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "format", "items", "maximum",
  "minimum", "pattern", "properties", "required", "type",
]);

/** All files as one: `routes` by "METHOD /path", `shapes` by name. Throws on the first fault. */
export function readApi(files = filesOf(folder)) {
  const api = { routes: {}, shapes: {} };
  for (const [file, text] of files) {
    const { routes, shapes } = JSON.parse(text);
    for (const [name, part] of [["routes", routes], ["shapes", shapes]]) {
      for (const [key, value] of Object.entries(part)) {
        if (Object.hasOwn(api[name], key)) throw new Error(`${file}: ${key} stands twice`);
        api[name][key] = value;
      }
    }
  }
  for (const [name, shape] of Object.entries(api.shapes)) checkShape(api.shapes, shape, name);
  for (const [name, route] of Object.entries(api.routes)) checkRoute(api.shapes, route, name);
  return api;
}

function filesOf(path) {
  const names = readdirSync(path).filter((name) => name.endsWith(".json")).sort();
  return names.map((name) => [name, readFileSync(path + name, "utf8")]);
}

export function nameOf(ref) {
  if (!ref.startsWith(refPrefix)) throw new Error(`${ref} is no shape of this API`);
  return ref.slice(refPrefix.length);
}

function checkShape(shapes, shape, path) {
  const unknown = Object.keys(shape).find((keyword) => !keywords.has(keyword));
  if (unknown !== undefined) throw new Error(`${path}: "${unknown}" is no keyword that is used here`);
  if (shape.$ref !== undefined && shapes[nameOf(shape.$ref)] === undefined) throw new Error(`${path}: there is no shape ${shape.$ref}`);
  if (shape.type === "object") checkObject(shape, path);
  for (const [name, member] of Object.entries(shape.properties ?? {})) checkShape(shapes, member, `${path}.${name}`);
  for (const inner of [...(shape.anyOf ?? []), shape.items, shape.additionalProperties]) {
    if (typeof inner === "object") checkShape(shapes, inner, path);
  }
}

/** Closed, so that a member that only the code knows is found; and every required one described. */
function checkObject(shape, path) {
  if (shape.additionalProperties === undefined) throw new Error(`${path}: an object says what else it may hold`);
  const missing = (shape.required ?? []).find((name) => shape.properties?.[name] === undefined);
  if (missing !== undefined) throw new Error(`${path}: "${missing}" is required and not described`);
}

function checkRoute(shapes, route, path) {
  const named = [route.request, ...Object.values(route.events ?? {})];
  for (const answer of Object.values(route.responses)) named.push(...(typeof answer === "object" ? Object.values(answer ?? {}) : [answer]));
  const unknown = named.find((name) => name !== undefined && name !== null && shapes[name] === undefined);
  if (unknown !== undefined) throw new Error(`${path}: there is no shape ${unknown}`);
}

/** The name of the shape that an answer of this route has, or null where none is promised (bytes). */
export function shapeOfAnswer(route, status) {
  const promised = route.responses[status];
  if (typeof promised === "string") return promised;
  if (promised !== undefined) return null;
  if (status >= statusOfProblemMin) return "Problem";
  throw new Error(`the status ${status} is not described`);
}

/** The route of a request, by its path without the query; undefined where there is none. */
export function findRoute(api, method, path) {
  for (const [name, route] of Object.entries(api.routes)) {
    const [itsMethod, pattern] = name.split(" ");
    if (itsMethod !== method) continue;
    // A text in the pattern's place would be an id, so that the fixed one ("/head") comes first.
    if (pattern === path) return { name, route };
  }
  for (const [name, route] of Object.entries(api.routes)) {
    const [itsMethod, pattern] = name.split(" ");
    if (itsMethod === method && new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path)) return { name, route };
  }
  return undefined;
}
