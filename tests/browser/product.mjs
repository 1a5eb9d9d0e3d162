// Starts the real server with its sandbox and reads from its greeting where it listens.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;

export async function startProduct(binary, { connected = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), "sluice-browser-"));
  const child = spawn(binary, ["demo", "--port", "0", "--no-open", "--data", data, ...(connected ? ["--connected"] : [])], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let complained = "";
  child.stderr.on("data", (piece) => (complained += piece));
  const greeting = await new Promise((resolve, refuse) => {
    const timer = setTimeout(() => refuse(new Error(`the server did not greet in time:\n${said}${complained}`)), startTimeoutMs);
    child.on("error", refuse);
    child.on("exit", (code) => refuse(new Error(`the server left with ${code}:\n${said}${complained}`)));
    child.stdout.on("data", (piece) => {
      said += piece;
      const address = /Address\s+(\S+)/.exec(said)?.[1];
      const email = /E-mail\s+(\S+)/.exec(said)?.[1];
      const password = /Password\s+(\S+)\n/.exec(said)?.[1];
      if (address === undefined || email === undefined || password === undefined) return;
      clearTimeout(timer);
      resolve({ address, email, password });
    });
  });
  return { ...greeting, complaints: () => `${complained}${left(child)}`, stop: () => stop(child, data) };
}

/** A server that is gone before its time is said first of all. */
function left(child) {
  if (child.exitCode === null && child.signalCode === null) return "";
  return `\nthe server is gone: ${child.signalCode ?? `exit ${child.exitCode}`}`;
}

async function stop(child, data) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    await gone;
    clearTimeout(timer);
  }
  rmSync(data, { recursive: true, force: true });
}
