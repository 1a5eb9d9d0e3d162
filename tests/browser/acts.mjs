// What people do, as they do it: by the names on buttons and fields, never by the page's insides.
import assert from "node:assert/strict";

let peopleSoFar = 0;

export async function signUp(page, organization) {
  peopleSoFar += 1;
  const email = `person${peopleSoFar}.${Date.now()}@example.com`;
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill(`Person ${peopleSoFar}`);
  await page.getByLabel("Organization").fill(organization);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.getByRole("heading", { name: "Data sources", level: 1 }).waitFor();
  return { email, password: "correct horse battery staple" };
}

export async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
}

/** Somebody who joins with a role by the link that the owner makes. */
export async function join(stage, owner, role) {
  await owner.goto("/settings");
  await owner.getByLabel("Role of the new member").selectOption(role);
  await owner.getByRole("button", { name: "Make invite link" }).click();
  const link = await owner.getByLabel(/Send this link to one person/).inputValue();
  const { page } = await stage.person();
  await page.goto(link);
  await page.getByLabel("Your name").fill(role);
  await page.getByLabel("Email").fill(`${role}.${Date.now()}@example.com`);
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("navigation", { name: "Main", exact: true }).waitFor();
  return page;
}

export function vendorRow(page, name) {
  return page.getByRole("listitem", { name, exact: true });
}

/** Click 1 of 2; gives the pop-up, already on the vendor's page. */
export async function pressConnect(page, name, button = "Connect") {
  const opening = page.waitForEvent("popup");
  await vendorRow(page, name).getByRole("button", { name: button, exact: true }).click();
  const popup = await opening;
  await popup.getByRole("button", { name: "Allow", exact: true }).waitFor();
  return popup;
}

/** Two clicks: Connect here, Allow on the vendor's page; the rest happens by itself. */
export async function connect(page, name) {
  if (!page.url().includes("/settings/data-sources")) await page.goto("/settings/data-sources");
  const popup = await pressConnect(page, name);
  const closing = popup.waitForEvent("close");
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText(`${name} is connected`, { exact: true }).waitFor();
  await vendorRow(page, name).getByRole("button", { name: "Disconnect", exact: true }).waitFor();
  await closing;
}

/** Types a question and gives the card of its answer. */
export async function ask(page, question) {
  if (!/\/ask(\/|$)/.test(new URL(page.url()).pathname)) await page.goto("/ask");
  await page.getByLabel("Your question").fill(question);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  const turn = page.getByRole("region", { name: question, exact: true }).last();
  const answer = turn.getByRole("article");
  await answer.waitFor({ timeout: 60_000 });
  return answer;
}

const soonMs = 1000;

/** Within a second, as promised; what a busy machine needs to draw a frame at all is not counted. */
export async function soon(page, what, check) {
  const began = performance.now();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => drawn())));
  const framesMs = 4 * (performance.now() - began);
  await within(soonMs + framesMs, what, check);
}

/** Waits until `check` holds, at most so long; the page is asked, never slept for. */
export async function within(milliseconds, what, check) {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await check()) return;
    assert.ok(Date.now() < end, `not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
