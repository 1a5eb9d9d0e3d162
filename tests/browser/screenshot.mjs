// Makes docs/images/answer.png, the picture in the README: one answer of the sample company.
// usage: node screenshot.mjs [--binary PATH]
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ask, connect, signIn } from "./acts.mjs";
import { startProduct } from "./product.mjs";
import { makeStage, openBrowser } from "./stage.mjs";

const question = "What was MRR by month this year?";
const bytesMax = 300_000;
const target = fileURLToPath(new URL("../../docs/images/answer.png", import.meta.url));

const { values } = parseArgs({
  options: { binary: { type: "string", default: fileURLToPath(new URL("../../build/release/sluice", import.meta.url)) } },
});

const product = await startProduct(values.binary);
const browser = await openBrowser();
try {
  const stage = makeStage(browser, product);
  const { page } = await stage.person({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  await signIn(page, product);
  for (const vendor of ["Stripe", "HubSpot"]) await connect(page, vendor);
  await ask(page, "MRR by deal owner");
  await page.goto("/ask");
  await ask(page, "New customers by country this year");
  await page.goto("/ask");
  const answer = await ask(page, question);
  await answer.locator("canvas").waitFor();
  await answer.getByText("How this was made").click();
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  mkdirSync(fileURLToPath(new URL("../../docs/images/", import.meta.url)), { recursive: true });
  await page.screenshot({ path: target });
  const bytes = statSync(target).size;
  if (bytes > bytesMax) throw new Error(`the picture has ${bytes} bytes, more than ${bytesMax}`);
  console.log(`${target}: ${bytes} bytes`);
} finally {
  await browser.close();
  await product.stop();
}
process.exit(0);
