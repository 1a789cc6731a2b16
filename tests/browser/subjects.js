// What is opened: the page of every strategy in `strategies/`, of made-up large ones, and of extremes.

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { extremes } from './extremes.js';

export const ROOT = resolve(import.meta.dirname, '../..');
const BUILT = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug');

/** The strategies that readers copy, each on the day that it names itself. */
function published() {
  const files = ['strategies', 'strategies/broken'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(ROOT, folder, name)),
  );
  return files.sort().map((file) => {
    const today = /^# (?:Clean|Judged) at --today (\S+)/m.exec(readFileSync(file, 'utf8'));
    if (!today) throw new Error(`${file} does not say on which day it is judged`);
    return { name: file.slice(ROOT.length + '/strategies/'.length).split('.')[0].replace('/', '-'), file, today: today[1], isPublished: true };
  });
}

/** Made-up strategies of a size. */
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

/** All of them; what has to be made first is put into `folder`. */
export function subjects(folder) {
  mkdirSync(folder, { recursive: true });
  const all = [...published(), ...generated(folder), ...written(folder)];
  return all.map((subject) => ({ ...subject, page: join(folder, `${subject.name}.html`) }));
}

/** Writes the page of a strategy, and says what went wrong in doing so. */
export async function write(subject) {
  const run = (environment) =>
    new Promise((done, fail) => {
      execFile(
        join(BUILT, 'stratplan'),
        ['gaps', subject.file, '--today', subject.today, '--format', 'html', ...(subject.arguments ?? [])],
        { cwd: ROOT, env: { ...process.env, ...environment }, encoding: 'buffer', maxBuffer: 2 ** 27 },
        // A program that cannot be started, or is killed, has no status.
        (error, stdout, stderr) => (error && typeof error.code !== 'number' ? fail(error) : done({ status: error?.code ?? 0, stdout, stderr })),
      );
    });
  // Neither clock, place nor terminal shows in it.
  const elsewhere = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8', COLUMNS: '40', NO_COLOR: '1' };
  const [first, second] = await Promise.all([run({}), run(elsewhere)]);
  writeFileSync(subject.page, first.stdout);
  const complaints = [];
  // A damaged file has a page, too; then the status is 1.
  if (first.status > 1 || first.stdout.length === 0) complaints.push(`no page: ${first.stderr}`);
  if (!first.stdout.equals(second.stdout)) complaints.push('another run gives other bytes');
  return complaints;
}
