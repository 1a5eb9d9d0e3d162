// Photographs the pages that somebody without a session sees, and the connect window, against the
// real server: wide and narrow, light and dark. For looking at, before and after a change of styles.
// usage: node photograph.mjs FOLDER [--binary PATH] [NAME...]
import { mkdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { signIn } from "./acts.mjs";
import { startProduct } from "./product.mjs";
import { makeStage, openBrowser } from "./stage.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { binary: { type: "string", default: fileURLToPath(new URL("../../build/release/sluice", import.meta.url)) } },
});
const [folder, ...wanted] = positionals;
if (folder === undefined) throw new Error("usage: node photograph.mjs FOLDER [--binary PATH] [NAME...]");

const sizes = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
const schemes = ["light", "dark"];

async function wrongPassword(page) {
  await page.getByLabel("Email").fill("nobody@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").waitFor();
}

/** The vendor's page, where the connect window has led. */
const atVendor = (page) => page.getByRole("button", { name: "Allow", exact: true }).waitFor();

/** name, path, what to do before the picture; `inside`: by somebody who is signed in. */
const scenes = (link) => [
  { name: "sign-in", path: "/sign-in" },
  { name: "sign-in-wrong", path: "/sign-in", act: wrongPassword },
  { name: "sign-up", path: "/sign-up" },
  { name: "invitation", path: link },
  { name: "invitation-ended", path: "/invite/none" },
  { name: "integrations", path: "/integrations" },
  { name: "integrations-search", path: "/integrations?q=zzz" },
  { name: "vendor", path: "/integrations/stripe" },
  { name: "article", path: "/knowledge-base/stripe" },
  { name: "missing", path: "/integrations/none" },
  { name: "nowhere", path: "/nowhere" },
  { name: "connect-signed-out", path: "/connect/stripe" },
  { name: "connect-at-vendor", path: "/connect/stripe", inside: true, act: atVendor },
  { name: "connect-key", path: "/connect/stripe?key=1", inside: true },
  { name: "connect-values", path: "/connect/github", inside: true },
  { name: "connect-unknown", path: "/connect/none", inside: true },
  { name: "connect-done", path: "/connect/done?vendor=stripe", inside: true },
  ...["refused_by_server", "expired", "signed_out", "not_permitted", "storage_failed"].map((reason) => (
    { name: `connect-failed-${reason}`, path: `/connect/failed?vendor=stripe&reason=${reason}`, inside: true })),
];

async function invitationLink(page) {
  await page.goto("/settings");
  await page.getByRole("button", { name: "Make invite link" }).click();
  return new URL(await page.getByLabel(/Send this link to one person/).inputValue()).pathname;
}

async function photograph(stage, product, scene, size, scheme) {
  const { context, page } = await stage.person({ viewport: size, colorScheme: scheme });
  if (scene.inside) await signIn(page, product);
  await page.goto(scene.path);
  await page.waitForLoadState("networkidle");
  await scene.act?.(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  await page.screenshot({ path: joinPath(folder, `${scene.name}-${size.width}-${scheme}.png`), fullPage: true });
  console.log(`${scene.name} ${size.width} ${scheme}${wide ? ": wider than the window" : ""}`);
  await context.close();
}

mkdirSync(folder, { recursive: true });
const product = await startProduct(values.binary);
const browser = await openBrowser();
try {
  const stage = makeStage(browser, product);
  const { page } = await stage.person();
  await signIn(page, product);
  const chosen = scenes(await invitationLink(page)).filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
  for (const scene of chosen) for (const size of sizes) for (const scheme of schemes) await photograph(stage, product, scene, size, scheme);
} finally {
  await browser.close();
  await product.stop();
}
process.exit(0);
