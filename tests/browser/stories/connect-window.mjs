import assert from "node:assert/strict";
import { connect, pressConnect, signUp, soon, vendorRow } from "../acts.mjs";
import { story } from "../runner.mjs";

story("the connect window says who is asked, for what, and that it only reads", async (stage) => {
  const { context, page } = await stage.person();
  await signUp(page, "Readers");
  // The vendor's page is held back, so that our own can be read.
  await context.route((url) => url.hostname !== "localhost", (route) => route.abort());
  const opening = page.waitForEvent("popup");
  await vendorRow(page, "Stripe").getByRole("button", { name: "Connect", exact: true }).click();
  const popup = await opening;
  await popup.getByRole("heading", { name: "Connect Stripe" }).waitFor();
  await popup.getByText("Read only", { exact: true }).waitFor();
  await popup.getByText("Sluice asks Stripe for no scope by name", { exact: false }).waitFor();
  assert.equal(await popup.evaluate(() => window.opener), null, "the vendor's page cannot move ours");
});

story("what is asked stands there before the first click, word for word", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Askers");
  await vendorRow(page, "Linear").getByText("Asks for read", { exact: true }).waitFor();
  await vendorRow(page, "PostHog").getByText("Asks for query:read, insight:read,", { exact: false }).waitFor();
  await vendorRow(page, "Stripe").getByText("Asks for no scope by name", { exact: false }).waitFor();
  await connect(page, "Linear");
  await vendorRow(page, "Linear").getByText("Granted: read", { exact: true }).waitFor();
});

story("a vendor that takes a key is connected by it, before anything was refused", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Keepers");
  const opening = page.waitForEvent("popup");
  await vendorRow(page, "Linear").getByRole("button", { name: "Use a key", exact: true }).click();
  const popup = await opening;
  const key = popup.getByLabel("Personal API key");
  await key.fill("lin_api_of_nobody");
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  await popup.getByText("Linear does not accept this key.", { exact: false }).waitFor();
  await key.fill("lin_api_brightwater");
  const closing = popup.waitForEvent("close");
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  await vendorRow(page, "Linear").getByText("Connected by a key", { exact: true }).waitFor();
  await closing;
});

story("a blocked window is told at once, and the way in the same tab works", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Blocked");
  await page.evaluate(() => {
    window.open = () => null;
  });
  await vendorRow(page, "Stripe").getByRole("button", { name: "Connect", exact: true }).click();
  await soon(page, "the page says that the window was blocked", () => page.getByText("The browser blocked the pop-up window").isVisible());
  await page.getByRole("link", { name: "Continue in this tab" }).click();
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("Stripe is connected", { exact: true }).waitFor();
  await vendorRow(page, "Stripe").getByRole("button", { name: "Disconnect", exact: true }).waitFor();
});

story("a window that is closed early is told within a second, and can be opened again", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Closers");
  const popup = await pressConnect(page, "Stripe");
  await page.getByText("Finish in the Stripe window", { exact: true }).waitFor();
  await popup.close();
  await soon(page, "the page says that the window was closed", () => page.getByText("The Stripe window was closed", { exact: true }).isVisible());
  const opening = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Open the window again" }).click();
  const second = await opening;
  await second.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("Stripe is connected", { exact: true }).waitFor();
});

story("a refusal on the vendor's page is told within a second and stores nothing", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Refusers");
  const popup = await pressConnect(page, "Stripe");
  await popup.getByRole("button", { name: "Deny", exact: true }).click();
  await popup.waitForURL(/\/connect\/failed/).catch(() => undefined);
  await soon(page, "the page says that access was refused", () => page.getByText("Stripe is not connected", { exact: true }).isVisible());
  await page.reload();
  const row = vendorRow(page, "Stripe");
  await row.getByText(/^Access was not granted at Stripe/).waitFor();
  await row.getByRole("button", { name: "Connect", exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Disconnect", exact: true }).count(), 0);
});

story("a connection can be tested and its allowed tools read", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Testers");
  await connect(page, "Stripe");
  await vendorRow(page, "Stripe").getByRole("button", { name: "Test", exact: true }).click();
  await vendorRow(page, "Stripe").getByText("Connection works.").waitFor();
  await vendorRow(page, "Stripe").getByRole("button", { name: "Tools", exact: true }).click();
  const drawer = page.getByRole("dialog", { name: "Stripe: allowed tools" });
  assert.ok((await drawer.locator("code").count()) > 0);
  assert.equal(await drawer.getByRole("textbox").count() + (await drawer.getByRole("checkbox").count()), 0, "read only");
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
});

