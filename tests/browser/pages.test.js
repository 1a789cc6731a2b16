// Every page in a browser, as a desk, a tablet, a telephone and a sheet of paper show it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
const all = subjects(folder).filter(({ name }) => only.some((part) => name.includes(part)));

/** Opens a page and says everything that is wrong with it. */
async function look(browser, subject) {
  const found = new Map();
  const note = (where, complaints) =>
    complaints.forEach((one) => found.set(one, [...(found.get(one) ?? []), where]));

  const { isPublished, isLarge, isAlike } = subject;
  const steps = isLarge ? 20 : 40;
  note('file', write(subject));
  note('file', await check.validity(readFileSync(subject.page, 'utf8')));
  const sheet = await open(browser, subject.page);
  const { page } = sheet;
  note('opened', await check.structure(page));
  for (const [index, width] of check.WIDTHS.entries()) {
    // Of those that are alike or take long, each width is seen in one of the schemes.
    for (const colorScheme of isAlike || isLarge ? [check.SCHEMES[index % 2]] : check.SCHEMES) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      note(`${width} px, ${colorScheme}`, await check.layout(page));
    }
  }
  await page.setViewportSize({ width: 360, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark' });
  note('telephone', await check.pictures(page));
  if (!isAlike) {
    note('opened', await check.skipLink(page));
    note('opened', await check.contents(page));
    note('telephone', await check.arrows(page));
    note('telephone', await check.keyboard(page, 'Tab', steps));
    // Contrast is measured above; axe takes long to measure it again.
    note('telephone, dark', await check.accessibility(page, { contrast: isPublished, targets: !isLarge }));
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  note('desk', await check.pictures(page));
  if (!isAlike) note('desk', await check.keyboard(page, 'Shift+Tab', steps));
  if (!isLarge) note('desk, light', await check.accessibility(page, { contrast: false }));
  note(`${check.NARROWEST} px`, await check.narrow(page, check.NARROWEST));
  for (const format of FORMATS) note('paper', await printed(page, format));
  note('opened', await sheet.troubles());
  await sheet.close();
  return [...found].map(([complaint, where]) => `${complaint} [${[...new Set(where)].join('; ')}]`);
}

describe('the page in a browser', { concurrency: 2 }, () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(async () => {
    await browser?.close();
    if (kept === undefined) rmSync(folder, { recursive: true });
  });

  for (const subject of all) {
    it(subject.name, { timeout: 300_000 }, async () => {
      const complaints = await look(browser, subject);
      assert.equal(complaints.length, 0, `\n${complaints.map((one) => `  - ${one}`).join('\n')}\n`);
    });
  }
});
