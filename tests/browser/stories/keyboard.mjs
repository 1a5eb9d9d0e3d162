// The keyboard alone: all of it reached, always seen, Escape out of everything that opened.
import assert from "node:assert/strict";
import { ask, connect, signUp, soon, vendorRow } from "../acts.mjs";
import { story } from "../runner.mjs";

const tabsMax = 150;

/** Goes through the page with Tab; gives what was never reached and what showed no focus. */
async function walk(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    const selector = "a[href], button:not(:disabled), input, select, textarea, summary, [tabindex='0']";
    const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0;
    window.unreached = new Set([...document.querySelectorAll(selector)].filter(visible));
    window.unseen = [];
    window.look = () => {
      const at = document.activeElement;
      if (at !== null && window.unreached.delete(at)) {
        // A ring on the element, on what it draws over its row, or on the box around a text area.
        const drawn = [getComputedStyle(at), getComputedStyle(at, "::after"), getComputedStyle(at.closest("form, label") ?? at)];
        const ring = drawn.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow.includes("3px"));
        if (!ring) window.unseen.push(at.outerHTML.slice(0, 120));
      }
      return window.unreached.size;
    };
  });
  for (let pressed = 0; pressed < tabsMax; pressed += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => window.look())) === 0) break;
  }
  return page.evaluate(() => ({ unreached: [...window.unreached].map((element) => element.outerHTML.slice(0, 120)), unseen: window.unseen }));
}

story("every control of every page is reached by Tab and shows the focus", async (stage) => {
  const { page } = await stage.person();
  for (const path of ["/sign-in", "/sign-up", "/integrations", "/integrations/stripe"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.deepEqual(await walk(page), { unreached: [], unseen: [] }, path);
  }
  await signUp(page, "Walkers");
  await connect(page, "Stripe");
  for (const [path, heading] of [["/settings/data-sources", "Data sources"], ["/dashboards", "Dashboards"], ["/settings", "Settings"], ["/audit", "Audit log"]]) {
    await page.goto(path);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await walk(page), { unreached: [], unseen: [] }, path);
  }
  const answer = await ask(page, "Show MRR by month this year");
  await answer.locator("canvas").waitFor();
  // Folded out, the boxes with the SQL and the arguments scroll, so the keyboard has to reach them.
  await answer.getByText("How this was made").click();
  const sql = answer.getByRole("region", { name: "SQL over the rows" });
  await sql.waitFor();
  assert.deepEqual(await walk(page), { unreached: [], unseen: [] }, "an answer");
  await sql.focus();
  assert.equal(await sql.evaluate((box) => box === document.activeElement), true, "the SQL box takes the focus");
});

story("after Pin the focus is on the way to the dashboard", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Pinners");
  await connect(page, "Stripe");
  const answer = await ask(page, "What was MRR last quarter?");
  await answer.getByRole("button", { name: "Pin", exact: true }).focus();
  await page.keyboard.press("Enter");
  const link = answer.getByRole("link", { name: "Open the dashboard" });
  await link.waitFor();
  await soon(page, "the link has the focus", () => link.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // Undo.
  const again = answer.getByRole("button", { name: "Pin", exact: true });
  await again.waitFor();
  await soon(page, "Pin has the focus again", () => again.evaluate((element) => element === document.activeElement));
});

story("a page that is shorter than the window does not scroll", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Short");
  const over = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    for (const path of ["/dashboards", "/ask/999", "/nowhere", ...(size.width > 1000 ? ["/ask", "/audit"] : [])]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      assert.equal(await over(), 0, `${path} at ${size.width}`);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await ask(page, "Who wrote War and Peace?");
  assert.equal(await over(), 0, "a short answer");
});

/** Opens something with Enter, leaves with Escape, and expects the focus where it was. */
async function openAndEscape(page, opener, opened) {
  await opener.focus();
  await page.keyboard.press("Enter");
  await opened.waitFor();
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "hidden" });
  assert.equal(await opener.evaluate((element) => element === document.activeElement), true, "the focus is back on what opened it");
}

story("Escape closes what was opened and gives the focus back", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Escapers");
  await connect(page, "Stripe");
  const row = vendorRow(page, "Stripe");
  await openAndEscape(page, row.getByRole("button", { name: "Tools", exact: true }), page.getByRole("dialog", { name: "Stripe: allowed tools" }));
  await openAndEscape(page, row.getByRole("button", { name: "Disconnect", exact: true }), page.getByRole("dialog", { name: "Disconnect Stripe?" }));
  await openAndEscape(page, page.getByRole("button", { name: /^Account:/ }), page.getByRole("menu"));
  await openAndEscape(page, page.getByRole("button", { name: /Search or jump to/ }), page.getByRole("dialog", { name: "Commands" }));
  const answer = await ask(page, "What was MRR last quarter?");
  await openAndEscape(page, answer.getByRole("button", { name: /^Period/ }), page.getByRole("menu"));
  await openAndEscape(page, page.getByRole("button", { name: /^Sources:/ }), page.getByText("Use only these sources"));
  await page.goto("/audit");
  await openAndEscape(page, page.getByRole("button", { name: /open record/ }).first(), page.getByRole("dialog", { name: /^Record/ }));
});
