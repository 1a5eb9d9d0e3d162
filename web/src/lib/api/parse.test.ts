import { describe, expect, it } from "vitest";
import { DecodeError } from "./decode";
import { parseConnectStart, parseProblem, parseSession, parseVendors } from "./parse";
import { parseAnswer, parseStep } from "./parse-answer";
import { take } from "./ask";

const answer = {
  id: "18446744073709551615",
  question: "What was MRR last quarter?",
  status: "answered",
  text: "MRR was $115,366.94.",
  value: { value: 115366.94, unit: "usd" },
  table: { columns: [{ name: "mrr", type: "decimal", unit: "usd" }], rows: [[115366.94]] },
  chart: { mark: "number", title: "", x: "", y: ["mrr"], series: "", horizontal: false },
  plan: { frame: "total" },
  period: { start: "2026-07-01", end: "2026-10-01", timezone: "America/New_York" },
  provenance: [{ vendor: "stripe", tool: "list_subscriptions", arguments: { limit: 100 }, pages: 3, rows: 254, partial: false, fetched_at: "2026-11-21T17:00:00Z" }],
  unused_words: [],
  confidence: 0.94,
  suggestions: ["by plan"],
  elapsed_ms: 41,
  chips: [{ kind: "measure", text: "MRR", question: "" }],
  how: { sql: "SELECT 1", notes: [] },
};

describe("the answer parser", () => {
  it("keeps ids as text, so that none loses digits", () => {
    expect(parseAnswer(answer).id).toBe("18446744073709551615");
    expect(() => parseAnswer({ ...answer, id: 12 })).toThrow(DecodeError);
  });

  it("reads an empty name as none", () => {
    const parsed = parseAnswer(answer);
    expect(parsed.chart).toMatchObject({ mark: "number", x: null, series: null, title: null });
    expect(parsed.chips[0]?.question).toBeNull();
  });

  it("accepts an answer of which only the required members are there", () => {
    const parsed = parseAnswer({ id: "1", question: "x", status: "refused", reason: "forecast" });
    expect(parsed).toMatchObject({ status: "refused", reason: "forecast", table: null, provenance: [], how: { sql: null } });
  });

  it("refuses a status, a mark and a cell that it does not know", () => {
    expect(() => parseAnswer({ ...answer, status: "done" })).toThrow(/answer\.status/);
    expect(() => parseAnswer({ ...answer, chart: { mark: "iframe" } })).toThrow(/answer\.chart\.mark/);
    expect(() => parseAnswer({ ...answer, table: { ...answer.table, rows: [[{ html: "<b>" }]] } })).toThrow(/rows\[0\]\[0\]/);
  });

  it("refuses numbers that JSON cannot hold", () => {
    expect(() => parseAnswer({ ...answer, elapsed_ms: Number.NaN })).toThrow(DecodeError);
  });

  it("is not fooled by members of the prototype", () => {
    expect(() => parseAnswer(Object.create(answer))).toThrow(DecodeError);
  });

  it("reads a step", () => {
    expect(parseStep({ step: "fetching", text: "Fetching", vendor: "stripe", rows: 3 })).toEqual({
      step: "fetching", text: "Fetching", vendor: "stripe", tool: null, rows: 3, waiting: false, elapsedMs: 0,
    });
  });
});

describe("the last event of a question", () => {
  it("is the answer, or a problem, and anything unknown is passed over", () => {
    const steps: string[] = [];
    const onStep = (step: { text: string }) => void steps.push(step.text);
    expect(take({ event: "hello", data: "1" }, onStep)).toBeNull();
    expect(take({ event: "step", data: '{"step":"planning","text":"Choosing"}' }, onStep)).toBeNull();
    expect(steps).toEqual(["Choosing"]);
    expect(take({ event: "answer", data: JSON.stringify(answer) }, onStep)).toMatchObject({ ok: true });
    expect(take({ event: "error", data: '{"type":"urn:sluice:problem:deadline","title":"Late","status":504}' }, onStep)).toMatchObject({ ok: false, problem: { slug: "deadline" } });
  });

  it("that cannot be read is a problem, not a crash", () => {
    expect(take({ event: "answer", data: "{" }, () => undefined)).toMatchObject({ ok: false, problem: { slug: "unreadable_answer" } });
  });
});

describe("the other parsers", () => {
  it("send the browser to web addresses only", () => {
    const start = { vendor: { slug: "stripe", name: "Stripe" }, scopes: ["read"] };
    expect(parseConnectStart({ ...start, authorization_url: "https://mcp.stripe.com/authorize?a=1" })).toMatchObject({ kind: "authorize", scopes: ["read"] });
    expect(() => parseConnectStart({ ...start, authorization_url: "javascript:alert(1)" })).toThrow(DecodeError);
    expect(() => parseConnectStart({ ...start, authorization_url: "data:text/html,x" })).toThrow(DecodeError);
    expect(parseConnectStart({ connection: { id: "1" } })).toEqual({ kind: "connected" });
  });

  it("keep a problem's words and drop an action that leaves the application", () => {
    const problem = { type: "urn:sluice:problem:plan_required", title: "No", status: 403, detail: "Because", request_id: "ab" };
    expect(parseProblem(problem)).toEqual({ slug: "plan_required", title: "No", status: 403, detail: "Because", action: null, requestId: "ab" });
    expect(parseProblem({ ...problem, action: { label: "Go", href: "/settings" } }).action).toEqual({ label: "Go", href: "/settings" });
    expect(parseProblem({ ...problem, action: { label: "Go", href: "//elsewhere.example" } }).action).toBeNull();
  });

  it("refuse a session without its organization", () => {
    expect(() => parseSession({ user: { id: "1", name: "a", email: "b" } })).toThrow(/session\.organization/);
  });

  it("take the permissions of a vendor as one text or several", () => {
    const vendor = { slug: "stripe", name: "Stripe", category: "p", category_label: "P", badge: "Live via MCP", available: true, scopes_in_words: ["Read payments", "Read customers"] };
    expect(parseVendors({ vendors: [vendor] })[0]?.scopesInWords).toBe("Read payments, Read customers");
    expect(parseVendors({ vendors: [{ ...vendor, scopes_in_words: "Read payments" }] })[0]?.scopesInWords).toBe("Read payments");
    expect(parseVendors({ vendors: [{ ...vendor, connection: { id: "9", status: "needs_reconnect" } }] })[0]?.connection).toMatchObject({ id: "9", detail: null });
  });
});