story("what a vendor needs to know is asked for, looked up, kept by Reconnect and can be changed", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Owners");
  const row = vendorRow(page, "GitHub");
  const fill = async (button, owner) => {
    const opening = page.waitForEvent("popup");
    await row.getByRole("button", { name: button, exact: true }).click();
    const popup = await opening;
    await popup.getByLabel("Organization or user").fill(owner);
    await popup.getByRole("button", { name: "Connect", exact: true }).click();
    return popup;
  };

  // The window closes itself; only then the next one is another.
  const allow = async (popup) => {
    const closing = popup.waitForEvent("close");
    await popup.getByRole("button", { name: "Allow", exact: true }).click();
    await closing;
  };

  const mistyped = await fill("Connect", "my company!");
  await mistyped.getByText(/may hold letters, digits/).waitFor();
  await mistyped.close();

  const wrong = await fill("Connect", "my-company");
  await wrong.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("GitHub is not connected", { exact: true }).waitFor();
  await row.getByText(/^github.com\/my-company has 0 repositories you can read/).waitFor();
  await wrong.close();

  const right = await fill("Reconnect", "brightwater");
  await allow(right);
  await page.getByText("GitHub is connected", { exact: true }).waitFor();
  await row.getByText("Organization or user: brightwater").waitFor();
  await row.getByRole("button", { name: "Test", exact: true }).click();
  await row.getByText("Connection works.").waitFor();

  // Reconnect asks for nothing that is known.
  const again = await pressConnect(page, "GitHub", "Reconnect");
  await allow(again);

  const opening = page.waitForEvent("popup");
  await row.getByRole("button", { name: "Change", exact: true }).click();
  const change = await opening;
  assert.equal(await change.getByLabel("Organization or user").inputValue(), "brightwater");
  await change.getByLabel("Teams (optional)").fill("platform");
  await change.getByRole("button", { name: "Connect", exact: true }).click();
  await change.getByRole("button", { name: "Allow", exact: true }).click();
  await row.getByText("Teams: platform").waitFor();
});

story("Connect MCP opens the list of vendors and starts a connect from it", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Pickers");
  await page.goto("/ask");
  await page.getByRole("button", { name: "Connect MCP" }).click();
  const picker = page.getByRole("dialog", { name: "Connect a data source" });
  await picker.getByLabel("Search vendors to connect").fill("strip");
  const opening = page.waitForEvent("popup");
  await picker.getByRole("listitem").filter({ hasText: "Stripe" }).getByRole("button", { name: "Connect", exact: true }).click();
  const popup = await opening;
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("Stripe is connected", { exact: true }).waitFor();
  await page.goto("/settings/data-sources");
  await page.getByRole("button", { name: "Connect MCP" }).click();
  await page.getByRole("dialog", { name: "Connect a data source" }).waitFor();
  assert.equal(await page.getByRole("list", { name: "Vendors to connect" }).getByText("Stripe", { exact: true }).count(), 0, "what is connected is not offered");
});

story("the text of a link never becomes the words of a page", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Phished");
  const text = "Your account is locked. Call 555-0100";
  const said = encodeURIComponent(text);
  for (const path of [
    `/connect/failed?vendor=stripe&reason=${said}&detail=${said}`, `/connect/failed?vendor=${said}&reason=expired`,
    `/connect/done?vendor=${said}`, `/connect/${said}`, `/settings/data-sources?failed=stripe&reason=${said}&detail=${said}`,
    `/settings/data-sources?connected=${said}`, `/dashboards/${said}`, `/ask/${said}`, `/invite/${said}`, `/${said}`,
  ]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.ok(!(await page.locator("body").innerText()).includes("555-0100"), path);
    assert.ok(!(await page.title()).includes("555-0100"), `the title of ${path}`);
  }
  await page.goto("/connect/done?vendor=stripe");
  await page.getByRole("heading", { name: "Stripe is not connected" }).waitFor();
  await page.goto("/settings/data-sources?connected=stripe");
  await vendorRow(page, "Stripe").waitFor();
  assert.equal(await page.getByText("Stripe is connected", { exact: true }).count(), 0, "a link announces no connection");
});
