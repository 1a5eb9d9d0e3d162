// `sluice mcp` as a person types it, for the tests that look at what it prints.
import { spawn } from 'node:child_process';

/** Runs one command to its end. `talk` sees each line of standard error and may answer it. */
export function run(program, args, talk = () => undefined) {
  const child = spawn(program, ['mcp', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stdout.on('data', (bytes) => { out += bytes; });
  child.stderr.on('data', (bytes) => {
    const seen = errors.split('\n').length - 1;
    errors += bytes;
    for (const line of errors.split('\n').slice(seen, -1)) talk(line, child);
  });
  return new Promise((done) => child.on('close', (code) => done({ code, out, errors })));
}
