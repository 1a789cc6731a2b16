// Packs stratplan for npm: the package `stratplan`, which runs a binary, and a package a system, which
// holds one. npm installs of these only the one that fits, so nothing is fetched afterwards.
//
//   node npm/pack.mjs FOLDER SYSTEM=BINARY…
//
// writes the tarballs into FOLDER, first those of the systems, in the order in which they are to be
// published. Everything that Cargo.toml says is taken from there.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Node's names for them. The binaries for Linux are linked to nothing, so that one serves every distribution.
const SYSTEMS = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-arm64", "win32-x64"];

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const LICENSES = ["LICENSE-APACHE", "LICENSE-MIT"];

const cargo = readFileSync(join(ROOT, "Cargo.toml"), "utf8");
const said = (key) => cargo.match(new RegExp(`^${key} = "(.*)"$`, "m"))?.[1];

/** What all the packages have in common. */
function manifest(name, more) {
  const repository = said("repository");
  return {
    name,
    version: said("version"),
    description: said("description"),
    license: said("license"),
    ...(repository && { repository: { type: "git", url: `git+${repository}.git` } }),
    publishConfig: { access: "public" },
    ...more,
  };
}

function pack(folder, manifest, files) {
  const staging = mkdtempSync(join(tmpdir(), "stratplan-npm-"));
  for (const [name, { from, mode }] of Object.entries(files)) {
    copyFileSync(from, join(staging, name));
    // Whatever carried the binary here may have lost that it can be run.
    chmodSync(join(staging, name), mode ?? 0o644);
  }
  const text = JSON.stringify({ ...manifest, files: Object.keys(files) }, null, 2);
  writeFileSync(join(staging, "package.json"), `${text}\n`);
  // On Windows npm is a script, which only a shell can start.
  const shell = process.platform === "win32";
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: staging, shell, stdio: "inherit" });
  rmSync(staging, { recursive: true });
}

const [folder, ...pairs] = process.argv.slice(2);
const binaries = pairs.map((pair) => pair.split("="));
const unknown = binaries.find(([system, binary]) => !SYSTEMS.includes(system) || !binary);
if (!folder || unknown) {
  console.error(`node npm/pack.mjs FOLDER SYSTEM=BINARY…, where a system is one of ${SYSTEMS.join(", ")}`);
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
const licenses = Object.fromEntries(LICENSES.map((name) => [name, { from: join(ROOT, name) }]));
for (const [system, binary] of binaries) {
  const [os, cpu] = system.split("-");
  const name = os === "win32" ? "stratplan.exe" : "stratplan";
  pack(resolve(folder), manifest(`@stratplan/${system}`, { os: [os], cpu: [cpu], preferUnplugged: true }), {
    [name]: { from: binary, mode: 0o755 },
    ...licenses,
  });
}
const optionalDependencies = Object.fromEntries(SYSTEMS.map((system) => [`@stratplan/${system}`, said("version")]));
const more = { bin: { stratplan: "stratplan.js" }, engines: { node: ">=18" }, optionalDependencies };
pack(resolve(folder), manifest("stratplan", more), {
  "stratplan.js": { from: join(HERE, "stratplan.js"), mode: 0o755 },
  "README.md": { from: join(ROOT, "README.md") },
  ...licenses,
});
