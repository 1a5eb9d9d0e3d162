// When something does not work: the page says so in words, keeps what is there, and offers the way on.
import assert from "node:assert/strict";
import { ask, connect, pressConnect, signUp, vendorRow } from "../acts.mjs";
import { story } from "../runner.mjs";

const broken = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ type: "urn:sluice:problem:storage_failed", title: "The store is busy", status: 503, detail: "Nothing was lost. Try again in a moment.", request_id: "req-17" }) };

for (const [path, heading, api] of [
  ["/settings/data-sources", "Data sources", "/api/v1/data-sources"],
  ["/dashboards", "Dashboards", "/api/v1/dashboards"],
  ["/audit", "Audit log", "/api/v1/audit"],
  ["/settings", "Settings", "/api/v1/members"],
]) {
  story(`${heading} that cannot be read say so and can be tried again`, async (stage) => {
    const { page } = await stage.person();
    await signUp(page, `Trouble ${heading}`);
    const isApi = (url) => url.pathname === api;
    await page.route(isApi, (route) => route.fulfill(broken));
    await page.goto(path);
    const alert = page.getByRole("alert").filter({ hasText: "Nothing was lost." });
    await alert.waitFor();
    await alert.getByText("req-17").waitFor();
    await page.unroute(isApi);
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  });
}

story("an answer of another shape than promised is said to be unreadable, with its reference", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Shapeless");
  stage.expectNoise(/^console: An answer is not what was promised/);
  stage.expectNoise(/^GET \/api\/v1\/(session|dashboards|members|data-sources) \(200\)/);
  for (const [api, path] of [["dashboards", "/dashboards"], ["members", "/settings"], ["data-sources", "/settings/data-sources"], ["session", "/ask"]]) {
    const isApi = (url) => url.pathname === `/api/v1/${api}`;
    await page.route(isApi, (route) => route.fulfill({ json: { [api]: [{ id: 7 }] }, headers: { "x-request-id": "req-18" } }));
    await page.goto(path);
    const alert = page.getByRole("alert").filter({ hasText: "The answer could not be read" });
    await alert.getByText("req-18").waitFor();
    await page.unroute(isApi);
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.waitFor({ state: "hidden" });
  }
});

story("an unknown address is said to be one, with the way on", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Wanderers");
  const response = await page.goto("/nowhere/at/all");
  assert.equal(response.status(), 404);
  await page.getByText("There is no page at this address.").waitFor();
  await page.getByRole("link", { name: "Go to Ask" }).click();
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
});

story("a question that runs names its step, and Stop gives the words back", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Stoppers");
  // Held back for ever: only Stop ends it.
  await page.route((url) => url.pathname.endsWith("/questions"), () => undefined);
  await page.goto("/ask");
  await page.getByLabel("Your question").fill("What was MRR last quarter?");
  await page.keyboard.press("Enter");
  const progress = page.getByRole("list", { name: "Progress" });
  await progress.getByText("Reading the question").waitFor();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByText("You stopped this question before its answer came.", { exact: true }).waitFor();
  assert.equal(await page.getByLabel("Your question").inputValue(), "What was MRR last quarter?");
  await page.getByRole("button", { name: "Ask again" }).waitFor();
});

story("a server that is gone is said to be gone, and the question is kept", async (stage) => {
  const { context, page } = await stage.person();
  await signUp(page, "Offliners");
  await page.goto("/ask");
  await page.getByLabel("Your question").fill("What was MRR last quarter?");
  await context.setOffline(true);
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("Sluice cannot be reached").waitFor();
  assert.equal(await page.getByLabel("Your question").inputValue(), "What was MRR last quarter?");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("article").getByText(/no connected data source/i).waitFor();
});

story("a card whose refresh fails keeps its last data and says why", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Stale");
  await connect(page, "Stripe");
  const answer = await ask(page, "What was MRR last quarter?");
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  await answer.getByRole("link", { name: "Open the dashboard" }).click();
  const card = page.getByRole("article", { name: "What was MRR last quarter?" });
  await card.getByText("$115,366.94").waitFor();
  await page.route((url) => url.pathname.endsWith("/refresh"), (route) => route.fulfill(broken));
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await card.getByText("Last good data").waitFor();
  await card.getByText("Nothing was lost.").waitFor();
  await card.getByText("$115,366.94").waitFor();
});

