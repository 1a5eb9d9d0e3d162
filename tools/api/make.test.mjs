// The maker of shapes: what it writes for each keyword, and what it refuses to read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { expressionOf, inOrder, makeShapes } from "./make.mjs";
import { findRoute, readApi, shapeOfAnswer } from "./read.mjs";

const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties, more = {}) => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false, ...more });
const read = (shapes, routes = {}) => readApi([["a.json", JSON.stringify({ routes, shapes })]]);

test("writes an expression for each keyword that is used", () => {
  const cases = [
    [{ type: "string" }, "v.string()"],
    [{ type: "string", pattern: "^https?://" }, "v.pipe(v.string(), v.regex(/^https?:\\/\\//))"],
    [{ type: ["string", "null"] }, "v.nullable(v.string())"],
    [{ type: ["string", "boolean"] }, "v.union([v.string(), v.boolean()])"],
    [{ anyOf: [ref("Id"), { type: "null" }] }, "v.nullable(Id)"],
    [{ enum: ["a", "b"] }, 'v.picklist(["a", "b"])'],
    [{ const: 1 }, "v.literal(1)"],
    [{ type: "array", items: ref("Id") }, "v.array(Id)"],
    [{ type: "object", additionalProperties: { type: "boolean" } }, "v.record(v.string(), v.boolean())"],
    [{}, "v.custom<Json>(isJson)"],
    [object({ a: { type: "boolean" } }), "v.object({\n  a: v.boolean(),\n})"],
  ];
  for (const [schema, expected] of cases) assert.equal(expressionOf(schema), expected);
});

test("a member that may be absent has its default, and a list is made anew each time", () => {
  const schema = object({ a: { type: "boolean", default: false }, b: { type: "array", items: {}, default: [] }, c: { type: "boolean" } }, { required: [] });
  assert.equal(expressionOf(schema), "v.object({\n  a: v.optional(v.boolean(), false),\n  b: v.optional(v.array(v.custom<Json>(isJson)), () => []),\n  c: v.optional(v.boolean()),\n})");
});

test("a plain text with a name is a type of its own; a moment is a text", () => {
  const made = makeShapes({ shapes: { CardId: { type: "string" }, Instant: { type: "string", format: "date-time" } } });
  assert.match(made, /CardId = v\.pipe\(v\.string\(\), v\.brand\("CardId"\)\);/);
  assert.match(made, /Instant = v\.string\(\);/);
});

test("a shape stands behind those that it names, and never holds itself", () => {
  assert.deepEqual(inOrder({ List: { items: ref("Card") }, Card: object({ id: ref("Id") }), Id: { type: "string" } }), ["Id", "Card", "List"]);
  assert.throws(() => inOrder({ Tree: { items: ref("Leaf") }, Leaf: object({ up: ref("Tree") }) }), /within itself/);
});

test("refuses what nobody would check", () => {
  assert.throws(() => read({ A: { type: "string", minLength: 3 } }), /"minLength" is no keyword/);
  assert.throws(() => read({ A: { type: "object", properties: {} } }), /what else it may hold/);
  assert.throws(() => read({ A: object({}, { required: ["b"] }) }), /"b" is required and not described/);
  assert.throws(() => read({ A: { items: ref("B") } }), /there is no shape/);
  assert.throws(() => read({}, { "GET /api/v1/a": { responses: { 200: "A" } } }), /there is no shape A/);
  assert.throws(() => readApi([["a.json", '{"routes":{},"shapes":{"A":{}}}'], ["b.json", '{"routes":{},"shapes":{"A":{}}}']]), /stands twice/);
});

test("finds the route of a request, a fixed path before one with a place", () => {
  const api = { routes: { "GET /api/v1/a/{id}": { responses: {} }, "GET /api/v1/a/head": { responses: {} } } };
  assert.equal(findRoute(api, "GET", "/api/v1/a/head").name, "GET /api/v1/a/head");
  assert.equal(findRoute(api, "GET", "/api/v1/a/7").name, "GET /api/v1/a/{id}");
  assert.equal(findRoute(api, "POST", "/api/v1/a/7"), undefined);
  assert.equal(findRoute(api, "GET", "/api/v1/a/7/b"), undefined);
});

test("a refusal is a problem unless the route says more, and a success has to be described", () => {
  const route = { responses: { 200: "A", 204: null, 401: "SignedOut" } };
  assert.deepEqual([200, 204, 401, 404].map((status) => shapeOfAnswer(route, status)), ["A", null, "SignedOut", "Problem"]);
  assert.throws(() => shapeOfAnswer(route, 201), /not described/);
});
