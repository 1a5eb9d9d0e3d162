// The smallest runner that tells a story: named async functions, one after the other, a time limit
// each, a picture of what the browser showed when one fails.
import { performance } from "node:perf_hooks";

const storyTimeoutMs = 480_000;
const stories = [];

/** `tell` gets the stage: the address of the product and a way to bring people in. */
export function story(title, tell) {
  stories.push({ title, tell });
}

/** How many failed; a wish that no title has is a failure too, so that a typing error is not green. */
export async function runStories(makeStage, wanted) {
  const chosen = stories.filter((candidate) => candidate.title.includes(wanted));
  let failed = 0;
  if (chosen.length === 0) {
    console.log(`FAILED  there is no story with "${wanted}" in its title`);
    failed = 1;
  }
  for (const { title, tell } of chosen) {
    const began = performance.now();
    const stage = await makeStage();
    try {
      await withLimit(tell(stage).then(() => stage.checkQuiet()), title);
      console.log(`ok      ${title} (${seconds(began)} s)`);
    } catch (error) {
      failed += 1;
      const pictures = await stage.photograph(title);
      console.log(`FAILED  ${title} (${seconds(began)} s)\n${indent(error.stack ?? String(error))}\n${indent(pictures.join("\n"))}`);
    } finally {
      await stage.close();
    }
  }
  return failed;
}

async function withLimit(work, title) {
  let timer;
  const limit = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`"${title}" took longer than ${storyTimeoutMs} ms`)), storyTimeoutMs);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const seconds = (began) => ((performance.now() - began) / 1000).toFixed(1);
const indent = (text) => text.split("\n").map((line) => `        ${line}`).join("\n");