story("a tool that the vendor changed waits until an administrator has looked", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Drifters");
  const popup = await pressConnect(page, "Linear");
  const vendor = new URL(popup.url()).origin;
  const setFault = async (fault) => {
    const body = JSON.stringify({ vendor: "linear", fault, tool: "list_teams" });
    const answer = await fetch(`${vendor}/_sandbox/faults`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    assert.equal(answer.status, 200);
  };
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("Linear is connected", { exact: true }).waitFor();
  const row = vendorRow(page, "Linear");
  try {
    await setFault("drift");
    await row.getByRole("button", { name: "Test", exact: true }).click();
    await row.getByText(/^1 tool of Linear waits for an administrator and is not called/).waitFor();
    await row.getByRole("button", { name: "Tools", exact: true }).click();
    const drawer = page.getByRole("dialog", { name: "Linear: allowed tools" });
    const tool = drawer.getByRole("article", { name: "list_teams" });
    await tool.getByText(/added_later/).first().waitFor();
    await tool.getByRole("button", { name: "Approve", exact: true }).click();
    await drawer.getByText("Nothing waits for an approval any more.").waitFor();
    await drawer.getByRole("button", { name: "Close" }).click();
    await row.getByText(/waits for an administrator/).waitFor({ state: "hidden" });
  } finally {
    await setFault("none");
  }
});

story("a question that found no data source is asked again by itself once its vendor is connected", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Returners");
  const question = "How many open issues do we have?";
  const first = await ask(page, question);
  const opening = page.waitForEvent("popup");
  await first.getByRole("listitem").filter({ hasText: "Linear" }).getByRole("button", { name: "Connect", exact: true }).click();
  const popup = await opening;
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByRole("region", { name: question, exact: true }).first().getByText("Linear is connected", { exact: true }).waitFor();
  await page.locator("article[data-status=answered]").waitFor();
  assert.equal(await page.getByRole("region", { name: question, exact: true }).count(), 2);
});

story("Add by asking pins to the dashboard that it came from", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Boards");
  await connect(page, "Stripe");
  const first = await ask(page, "What is our ARR?");
  await first.getByRole("button", { name: "Pin", exact: true }).click();
  await first.getByText("Pinned to Home", { exact: true }).waitFor();
  await page.goto("/dashboards");
  await page.getByRole("button", { name: "New dashboard" }).click();
  await page.getByLabel("Name of the dashboard").fill("Board meeting");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("link", { name: "Add by asking" }).click();
  await page.getByText("Pin puts an answer on Board meeting.").waitFor();
  const answer = await ask(page, "What was MRR last quarter?");
  await answer.getByRole("button", { name: "Pin to Board meeting", exact: true }).click();
  await answer.getByText("Pinned to Board meeting", { exact: true }).waitFor();
  await answer.getByRole("link", { name: "Open the dashboard" }).click();
  await page.getByRole("heading", { name: "Board meeting", level: 1 }).waitFor();
  await page.getByRole("article", { name: "What was MRR last quarter?" }).waitFor();
});

story("a vendor that is slow is named with what is waited for, and a card says whose fault it is", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Waiters");
  const popup = await pressConnect(page, "Stripe");
  const vendor = new URL(popup.url()).origin;
  await popup.getByRole("button", { name: "Allow", exact: true }).click();
  await page.getByText("Stripe is connected", { exact: true }).waitFor();
  const setFault = async (wish) => {
    const answer = await fetch(`${vendor}/_sandbox/faults`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ vendor: "stripe", ...wish }) });
    assert.equal(answer.status, 200);
  };
  const answer = await ask(page, "What was MRR last quarter?");
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  const board = await answer.getByRole("link", { name: "Open the dashboard" }).getAttribute("href");
  try {
    await setFault({ fault: "slow", milliseconds: 3000 });
    await page.goto("/ask");
    await page.getByLabel("Your question").fill("What is our ARR?");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Progress" }).getByText(/^Waiting for Stripe: list_/).waitFor();
    await page.getByRole("article").waitFor();
    await setFault({ fault: "down" });
    await page.goto(board);
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
    await page.getByRole("article").getByText(/Stripe (answered with an error of its own \(HTTP 503\)|does not answer)/).waitFor();
    const failed = await ask(page, "What was MRR last month?");
    await failed.getByText(/Stripe (answered with an error of its own \(HTTP 503\)|does not answer)/).waitFor();
  } finally {
    await setFault({ fault: "none" });
  }
});
