import assert from "node:assert/strict";
import { ask, connect, pressConnect, signUp, vendorRow, within } from "../acts.mjs";
import { story } from "../runner.mjs";

const mrr = "$115,366.94";

story("a founder signs up, connects Stripe in two clicks, asks for MRR and pins it", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Riverbend");
  await page.getByRole("button", { name: "Connect MCP", exact: true }).click();
  await page.getByRole("dialog", { name: "Connect a data source" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await vendorRow(page, "Stripe").getByText("Live via MCP", { exact: true }).count(), 1);

  await connect(page, "Stripe");
  const focused = await page.evaluate(() => document.activeElement?.getAttribute("data-vendor"));
  assert.equal(focused, "stripe", "the row that was connected has the focus");

  const answer = await ask(page, "What was MRR last quarter?");
  assert.match(await answer.innerText(), new RegExp(mrr.replace("$", "\\$")));
  await answer.getByText("How this was made").click();
  assert.match(await answer.innerText(), /list_subscriptions|stripe_api/i);

  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  await answer.getByText("Pinned").waitFor();
  await page.reload();
  await page.getByRole("article").filter({ hasText: mrr }).first().waitFor();

  await page.goto("/dashboards");
  await page.getByRole("link", { name: /Home/ }).click();
  const card = page.getByRole("article", { name: "What was MRR last quarter?" });
  await card.waitFor();
  assert.match(await card.innerText(), new RegExp(mrr.replace("$", "\\$")));

  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await within(30_000, "the card is fresh", async () => (await card.innerText()).includes("just now"));
  assert.match(await card.innerText(), new RegExp(mrr.replace("$", "\\$")));
});

story("MRR by deal owner joins Stripe with HubSpot, and a follow-up keeps the context", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Joiners");
  await connect(page, "Stripe");
  await connect(page, "HubSpot");
  const answer = await ask(page, "MRR by deal owner");
  await answer.locator("canvas").waitFor();
  await answer.getByRole("button", { name: "Table", exact: true }).click();
  const rows = answer.locator("tbody tr");
  assert.ok((await rows.count()) >= 3, "several owners");
  await answer.getByText("How this was made").click();
  const how = await answer.locator("details").innerText();
  assert.match(how, /Stripe/);
  assert.match(how, /HubSpot/);

  const trend = await ask(page, "Show MRR by month this year");
  await trend.locator("canvas").waitFor();
  await trend.getByRole("button", { name: "Table", exact: true }).click();
  assert.equal(await trend.locator("tbody tr").count(), 11, "January to the running November");
});

story("disconnecting deletes at once: the next question finds no data source", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Leavers");
  await connect(page, "Stripe");
  const first = await ask(page, "What was MRR last quarter?");
  await first.getByRole("button", { name: "Pin", exact: true }).click();
  await first.getByText("Pinned").waitFor();

  await page.goto("/settings/data-sources");
  await vendorRow(page, "Stripe").getByRole("button", { name: "Disconnect", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("deleted at once").waitFor();
  await dialog.getByText("What was MRR last quarter?").waitFor();
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByText("Stripe is disconnected", { exact: true }).waitFor();

  const answer = await ask(page, "What was MRR last quarter?");
  assert.match(await answer.innerText(), /no data source/i);
  await answer.getByRole("button", { name: "Connect", exact: true }).first().waitFor();
  assert.match(await answer.innerText(), /Stripe/);

  await page.goto("/settings/data-sources");
  const popup = await pressConnect(page, "Stripe");
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("Stripe is connected", { exact: true }).waitFor();
  assert.equal(await vendorRow(page, "Stripe").count(), 1, "the old row came back, no second one");
});

story("a second organization sees nothing of the first", async (stage) => {
  const one = await stage.person();
  await signUp(one.page, "First Ltd");
  await connect(one.page, "Stripe");
  const answer = await ask(one.page, "What was MRR last quarter?");
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  await answer.getByText("Pinned").waitFor();
  const conversation = new URL(one.page.url()).pathname;
  await answer.getByRole("link", { name: "Open the dashboard" }).click();
  await one.page.getByRole("article", { name: "What was MRR last quarter?" }).waitFor();
  const dashboard = new URL(one.page.url()).pathname;

  const two = await stage.person();
  await signUp(two.page, "Second Ltd");
  await vendorRow(two.page, "Stripe").waitFor();
  assert.equal(await two.page.getByRole("button", { name: "Disconnect", exact: true }).count(), 0);
  for (const path of [conversation, dashboard]) {
    await two.page.goto(path);
    await two.page.getByRole("alert").getByText("was never yours").waitFor();
    assert.doesNotMatch(await two.page.locator("body").innerText(), /115,366/);
  }
  const refused = await ask(two.page, "What was MRR last quarter?");
  assert.match(await refused.innerText(), /no data source/i);
});
