// The pages to open: of every strategy in `strategies/`, of large generated ones, and of extreme ones.

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { extremes } from './extremes.js';

export const ROOT = resolve(import.meta.dirname, '../..');
export const BUILT = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug');

/** The published strategies, each on the day that it names. */
function published() {
  const files = ['strategies', 'strategies/broken'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(ROOT, folder, name)),
  );
  return files.sort().map((file) => {
    const today = /^# (?:Clean|Judged) at --today (\S+)/m.exec(readFileSync(file, 'utf8'));
    if (!today) throw new Error(`${file} does not say on which day it is checked`);
    const name = file.slice(ROOT.length + '/strategies/'.length).split('.')[0].replace('/', '-');
    return { name, file, today: today[1], isPublished: true, isAlike: name.startsWith('broken-') };
  });
}

/** Generated strategies with a given number of activities. */
function generated(folder) {
  return [40, 400].map((activities) => {
    const file = join(folder, `activities-${activities}.yaml`);
    const made = execFileSync(join(BUILT, 'examples/generate'), ['--seed', '7', '--activities', `${activities}`]);
    writeFileSync(file, made);
    return { name: `activities-${activities}`, file, today: '2027-04-05', isLarge: activities > 100 };
  });
}

function written(folder) {
  return extremes().map(({ text, ...subject }) => {
    const file = join(folder, `${subject.name}.yaml`);
    writeFileSync(file, text);
    return { ...subject, file };
  });
}

/** All of them; generated files are put into `folder`. */
export function subjects(folder) {
  mkdirSync(folder, { recursive: true });
  const all = [...published(), ...generated(folder), ...written(folder)];
  return all.map((subject) => ({ ...subject, page: join(folder, `${subject.name}.html`) }));
}

/** Writes the page of a strategy, and returns what went wrong. */
export async function write(subject) {
  const run = (environment) =>
    new Promise((done, fail) => {
      execFile(
        join(BUILT, 'stratplan'),
        ['gaps', subject.file, '--today', subject.today, '--format', 'html', ...(subject.arguments ?? [])],
        { cwd: ROOT, env: { ...process.env, ...environment }, encoding: 'buffer', maxBuffer: 2 ** 27 },
        // A program that could not be started, or was killed, has no status.
        (error, stdout, stderr) => (error && typeof error.code !== 'number' ? fail(error) : done({ status: error?.code ?? 0, stdout, stderr })),
      );
    });
  // The page does not depend on time zone, locale or terminal.
  const elsewhere = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8', COLUMNS: '40', NO_COLOR: '1' };
  const [first, second] = await Promise.all([run({}), run(elsewhere)]);
  writeFileSync(subject.page, first.stdout);
  const messages = [];
  // A damaged file has a page, too, with status 1.
  if (first.status > 1 || first.stdout.length === 0) messages.push(`no page: ${first.stderr}`);
  if (!first.stdout.equals(second.stdout)) messages.push('a second run wrote different bytes');
  return messages;
}
