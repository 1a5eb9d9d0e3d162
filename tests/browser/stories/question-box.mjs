// What the box says to a text that cannot be asked as it stands.
import assert from "node:assert/strict";
import { ask, signUp } from "../acts.mjs";
import { story } from "../runner.mjs";

/** Opens the page with an empty box, and counts the questions that leave it. */
async function openBox(stage, organization) {
  const { page } = await stage.person();
  await signUp(page, organization);
  await page.goto("/ask");
  const box = page.getByLabel("Your question");
  await box.waitFor();
  const sent = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/questions")) sent.push(request.url());
  });
  return { page, box, sent, note: page.locator("#question-note") };
}

story("an empty question is answered with what to do, and nothing is sent", async (stage) => {
  const { page, box, sent, note } = await openBox(stage, "Empty");
  await box.press("Enter");
  await note.getByText("Write a question first, then press Ask.").waitFor();
  await box.fill("   ");
  await note.getByText("Write a question first").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await note.getByText("Write a question first").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "question", "the box has the focus");
  assert.deepEqual(sent, []);
});

story("a question of 10,000 characters is kept, refused with both numbers, and not sent", async (stage) => {
  const { box, sent, note } = await openBox(stage, "Writers");
  const long = "What was MRR? ".repeat(715).slice(0, 10_000).replace(/ $/, "?");
  await box.fill(long);
  await note.getByText("This is 10,000 characters long; a question has at most 2,000.").waitFor();
  await box.press("Enter");
  assert.equal(await box.inputValue(), long, "nothing of the text is lost");
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  assert.deepEqual(sent, []);
  await box.fill("What was MRR?");
  await note.getByText("characters long").waitFor({ state: "hidden" });
});

story("a question in another language is asked back in English", async (stage) => {
  const { page } = await openBox(stage, "Polyglots");
  for (const question of ["Wie hoch war der Umsatz im letzten Quartal?", "先月の売上はいくらですか"]) {
    await page.goto("/ask");
    const answer = await ask(page, question);
    await answer.getByText("Please ask in English").waitFor();
    await answer.getByRole("button", { name: "Edit the question" }).click();
    assert.equal(await page.getByLabel("Your question").inputValue(), question, "the words are kept");
  }
});
