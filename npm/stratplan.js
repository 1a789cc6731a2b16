#!/usr/bin/env node
// Runs the binary for this system, which npm has installed as one of the optional dependencies.
"use strict";

const { spawn } = require("node:child_process");
const { optionalDependencies } = require("./package.json");

const SYSTEM = `${process.platform}-${process.arch}`;
const PACKAGE = `@stratplan/${SYSTEM}`;

/** What stratplan itself ends in where it could not do what was asked. */
const FAILURE = 2;

function fail(...lines) {
  console.error(`stratplan: ${lines.join("\n  ")}`);
  process.exit(FAILURE);
}

function binary() {
  if (!(PACKAGE in optionalDependencies)) {
    const others = Object.keys(optionalDependencies).map((name) => name.split("/")[1]);
    fail(`there is no binary for ${SYSTEM}, only for ${others.join(", ")}`, "`cargo install stratplan` builds one");
  }
  try {
    return require.resolve(`${PACKAGE}/stratplan${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    return fail(
      `the binary for ${SYSTEM} is missing: its package, ${PACKAGE}, is not installed`,
      "npm leaves it out with --omit=optional, and where node_modules or the lock file come from another system;",
      "delete both and run `npm install` again",
    );
  }
}

const path = binary();
const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });

// Whoever stops this program means the one that does the work.
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) process.on(signal, () => child.kill(signal));

child.on("error", (error) => fail(`${path} could not be started: ${error.message}`));
child.on("exit", (status, signal) => {
  if (signal === null) process.exit(status);
  for (const own of signals) process.removeAllListeners(own);
  process.kill(process.pid, signal);
});
