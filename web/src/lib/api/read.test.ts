import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { take } from "./ask";
import { call } from "./client";
import { isJson } from "./json";
import { readAs } from "./read";
import { Answer, AuthorizationBegun, Problem, Session, Step } from "./shapes";
import type { GenericSchema } from "valibot";

const answer = {
  id: "18446744073709551615",
  question: "What was MRR last quarter?",
  status: "answered",
  text: "MRR was $115,366.94.",
  value: { value: 115366.94, unit: "usd" },
  table: { columns: [{ name: "mrr", type: "decimal", unit: "usd" }], rows: [[115366.94]] },
  chart: {
    mark: "number", title: "", x: null, y: ["mrr"], series: null, horizontal: false, stacked: false, partial_last: false,
    sort: "none", format: "currency", unit: "usd", shown_max: 0,
  },
  plan: { frame: "total" },
  period: { start: "2026-07-01", end: "2026-10-01", timezone: "America/New_York" },
  provenance: [{ vendor: "stripe", tool: "list_subscriptions", arguments: { limit: 100 }, pages: 3, rows: 254, partial: false, fetched_at: "2026-11-21T17:00:00Z" }],
  unused_words: [],
  confidence: 0.94,
  reason: null,
  options: [],
  suggestions: ["by plan"],
  elapsed_ms: 41,
  chips: [{ kind: "measure", text: "MRR" }],
  how: { sql: "SELECT 1", fetches: [], notes: [] },
};

const problem = { type: "urn:sluice:problem:plan_required", title: "No", status: 403, detail: "Because", request_id: "ab" };

const reads = (shape: GenericSchema, value: unknown): boolean => readAs(shape, value).ok;
const complaints: string[] = [];

beforeEach(() => {
  complaints.length = 0;
  vi.spyOn(console, "error").mockImplementation((text: string) => void complaints.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("an answer", () => {
  it("keeps its id as text, so that none loses digits", () => {
    expect(readAs(Answer, answer)).toMatchObject({ ok: true, value: { id: "18446744073709551615" } });
    expect(reads(Answer, { ...answer, id: 12 })).toBe(false);
  });

  it("of before, which says less, is read with what was meant", () => {
    expect(readAs(Answer, answer)).toMatchObject({ ok: true, value: { partial: false, caveats: [], assumptions: [], chips: [{ question: "" }] } });
  });

  it("with a status, a mark or a cell that is not known is refused, and the place is named", () => {
    expect(reads(Answer, { ...answer, status: "done" })).toBe(false);
    expect(reads(Answer, { ...answer, chart: { ...answer.chart, mark: "iframe" } })).toBe(false);
    expect(reads(Answer, { ...answer, table: { ...answer.table, rows: [[{ html: "<b>" }]] } })).toBe(false);
    expect(complaints).toEqual([expect.stringContaining("status"), expect.stringContaining("chart.mark"), expect.stringContaining("table.rows.0.0")]);
  });

  it("with a number that JSON cannot hold is refused", () => {
    expect(reads(Answer, { ...answer, value: { value: Number.POSITIVE_INFINITY, unit: null } })).toBe(false);
  });

  it("of a newer server loses what this page does not know", () => {
    expect(readAs(Answer, { ...answer, mood: "good" })).not.toHaveProperty("value.mood");
  });
});

describe("the last event of a question", () => {
  it("is the answer, or a problem, and anything unknown is passed over", () => {
    const steps: string[] = [];
    const onStep = (step: Step) => void steps.push(step.text);
    expect(take({ event: "hello", data: "1" }, onStep)).toBeNull();
    expect(take({ event: "step", data: '{"step":"planning","text":"Choosing","elapsed_ms":3}' }, onStep)).toBeNull();
    expect(steps).toEqual(["Choosing"]);
    expect(take({ event: "answer", data: JSON.stringify(answer) }, onStep)).toMatchObject({ ok: true });
    expect(take({ event: "error", data: '{"type":"urn:sluice:problem:deadline","title":"Late","status":504}' }, onStep)).toMatchObject({ ok: false, problem: { type: "urn:sluice:problem:deadline", detail: "" } });
  });

  it("that cannot be read is a problem with the reference of the request, not a crash", () => {
    for (const event of ["answer", "error", "step"]) {
      expect(take({ event, data: "{" }, () => undefined, "q7")).toMatchObject({ ok: false, problem: { type: "urn:sluice:problem:unreadable_answer", request_id: "q7" } });
    }
  });
});

describe("a call", () => {
  const serve = (status: number, body: string) =>
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status, headers: { "x-request-id": "r4" } })));

  it("whose answer has another shape gives a problem with the reference of the request", async () => {
    for (const body of ["{}", "<html>", "null", "[]"]) {
      serve(200, body);
      expect(await call("/session", Session)).toMatchObject({ ok: false, problem: { title: "The answer could not be read", request_id: "r4" } });
    }
  });

  it("that is refused gives the server's own words", async () => {
    serve(403, JSON.stringify(problem));
    expect(await call("/audit", Session)).toEqual({ ok: false, problem });
  });

  it("that is refused without words of ours says the status and the reference", async () => {
    serve(502, "<h1>Bad gateway</h1>");
    const result = await call("/session", Session);
    expect(result).toMatchObject({ ok: false, problem: { type: "urn:sluice:problem:unreadable_error", request_id: "r4" } });
    expect(result).toHaveProperty("problem.detail", expect.stringContaining("502"));
  });
});

describe("the other shapes", () => {
  it("send the browser to web addresses only", () => {
    const begun = { vendor: { slug: "stripe", name: "Stripe" }, permissions: [], scopes: ["read"], consent_shows_write: "no", consent_note: "" };
    expect(reads(AuthorizationBegun, { ...begun, authorization_url: "https://mcp.stripe.com/authorize?a=1" })).toBe(true);
    expect(reads(AuthorizationBegun, { ...begun, authorization_url: "javascript:alert(1)" })).toBe(false);
    expect(reads(AuthorizationBegun, { ...begun, authorization_url: "data:text/html,x" })).toBe(false);
    expect(reads(AuthorizationBegun, { ...begun, authorization_url: " https://x.example" })).toBe(false);
  });

  it("take a problem only from this product", () => {
    expect(reads(Problem, problem)).toBe(true);
    expect(reads(Problem, { ...problem, type: "about:blank" })).toBe(false);
  });

  it("refuse a session without its organization", () => {
    expect(reads(Session, { user: { id: "1", name: "a", email: "b" } })).toBe(false);
  });

  it("take of what is only shown anything that JSON can say, and no deeper than can be shown", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100; depth += 1) deep = [deep];
    expect([isJson({ a: [null, true, 1.5, "x"] }), isJson(Number.NaN), isJson(undefined), isJson(deep)]).toEqual([true, false, false, false]);
  });
});
