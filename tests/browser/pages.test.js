// Every page in a browser, as a desk, a tablet, a telephone and a sheet of paper show it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { launch, open } from './browser.js';
import * as check from './checks.js';
import { FORMATS, printed } from './print.js';
import { subjects, write } from './subjects.js';

// STRATPLAN_PAGES names a folder in which the pages stay, to be looked at.
const kept = process.env.STRATPLAN_PAGES;
const folder = kept ?? mkdtempSync(join(tmpdir(), 'stratplan-pages-'));
// STRATPLAN_ONLY has parts of the names of those that are opened, with commas between.
const only = (process.env.STRATPLAN_ONLY ?? '').split(',');
// The largest begins, so that none waits for it.
const all = subjects(folder)
  .filter(({ name }) => only.some((part) => name.includes(part)))
  .sort((one, other) => Number(other.isLarge ?? false) - Number(one.isLarge ?? false));

/** Opens a page and says everything that is wrong with it. */
async function look(browser, subject) {
  const found = new Map();
  const note = (where, complaints) =>
    complaints.forEach((one) => found.set(one, [...(found.get(one) ?? []), where]));

  // Two rules take axe most of its time. How pale a text is, `layout` measures everywhere, so axe looks again only
  // where people's own words stand; how large a target is matters to fingers. On the largest, both would take minutes.
  const onTelephone = { contrast: subject.isPublished, targets: !subject.isLarge };
  const steps = subject.isLarge ? 20 : 80;
  note('file', await write(subject));
  note('file', await check.validity(readFileSync(subject.page, 'utf8')));
  const sheet = await open(browser, subject.page);
  const { page } = sheet;
  note('opened', await check.structure(page));
  note('opened', await check.skipLink(page));
  note('opened', await check.contents(page));
  for (const width of check.WIDTHS) {
    for (const colorScheme of check.SCHEMES) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      note(`${width} px, ${colorScheme}`, await check.layout(page));
    }
  }
  await page.setViewportSize({ width: 360, height: 640 });
  note('telephone', await check.pictures(page));
  note('telephone', await check.arrows(page));
  note('telephone', await check.keyboard(page, 'Tab', steps));
  note('telephone, dark', await check.accessibility(page, onTelephone));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  note('desk', await check.pictures(page));
  note('desk', await check.keyboard(page, 'Shift+Tab', steps));
  note('desk, light', await check.accessibility(page, { contrast: false, targets: false }));
  note(`${check.NARROWEST} px`, await check.narrow(page, check.NARROWEST));
  for (const format of FORMATS) note('paper', await printed(page, format));
  note('opened', await sheet.troubles());
  await sheet.close();
  return [...found].map(([complaint, where]) => `${complaint} [${[...new Set(where)].join('; ')}]`);
}

/** What breaks in the browser itself, where many print at once, says nothing of the page unless it does so again. */
const BROKEN = /crashed|Printing failed/;

async function lookAgain(browser, subject, test) {
  try {
    return await look(browser, subject);
  } catch (error) {
    if (!BROKEN.test(error.message)) throw error;
    test.diagnostic(`${subject.name}: the browser broke, and opens it once more: ${error.message}`);
    return look(browser, subject);
  }
}

// One more than there are cores: each waits for the browser now and then.
describe('the page in a browser', { concurrency: availableParallelism() + 1 }, () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(async () => {
    await browser?.close();
    if (kept === undefined) rmSync(folder, { recursive: true });
  });

  for (const subject of all) {
    it(subject.name, { timeout: 300_000 }, async (test) => {
      const complaints = await lookAgain(browser, subject, test);
      assert.equal(complaints.length, 0, `\n${complaints.map((one) => `  - ${one}`).join('\n')}\n`);
    });
  }
});
