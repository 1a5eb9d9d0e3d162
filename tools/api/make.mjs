// Makes web/src/lib/api/shapes.ts, the page's types and valibot shapes, from src/server/api/*.json.
// usage: node tools/api/make.mjs [--check]     --check: writes nothing, fails where it is not fresh
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nameOf, readApi } from "./read.mjs";

const target = fileURLToPath(new URL("../../web/src/lib/api/shapes.ts", import.meta.url));
const quoted = (value) => JSON.stringify(value);

/** The valibot expression of one schema. */
export function expressionOf(schema) {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return `v.literal(${quoted(schema.const)})`;
  if (schema.enum !== undefined) return `v.picklist([${schema.enum.map(quoted).join(", ")}])`;
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf);
  if (Array.isArray(schema.type)) return unionOf(schema.type.map((type) => ({ ...schema, type })));
  if (schema.type === undefined) return "v.custom<Json>(isJson)";
  return expressionOfType[schema.type](schema);
}

const expressionOfType = {
  string: ({ pattern }) => (pattern === undefined ? "v.string()" : `v.pipe(v.string(), v.regex(/${pattern.replaceAll("/", "\\/")}/))`),
  integer: () => "v.pipe(v.number(), v.integer())",
  // JSON can spell numbers that are too large for one (1e999).
  number: () => "v.pipe(v.number(), v.finite())",
  boolean: () => "v.boolean()",
  null: () => "v.null()",
  array: ({ items }) => `v.array(${expressionOf(items)})`,
  object: (schema) => (schema.properties === undefined ? `v.record(v.string(), ${expressionOf(schema.additionalProperties)})` : objectOf(schema)),
};

function unionOf(options) {
  const others = options.filter((option) => option.type !== "null").map(expressionOf);
  const one = others.length === 1 ? others[0] : `v.union([${others.join(", ")}])`;
  return others.length === options.length ? one : `v.nullable(${one})`;
}

function objectOf({ properties, required = [] }) {
  const members = Object.entries(properties).map(([name, schema]) => {
    const plain = expressionOf(schema);
    const said = required.includes(name) ? plain : `v.optional(${plain}${defaultOf(schema)})`;
    return indent(`${commentOf(schema)}${name}: ${said},`);
  });
  return `v.object({\n${members.join("\n")}\n})`;
}

/** A list is made anew each time: one that all share could be changed for all. */
function defaultOf(schema) {
  if (schema.default === undefined) return "";
  return Array.isArray(schema.default) ? `, () => ${quoted(schema.default)}` : `, ${quoted(schema.default)}`;
}

const commentOf = ({ description }) => (description === undefined ? "" : `/** ${description} */\n`);
const indent = (text) => text.split("\n").map((line) => `  ${line}`).join("\n");

/** A plain text with a name is a type of its own, so that no two ids mix. */
function declarationOf(name, schema) {
  const isOwn = schema.type === "string" && schema.format === undefined;
  const parts = schema.pattern === undefined ? "" : `v.regex(/${schema.pattern}/), `;
  const expression = isOwn ? `v.pipe(v.string(), ${parts}v.brand("${name}"))` : expressionOf(schema);
  return `${commentOf(schema)}export const ${name} = ${expression};\nexport type ${name} = v.InferOutput<typeof ${name}>;\n`;
}

/** Each shape behind those that it names; a shape that holds itself cannot be said this way. */
export function inOrder(shapes) {
  const placed = new Set();
  const place = (name, above) => {
    if (above.includes(name)) throw new Error(`${[...above, name].join(" -> ")}: a shape within itself`);
    if (placed.has(name)) return;
    for (const inner of refsIn(shapes[name])) place(inner, [...above, name]);
    placed.add(name);
  };
  for (const name of Object.keys(shapes)) place(name, []);
  return [...placed];
}

function refsIn(value) {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "$ref" ? [nameOf(inner)] : refsIn(inner)));
}

export function makeShapes({ shapes }) {
  const head = [
    "// Made by tools/api/make.mjs from src/server/api/*.json; do not edit.",
    "// What the server says and what is sent to it. Members that are not described are dropped, so that",
    "// a page that was loaded before an update of the server goes on.",
    'import * as v from "valibot";',
    'import { isJson } from "./json";',
    'import type { Json } from "./json";',
  ].join("\n");
  return `${head}\n\n${inOrder(shapes).map((name) => declarationOf(name, shapes[name])).join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = makeShapes(readApi());
  if (process.argv[2] !== "--check") writeFileSync(target, made);
  else if (readFileSync(target, "utf8") !== made) {
    console.error("web/src/lib/api/shapes.ts is not what src/server/api says: run node tools/api/make.mjs");
    process.exit(1);
  }
}
