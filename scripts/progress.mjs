// Runs what takes long and shows that it goes on: a moving line on a terminal, a line every ten seconds elsewhere.
import { spawn } from "node:child_process";

const EVERY_MS = process.stdout.isTTY ? 1_000 : 10_000;
const KEPT_LINES = 25;

/** A step did not work. Its message is one sentence; `log` has the last lines of what the step said. */
export class StepFailed extends Error {
  constructor(message, log = "") {
    super(message);
    this.log = log;
  }
}

/** Shows `title` with its seconds until `work` is done. Answers what `work` answers. */
export async function withProgress(title, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const show = (text, last) => {
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}${last ? "\n" : ""}`);
    else process.stdout.write(`${text}\n`);
  };
  show(`${title} …`, false);
  const timer = setInterval(() => show(`${title} … ${seconds()} s`, false), EVERY_MS);
  try {
    const result = await work();
    show(`${title}: done in ${seconds()} s`, true);
    return result;
  } catch (error) {
    show(`${title}: failed after ${seconds()} s`, true);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Runs a program quietly. Answers all it said; throws StepFailed with `failure` and its last lines unless it ends
 * with 0. It is stopped with us.
 */
export function run(command, args, { failure, env = {}, cwd, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      shell: process.platform === "win32" && command.endsWith(".cmd"),
    });
    let said = "";
    const hear = (chunk) => {
      said += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    const release = passSignalsTo(child);
    const fail = (why) => reject(new StepFailed(failure ?? `${command} failed.`, lastLines(said) || why));
    child.once("error", (error) => {
      release();
      fail(error.message);
    });
    child.once("close", (code, signal) => {
      release();
      if (code === 0) resolve(said);
      else fail(`It ended with ${signal ?? code}.`);
    });
  });
}

/** Runs a program in the foreground, with our own input and output. Answers its exit code. */
export function runVisibly(command, args, { env = {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
    const release = passSignalsTo(child, { endWithIt: false });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      release();
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** A signal sent to us alone must reach the child too; then we end as well, unless the child decides about that. */
function passSignalsTo(child, { endWithIt = true } = {}) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const handler = () => {
      child.kill(signal);
      if (endWithIt) child.once("close", () => process.exit(130));
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

export function lastLines(text, count = KEPT_LINES) {
  return text.trim().split("\n").slice(-count).join("\n");
}

/** Ends the process with one sentence, and the log's last lines where they help. */
export function giveUp(error) {
  if (!(error instanceof StepFailed)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  if (error.log) process.stderr.write(`\n${error.log.replace(/^/gm, "  | ")}\n`);
  process.exit(1);
}
