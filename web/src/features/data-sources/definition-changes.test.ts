import { describe, expect, it } from "vitest";
import { changesBetween } from "./definition-changes";

describe("changes between two definitions", () => {
  it("are named by their place, with what was and what is", () => {
    const before = { name: "list", description: "Lists.", inputSchema: { properties: { old: { type: "string" } } } };
    const after = { name: "list", description: "Lists all.", inputSchema: { properties: { limit: { type: "number" } } } };
    expect(changesBetween(before, after)).toEqual([
      { place: "description", before: "Lists.", after: "Lists all." },
      { place: "inputSchema.properties.limit.type", before: null, after: "number" },
      { place: "inputSchema.properties.old.type", before: "string", after: null },
    ]);
  });
  it("are none between equals, in whatever order their members stand", () => {
    expect(changesBetween({ a: [1, true], b: {} }, { b: {}, a: [1, true] })).toEqual([]);
  });
  it("are everything where nothing was approved before", () => {
    expect(changesBetween(null, { name: "list" })).toEqual([
      { place: "name", before: null, after: "list" },
      { place: "", before: "null", after: null },
    ]);
  });
});
