// Tells every story to a fresh server.
// usage: node run.mjs [--binary PATH] [--file NAME]... [--address URL --email E --password P] [PART_OF_A_TITLE]
// A NAME is that of a file in stories/, without its ending; without one, all of them are told.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startProduct } from "./product.mjs";
import { runStories } from "./runner.mjs";
import { makeStage, openBrowser } from "./stage.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: "string", default: fileURLToPath(new URL("../../build/release/sluice", import.meta.url)) },
    file: { type: "string", multiple: true },
    address: { type: "string" },
    email: { type: "string", default: "" },
    password: { type: "string", default: "" },
  },
});

const folder = new URL("stories/", import.meta.url);
const files = values.file?.map((name) => `${name}.mjs`) ?? readdirSync(folder).sort();
const modules = [];
for (const file of files) modules.push(await import(new URL(file, folder).href));
/** A file of stories may begin with every vendor connected: it says `export const connected = true`. */
const connected = modules.some((module) => module.connected === true);

const product =
  values.address === undefined
    ? await startProduct(values.binary, { connected })
    : { address: values.address, email: values.email, password: values.password, complaints: () => "", stop: async () => undefined };
const browser = await openBrowser();
let failed = 1;
try {
  failed = await runStories(async () => makeStage(browser, product), positionals.join(" "));
  if (failed > 0) console.log(`${failed} failed\n${product.complaints()}`);
} finally {
  await browser.close();
  await product.stop();
}
process.exit(failed === 0 ? 0 : 1);
