// Accessibility by axe-core on every main page, and no page wider than a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ask, connect, signUp, vendorRow } from "../acts.mjs";
import { story } from "../runner.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function checkAccess(page, where) {
  // A colour that is still on its way is not one that a reader has to read.
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  const violations = await page.evaluate(async (runOnly) => {
    const result = await window.axe.run(document, { runOnly });
    return result.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }, tags);
  assert.deepEqual(violations, [], where);
}

async function checkWidth(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${where} is ${over} px wider than the window`);
}

/** To the end of the page: there the box to ask in covers nothing that could be pressed. */
async function scrollToEnd(page) {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
}

/** What opens over the page of data sources. */
async function checkDialogs(page) {
  for (const [button, title] of [["Tools", "Stripe: allowed tools"], ["Disconnect", "Disconnect Stripe?"]]) {
    await vendorRow(page, "Stripe").getByRole("button", { name: button, exact: true }).click();
    await page.getByRole("dialog", { name: title }).waitFor();
    await checkAccess(page, title);
    await page.keyboard.press("Escape");
  }
}

/** A question that fails, and one that is still running. */
async function checkTrouble(page) {
  const isQuestion = (url) => url.pathname.endsWith("/questions");
  await page.route(isQuestion, (route) => route.abort());
  await page.goto("/ask");
  await page.getByLabel("Your question").fill("What was MRR last quarter?");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await checkAccess(page, "a question that failed");
  await page.unroute(isQuestion);
  await page.route(isQuestion, () => undefined);
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("list", { name: "Progress" }).waitFor();
  await checkAccess(page, "a question that runs");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.unroute(isQuestion);
}

for (const [device, viewport] of [
  ["a desk", { width: 1440, height: 900 }],
  ["a phone", { width: 390, height: 844 }],
]) {
  for (const colorScheme of ["light", "dark"]) {
    story(`every main page is accessible on ${device} in the ${colorScheme}`, async (stage) => {
      const { context, page } = await stage.person({ viewport, colorScheme });
      await context.addInitScript({ content: axeSource });
      for (const path of ["/sign-in", "/sign-up", "/integrations", "/integrations/stripe", "/knowledge-base/stripe"]) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await checkAccess(page, path);
        await checkWidth(page, path);
      }
      await signUp(page, `Access ${device} ${colorScheme}`);
      await page.goto("/ask");
      await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
      await checkAccess(page, "an empty ask page");
      await page.getByLabel("Your question").press("Enter");
      await page.getByText("Write a question first").waitFor();
      await checkAccess(page, "an objection to a question");
      await ask(page, "What was MRR last quarter?");
      await checkAccess(page, "an answer without a source");
      await checkWidth(page, "an answer without a source");
      await connect(page, "Stripe");
      await checkDialogs(page);
      const answer = await ask(page, "Show MRR by month this year");
      await answer.locator("canvas").waitFor();
      await scrollToEnd(page);
      await checkAccess(page, "an answer with a chart");
      await answer.getByRole("button", { name: "Table", exact: true }).click();
      await scrollToEnd(page);
      await checkAccess(page, "an answer with a table");
      await checkWidth(page, "an answer");
      await answer.getByRole("button", { name: "Pin", exact: true }).click();
      await answer.getByRole("link", { name: "Open the dashboard" }).click();
      await page.getByRole("article").waitFor();
      await checkAccess(page, "a dashboard");
      await checkWidth(page, "a dashboard");
      for (const [path, heading] of [["/dashboards", "Dashboards"], ["/settings/data-sources", "Data sources"], ["/settings", "Settings"], ["/audit", "Audit log"]]) {
        await page.goto(path);
        await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        await checkAccess(page, path);
        await checkWidth(page, path);
      }
      await page.getByRole("button", { name: /open record/ }).first().click();
      await page.getByRole("dialog", { name: /^Record/ }).waitFor();
      await checkAccess(page, "an audit record");
      await page.keyboard.press("Escape");
      await checkTrouble(page);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search commands" }).waitFor();
      await checkAccess(page, "the command palette");
    });
  }
}
