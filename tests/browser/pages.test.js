// Every page in a browser, as shown on a desktop, a tablet, a phone and paper.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { launch, open } from './browser.js';
import * as check from './checks.js';
import { FORMATS, printed } from './print.js';
import { subjects, write } from './subjects.js';

// STRATPLAN_PAGES names a folder in which the pages are kept, to look at them.
const kept = process.env.STRATPLAN_PAGES;
const folder = kept ?? mkdtempSync(join(tmpdir(), 'stratplan-pages-'));
// STRATPLAN_ONLY selects pages by parts of their names, separated by commas.
const only = (process.env.STRATPLAN_ONLY ?? '').split(',');
// The largest page comes first, so that nothing waits for it at the end.
const all = subjects(folder)
  .filter(({ name }) => only.some((part) => name.includes(part)))
  .sort((one, other) => Number(other.isLarge ?? false) - Number(one.isLarge ?? false));

/** Opens a page and returns everything that is wrong with it. */
async function look(browser, subject) {
  const found = new Map();
  const note = (where, messages) =>
    messages.forEach((one) => found.set(one, [...(found.get(one) ?? []), where]));

  // Two rules take most of axe's time. Contrast is measured everywhere by `layout`, so axe only repeats it for the
  // published strategies; target size matters on a phone. On the largest page, both would take minutes.
  const onPhone = { contrast: subject.isPublished && !subject.isAlike, targets: !subject.isLarge };
  const steps = subject.isLarge ? 20 : 80;
  // A page like others, of which only the content is new, is not measured in everything that follows from the style sheet.
  const schemes = subject.isAlike ? ['light'] : check.SCHEMES;
  const formats = subject.isAlike ? FORMATS.slice(0, 1) : FORMATS;
  note('file', await write(subject));
  note('file', await check.validity(readFileSync(subject.page, 'utf8')));
  const sheet = await open(browser, subject.page);
  const { page } = sheet;
  note('opened', await check.structure(page));
  note('opened', await check.skipLink(page));
  note('opened', await check.contents(page));
  for (const width of check.WIDTHS) {
    for (const colorScheme of schemes) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      note(`${width} px, ${colorScheme}`, await check.layout(page));
    }
  }
  await page.setViewportSize({ width: 360, height: 640 });
  note('phone', await check.pictures(page));
  note('phone', await check.arrows(page));
  if (!subject.isAlike) note('phone', await check.keyboard(page, 'Tab', steps));
  note('phone, dark', await check.accessibility(page, onPhone));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  note('desktop', await check.pictures(page));
  note('desktop', await check.keyboard(page, 'Shift+Tab', steps));
  note('desktop, light', await check.accessibility(page, { contrast: false, targets: false }));
  note(`${check.NARROWEST} px`, await check.narrow(page, check.NARROWEST));
  for (const format of formats) note('paper', await printed(page, format));
  note('opened', await sheet.problems());
  await sheet.close();
  return [...found].map(([message, where]) => `${message} [${[...new Set(where)].join('; ')}]`);
}

/** A failure of the browser itself, which happens when many pages print at once, only counts if it happens again. */
const BROKEN = /crashed|Printing failed/;

async function lookAgain(browser, subject, test) {
  try {
    return await look(browser, subject);
  } catch (error) {
    if (!BROKEN.test(error.message)) throw error;
    test.diagnostic(`${subject.name}: the browser failed, trying again: ${error.message}`);
    return look(browser, subject);
  }
}

// One more than there are cores, since each waits for the browser now and then.
describe('the page in a browser', { concurrency: availableParallelism() + 1 }, () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(async () => {
    await browser?.close();
    if (kept === undefined) rmSync(folder, { recursive: true });
  });

  for (const subject of all) {
    it(subject.name, { timeout: 600_000 }, async (test) => {
      const messages = await lookAgain(browser, subject, test);
      assert.equal(messages.length, 0, `\n${messages.map((one) => `  - ${one}`).join('\n')}\n`);
    });
  }
});
