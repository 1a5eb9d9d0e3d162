// What is deleted is gone from the pages too: with a connection, and by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ask, connect, join, signUp, vendorRow } from "../acts.mjs";
import { story } from "../runner.mjs";

const question = "What was MRR last quarter?";
const number = "$115,366.94";

story("disconnecting offers a copy first, then empties answers and cards and says so", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Leavers");
  await connect(page, "Stripe");
  const answer = await ask(page, question);
  const conversation = page.url();
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  const board = await answer.getByRole("link", { name: "Open the dashboard" }).getAttribute("href");
  await page.goto("/settings/data-sources");
  await vendorRow(page, "Stripe").getByRole("button", { name: "Disconnect", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect Stripe?" });
  await dialog.getByText("1 answer of yours and 1 card hold its data:").waitFor();
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export them first" }).click();
  const copy = JSON.parse(readFileSync(await (await saving).path(), "utf8"));
  assert.match(copy.answers[0].text, /115,366\.94/);
  assert.equal(copy.cards[0].question, question);
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByText("Stripe is disconnected", { exact: true }).waitFor();

  await page.goto(conversation);
  const turn = page.getByRole("region", { name: question });
  await turn.getByRole("article").getByText("Deleted with the connection to Stripe.").waitFor();
  assert.ok(!(await page.content()).includes(number));
  await page.goto(board);
  const card = page.getByRole("article", { name: question });
  await card.getByText("Deleted with the connection to Stripe.").waitFor();
  assert.ok(!(await page.content()).includes(number));
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await card.getByText("Stripe is disconnected. Reconnect it in Data sources, then try again.").waitFor();
  await connect(page, "Stripe");
  await page.goto(board);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await card.getByText(number).waitFor();
});

story("a conversation, a card and a dashboard can be deleted, each after a question", async (stage) => {
  const { page } = await stage.person();
  await signUp(page, "Tidy");
  await connect(page, "Stripe");
  const answer = await ask(page, question);
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  const board = await answer.getByRole("link", { name: "Open the dashboard" }).getAttribute("href");
  await page.getByRole("button", { name: `Delete conversation: ${question}` }).click();
  await page.getByRole("dialog", { name: "Delete this conversation?" }).getByRole("button", { name: "Delete conversation" }).click();
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await page.getByText("Your questions will be kept here.").waitFor();

  await page.goto(board);
  await page.getByRole("button", { name: "Dashboard menu" }).click();
  await page.getByRole("menuitem", { name: "Delete dashboard" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Home?" });
  await dialog.getByText(/1 card on it is deleted too/).waitFor();
  await dialog.getByRole("button", { name: "Delete dashboard" }).click();
  await page.getByText("Answers that you pin are kept here and stay fresh.").waitFor();
  await page.goto("/audit");
  const table = page.getByRole("region", { name: "Audit records" });
  await table.getByText(/dashboard/i).first().waitFor();
});

story("a member deletes what is their own and not what others pinned", async (stage) => {
  const { page: owner } = await stage.person();
  await signUp(owner, "Shared");
  await connect(owner, "Stripe");
  const answer = await ask(owner, question);
  await answer.getByRole("button", { name: "Pin", exact: true }).click();
  const board = await answer.getByRole("link", { name: "Open the dashboard" }).getAttribute("href");
  const member = await join(stage, owner, "member");
  const own = await ask(member, "What is our ARR?");
  await own.getByRole("button", { name: "Pin", exact: true }).click();
  await own.getByText("Pinned to Home").waitFor();
  await member.goto(board);
  await member.getByRole("button", { name: `Card menu: ${question}` }).click();
  assert.equal(await member.getByRole("menuitem", { name: "Remove" }).count(), 0);
  await member.keyboard.press("Escape");
  assert.equal(await member.getByRole("button", { name: "Dashboard menu" }).count(), 0);
  await member.getByRole("button", { name: "Card menu: What is our ARR?" }).click();
  await member.getByRole("menuitem", { name: "Remove" }).click();
  await member.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await member.getByRole("article", { name: "What is our ARR?" }).waitFor({ state: "detached" });
  const session = await (await member.request.get("/api/v1/session")).json();
  const refused = await member.request.delete(`/api/v1${board}`, { headers: { "X-CSRF-Token": session.csrf_token } });
  assert.equal(refused.status(), 403);
});
