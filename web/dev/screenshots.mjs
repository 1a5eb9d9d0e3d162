// Photographs every page in every state, wide and narrow, light and dark, against the mock, and
// prints what axe-core, the console and the width of the window have to say.
// usage: node dev/screenshots.mjs OUTPUT_DIR [NAME...]     needs dist/ and tests/browser's packages
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { chromium } from "../../tests/browser/node_modules/playwright-core/index.mjs";

const [output, ...names] = process.argv.slice(2);
mkdirSync(output, { recursive: true });

const ask = (question, waitFor = "[data-status]") => async (page) => {
  await page.fill("#question", question);
  await page.click("button[type=submit]");
  await page.waitForSelector(waitFor, { timeout: 20_000 });
  await page.waitForTimeout(700);
};

/** name, path, what to do before the picture, environment of the mock */
const scenes = [
  ["sign-in", "/sign-in", async (page) => { await page.fill("#email", "dana@brightwater.example"); await page.fill("#password", "wrong"); await page.click("button[type=submit]"); await page.waitForTimeout(300); }, { MOCK_SIGNED_OUT: "1" }],
  ["sign-up", "/sign-up", null, { MOCK_SIGNED_OUT: "1" }],
  ["invite", "/invite/abc", null, { MOCK_SIGNED_OUT: "1" }],
  ["ask-new", "/ask"],
  ["ask-empty", "/ask", null, { MOCK_EMPTY: "1" }],
  ["ask-working", "/ask", ask("slow MRR trend", "text=Fetching deals")],
  ["ask-number", "/ask", ask("What was MRR last quarter?")],
  ["ask-line", "/ask", ask("MRR trend by month")],
  ["ask-series", "/ask", ask("MRR by plan per month")],
  ["ask-stacked", "/ask", ask("stacked revenue")],
  ["ask-bars", "/ask", ask("top customers this quarter")],
  ["ask-owner", "/ask", ask("MRR by deal owner")],
  ["ask-share", "/ask", ask("share of MRR")],
  ["ask-funnel", "/ask", ask("funnel of signups")],
  ["ask-heat", "/ask", ask("heat of conversations")],
  ["ask-scatter", "/ask", ask("scatter of seats")],
  ["ask-table", "/ask", async (page) => { await ask("Which customers cancelled last month?")(page); await page.click("summary"); await page.waitForTimeout(200); }],
  ["ask-clarify", "/ask", ask("clarify revenue")],
  ["ask-nosource", "/ask", ask("nosource MRR"), { MOCK_EMPTY: "1" }],
  ["ask-vendorfail", "/ask", ask("vendorfail")],
  ["ask-broken", "/ask", ask("broken question", "[role=alert]")],
  ["ask-stopped", "/ask", async (page) => { await ask("slow MRR trend", "text=Fetching subscriptions")(page); await page.click("text=Stop"); await page.waitForTimeout(300); }],
  ["ask-chip-menu", "/ask", async (page) => { await ask("What was MRR last quarter?")(page); await page.click("[aria-label^='Period ']"); await page.waitForTimeout(200); }],
  ["sources", "/settings/data-sources"],
  ["sources-free", "/settings/data-sources", null, { MOCK_PLAN: "free", MOCK_EMPTY: "1" }],
  ["sources-drawer", "/settings/data-sources", async (page) => { await page.click("[data-vendor=stripe] >> text=Tools"); await page.waitForTimeout(300); }],
  ["sources-disconnect", "/settings/data-sources", async (page) => { await page.click("[data-vendor=stripe] >> text=Disconnect"); await page.waitForTimeout(400); }],
  ["sources-blocked", "/settings/data-sources", async (page) => { await page.evaluate(() => { window.open = () => null; }); await page.click("[data-vendor=paypal] >> text=Connect"); await page.waitForTimeout(300); }],
  ["sources-test", "/settings/data-sources", async (page) => { await page.click("[data-vendor=linear] >> text=Test"); await page.click("[data-vendor=stripe] >> text=Test"); await page.waitForTimeout(1200); }],
  ["connect", "/connect/github", async (page) => { await page.waitForTimeout(250); }],
  ["connect-values", "/connect/shopify-storefront"],
  ["connect-done", "/connect/done?vendor=stripe", async (page) => { await page.waitForTimeout(100); }],
  ["connect-refused", "/connect/failed?vendor=stripe&reason=consent_refused"],
  ["dashboards", "/dashboards"],
  ["dashboards-empty", "/dashboards", null, { MOCK_EMPTY: "1" }],
  ["dashboard", "/dashboards/1", async (page) => { await page.waitForTimeout(900); }],
  ["dashboard-empty", "/dashboards/2"],
  ["settings", "/settings", async (page) => { await page.click("text=Make invite link"); await page.fill("#key-name", "Spreadsheet"); await page.click("text=Create key"); await page.waitForTimeout(300); }],
  ["audit", "/audit"],
  ["audit-record", "/audit", async (page) => { await page.click("[aria-label*='open record']"); await page.waitForTimeout(300); }],
  ["audit-locked", "/audit", null, { MOCK_PLAN: "free" }],
  ["commands", "/ask", async (page) => { await page.keyboard.press("Control+k"); await page.waitForTimeout(400); }],
  ["not-found", "/nowhere/at/all"],
];

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
const axe = readFileSync(new URL("../../tests/browser/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let port = 5300;

for (const [name, path, act, environment = {}] of scenes) {
  if (names.length > 0 && !names.some((wanted) => name === wanted || (wanted.endsWith("*") && name.startsWith(wanted.slice(0, -1))))) continue;
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"]) {
      // A fresh stand-in for each picture: what one scene changes, no other sees.
      const mock = spawn(process.execPath, [fileURLToPath(new URL("mock-server.mjs", import.meta.url)), String(++port)], { env: { ...process.env, ...environment } });
      await once(mock.stdout, "data");
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", deviceScaleFactor: 1 });
      await context.addInitScript({ content: axe });
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && !/status of (4|5)/.test(message.text()) && console.log(`${name} ${size} ${colorScheme}: ${message.text()}`));
      page.on("pageerror", (error) => console.log(`${name} ${size} ${colorScheme}: ${error.message}`));
      try {
        await page.goto(`http://localhost:${port}${path}`);
        await page.waitForTimeout(500);
        if (act) await act(page);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        const broken = await page.evaluate(async (runOnly) => (await window.axe.run(document, { runOnly })).violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`), rules);
        for (const rule of broken) console.log(`${name} ${size} ${colorScheme}: axe ${rule}`);
        if (wider > 0) console.log(`${name} ${size}: ${wider} px wider than the window`);
      } catch (error) {
        console.log(`${name} ${size} ${colorScheme}: ${error.message.split("\n")[0]}`);
      }
      await page.screenshot({ path: `${output}/${name}-${size}-${colorScheme}.png` });
      await context.close();
      mock.kill();
    }
  }
}
await browser.close();
