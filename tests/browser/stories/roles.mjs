// What a role cannot do is not offered, on any page; the server's own list of permissions says what.
import assert from "node:assert/strict";
import { ask, connect, join, signUp } from "../acts.mjs";
import { story } from "../runner.mjs";

/** What a control offers, by a word on it, and what it takes to be offered. */
const offers = [
  [/^(Ask|New question|Ask a question|Add by asking|Ask again|Ask a follow-up)$/, "ask"],
  [/^(Pin|Pin to .*|New dashboard|Undo)$/, "pin_own"],
  [/^(Connect|Reconnect|Disconnect|Test|Connect MCP)$/, "connect_source"],
  [/^(Make invite link|Remove .*)$/, "manage_members"],
  [/^(Create key|Delete .* key)$/, "manage_api_keys"],
  [/^(Save|Save changes)$/, "manage_settings"],
  [/^(Audit log|Audit)$/, "view_audit"],
];
const paths = ["/ask", "/dashboards", "/dashboards/:home", "/settings/data-sources", "/settings", "/audit", "/nowhere"];

async function controls(page) {
  await page.waitForLoadState("networkidle");
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input[type=submit]")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => (element.getAttribute("aria-label") ?? element.textContent).trim()),
  );
}

async function permissions(page) {
  const session = await (await page.request.get("/api/v1/session")).json();
  return new Set(session.permissions);
}

story("no page offers a role what it cannot do, and a viewer begins at the dashboards", async (stage) => {
  const { page: owner } = await stage.person();
  await signUp(owner, "Roles");
  await connect(owner, "Stripe");
  const answer = await ask(owner, "What was MRR last quarter?");
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  const home = await answer.getByRole("link", { name: "Open the dashboard" }).getAttribute("href");
  for (const role of ["viewer", "member", "analyst", "administrator"]) {
    const page = await join(stage, owner, role);
    const mine = await permissions(page);
    assert.equal(mine.has("ask"), role !== "viewer");
    assert.equal(new URL(page.url()).pathname, role === "viewer" ? "/dashboards" : "/ask", `where a ${role} begins`);
    const refused = [];
    page.on("response", (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    for (const path of paths) {
      await page.goto(path.replace("/dashboards/:home", home));
      const shown = await controls(page);
      for (const [words, action] of offers) {
        const offered = shown.filter((word) => words.test(word));
        if (!mine.has(action)) assert.deepEqual(offered, [], `${path} offers a ${role} what needs ${action}`);
      }
      // The one page that a role may not see at all is refused by the server, in words.
      if (path !== "/audit" || mine.has("view_audit")) assert.deepEqual(refused, [], `${path} as a ${role}`);
      refused.length = 0;
    }
    if (role === "viewer") {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search commands" }).fill("What was MRR last quarter?");
      assert.equal(await page.getByRole("option").count(), 0, "the palette asks nothing for a viewer");
    }
    await page.context().close();
  }
});
