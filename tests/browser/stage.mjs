// One story's world: people with a browser each, and ears for what a browser complains about.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faultsOfExchange } from "../product/shapes.mjs";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const actionTimeoutMs = 60_000;

export function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: flags });
}

export function makeStage(browser, product) {
  const people = [];
  const noises = [];
  const expected = [];
  const looks = [];

  function listen(page) {
    page.setDefaultTimeout(actionTimeoutMs);
    page.on("pageerror", (error) => noises.push(`page error: ${error.message}`));
    page.on("console", (message) => {
      // A refused request is a story's own business; a refused style or script never is.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) noises.push(`console: ${message.text()}`);
    });
    page.on("response", (response) => looks.push(look(response)));
    page.on("request", (request) => {
      const to = new URL(request.url());
      const page = request.frame().url();
      if (page.startsWith(product.address) && !request.isNavigationRequest() && to.origin !== new URL(product.address).origin && to.protocol !== "data:" && to.protocol !== "blob:") {
        noises.push(`request to another origin: ${request.url()}`);
      }
    });
  }

  /** Each answer of the API is what its schema says. One that was cut off says nothing. */
  async function look(response) {
    const request = response.request();
    const { origin, pathname, search } = new URL(request.url());
    if (origin !== new URL(product.address).origin || !pathname.startsWith("/api/")) return;
    const text = response.status() === 204 ? "" : await response.text().catch(() => undefined);
    if (text === undefined) return;
    const type = response.headers()["content-type"] ?? "";
    noises.push(...faultsOfExchange({ method: request.method(), path: pathname + search, sent: request.postData() ?? undefined, status: response.status(), type, text }));
  }

  return {
    address: product.address,
    product,

    /** A person with a browser of their own: no cookie is shared with anybody. */
    async person(options = {}) {
      const context = await browser.newContext({ baseURL: product.address, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
      context.on("page", listen);
      people.push(context);
      return { context, page: await context.newPage() };
    },

    /** A complaint that is what the story is about. */
    expectNoise(pattern) {
      expected.push(pattern);
    },

    async checkQuiet() {
      await Promise.all(looks);
      const heard = noises.filter((noise) => !expected.some((pattern) => pattern.test(noise)));
      if (heard.length > 0) throw new Error(`the browser complained:\n${heard.join("\n")}`);
    },

    async photograph(title) {
      const folder = join(tmpdir(), "sluice-browser-pictures");
      mkdirSync(folder, { recursive: true });
      const paths = [];
      for (const page of people.flatMap((context) => context.pages())) {
        const path = join(folder, `${title.replaceAll(/[^a-z0-9]+/gi, "-")}-${paths.length}.png`);
        await page.screenshot({ path }).then(() => paths.push(path), () => undefined);
      }
      return [...noises, ...paths];
    },

    async close() {
      await Promise.all(people.map((context) => context.close()));
    },
  };
}
