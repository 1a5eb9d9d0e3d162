import assert from "node:assert/strict";
import { ask, connect, signIn, signUp, vendorRow } from "../acts.mjs";
import { story } from "../runner.mjs";

story("everything up to the answer can be done from the keyboard", async (stage) => {
  const { page } = await stage.person();
  const person = await signUp(page, "Keyboarders");
  await connect(page, "Stripe");
  await page.getByRole("button", { name: /^Account:/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Sign in to Sluice" }).waitFor();

  await page.getByLabel("Email").focus();
  await page.keyboard.type(person.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).waitFor();
  await page.keyboard.type("What was MRR last quarter?");
  await page.keyboard.press("Enter");
  await page.getByRole("article").getByText("$115,366.94").first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).waitFor();
  await page.keyboard.type("data sou");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Data sources", level: 1 }).waitFor();
});

story("an invited colleague joins, asks what the role allows and cannot connect", async (stage) => {
  const owner = await stage.person();
  await signUp(owner.page, "Inviters");
  await connect(owner.page, "Stripe");
  await owner.page.goto("/settings");
  await owner.page.getByLabel("Role of the new member").selectOption("member");
  await owner.page.getByRole("button", { name: "Make invite link" }).click();
  const link = await owner.page.getByLabel(/Send this link to one person/).inputValue();

  const colleague = await stage.person();
  await colleague.page.goto(link);
  await colleague.page.getByRole("heading", { name: "Join Inviters" }).waitFor();
  await colleague.page.getByLabel("Your name").fill("Colleague");
  await colleague.page.getByLabel("Email").fill(`colleague.${Date.now()}@example.com`);
  await colleague.page.getByLabel("Password").fill("another long passphrase");
  await colleague.page.getByRole("button", { name: "Join" }).click();
  await colleague.page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  const answer = await ask(colleague.page, "What was MRR last quarter?");
  assert.match(await answer.innerText(), /\$115,366\.94/);
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  await answer.getByText("Pinned").waitFor();
  await owner.page.goto("/dashboards");
  await owner.page.getByRole("link", { name: /Home/ }).click();
  await owner.page.getByRole("article").getByText("pinned by Colleague").waitFor();
  await colleague.page.goto("/settings/data-sources");
  await vendorRow(colleague.page, "Stripe").waitFor();
  assert.equal(await colleague.page.getByRole("button", { name: "Connect", exact: true }).count(), 0);

  const third = await stage.person();
  await third.page.goto(link);
  await third.page.getByRole("heading", { name: "This invitation cannot be used" }).waitFor();
});

story("a browser that leaves in the middle of a request does the server no harm", async (stage) => {
  const { page } = await stage.person();
  await page.goto("/sign-in");
  // Signing in takes the server tens of milliseconds of work on purpose: the browser is gone before.
  await page.evaluate(async (body) => {
    for (let round = 0; round < 3; round += 1) {
      const leave = new AbortController();
      const asked = fetch("/api/v1/sign-in", { method: "POST", headers: { "content-type": "application/json" }, body, signal: leave.signal });
      setTimeout(() => leave.abort(), 5);
      await asked.catch(() => undefined);
    }
  }, JSON.stringify({ email: stage.product.email, password: "not the password" }));
  await page.reload();
  await page.getByRole("heading", { name: "Sign in to Sluice" }).waitFor();
});

story("an API key is shown once", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Key holders");
  await page.goto("/settings");
  await page.getByLabel("Name of the new key").fill("Nightly report");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel(/The key is shown this once/).inputValue();
  assert.ok(key.length >= 20);
  await page.reload();
  await page.getByText("Nightly report").waitFor();
  assert.ok(!(await page.content()).includes(key));
});

story("what happened stands in the audit log", async (stage) => {
  const { page } = await stage.person();
  const person = await signUp(page, "Auditors");
  await connect(page, "Stripe");
  await ask(page, "What was MRR last quarter?");
  await page.goto("/audit");
  const table = page.getByRole("region", { name: "Audit records" });
  await table.getByText(/connect/i).first().waitFor();
  await table.getByText(/^Stripe: /).first().waitFor();
  await table.getByText(person.email, { exact: true }).first().waitFor();
  assert.ok((await table.locator("tbody tr").count()) >= 2);
  await page.getByRole("button", { name: /open record/ }).first().click();
  await page.getByRole("dialog", { name: /^Record/ }).waitFor();
});

story("the demo's own user signs in and is told what day it is", async (stage) => {
  const { page } = await stage.person();
  await signIn(page, stage.product);
  await page.getByText("Sample data: today is November 21, 2026").waitFor();
});

story("a wrong password is refused in words and the address is kept", async (stage) => {
  const { page } = await stage.person();
  await page.goto("/audit");
  await page.getByLabel("Email").fill(stage.product.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByLabel("Email").inputValue(), stage.product.email);
  await page.getByLabel("Password").fill(stage.product.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Audit log", level: 1 }).waitFor();
});

story("the public catalog works without JavaScript", async (stage) => {
  const { page } = await stage.person({ javaScriptEnabled: false });
  await page.goto("/integrations");
  const all = await page.locator(".card").count();
  assert.ok(all >= 1);
  await page.getByLabel("Search integrations").fill("Stripe");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/q=Stripe/);
  assert.equal(await page.getByText("Live via MCP").count(), await page.locator(".card").count());
  await page.getByRole("link", { name: /Stripe/ }).first().click();
  await page.getByRole("heading", { name: "Security" }).waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth !== "none"), true, "the style sheet is there");
});

story("another currency asks for its rates before it is saved, and what was assumed is said", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Changers");
  await connect(page, "Stripe");
  await page.goto("/settings");
  const rate = (currency) => page.getByRole("textbox", { name: `Rate of ${currency}`, exact: true });
  await rate("EUR").waitFor();
  assert.equal(await rate("EUR").inputValue(), "1.08");

  await page.getByLabel("Currency", { exact: true }).fill("EUR");
  await page.getByText("Give the rates in EUR before you save").waitFor();
  assert.equal(await rate("EUR").count(), 0, "the own currency has no rate");
  assert.equal(await rate("USD").inputValue(), "", "a rate is not relabelled");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  assert.equal(await page.getByText("Saved. New answers use it.").count(), 0, "it was saved without rates");
  await rate("USD").fill("0.93");
  await rate("GBP").fill("1.18");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved. New answers use it.").waitFor();

  const answer = await ask(page, "What was MRR last quarter?");
  assert.match(await answer.innerText(), /€/);
  const assumed = await ask(page, "Revenue by country");
  await assumed.getByText(/Assumed: the last 30 days, because no period was named/).waitFor();
});
