// Mermaid draws the chart of every strategy, and shows every name as it is written.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { launch } from './browser.js';
import { BUILT, ROOT, subjects } from './subjects.js';

const ODD = {
  name: 'odd names',
  today: '2027-04-05',
  names: ['section 4: 50 % off; #help', '<b>bold</b> & "quoted"', '%%{init: {}}%%', '2027-01-01, 3d', 'title', '日本語, Ölmühle'],
};

describe('charts', () => {
  let browser, page, folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stratplan-charts-'));
    browser = await launch();
    page = await browser.newPage();
    await page.setContent('<!doctype html><body></body>');
    await page.addScriptTag({ path: join(import.meta.dirname, 'node_modules/mermaid/dist/mermaid.min.js') });
    await page.evaluate(() => globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' }));
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** The texts of the bars that Mermaid draws. */
  async function drawn(file, today) {
    const run = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    let chart;
    try {
      chart = execFileSync(join(BUILT, 'stratplan'), ['plan', file, '--today', today, '--format', 'mermaid'], run);
    } catch (error) {
      // Parts of a broken strategy cannot be read.
      assert.equal(error.status, 1);
      chart = error.stdout;
    }
    const texts = await page.evaluate(async (chart) => {
      const { svg } = await globalThis.mermaid.render('chart', chart);
      document.body.innerHTML = svg;
      return [...document.querySelectorAll('.taskText, .taskTextOutsideRight, .taskTextOutsideLeft')].map((one) => one.textContent.trim());
    }, chart);
    return { texts, bars: chart.split('\n').filter((line) => / :.*b\d+, /.test(line)).length };
  }

  for (const { name, file, today, isPublished } of subjects(mkdtempSync(join(tmpdir(), 'stratplan-charts-')))) {
    if (!isPublished) continue;
    it(`draws ${name}`, async () => {
      const { texts, bars } = await drawn(file, today);
      assert.equal(texts.length, bars);
    });
  }

  it('notices what is no chart', async () => {
    await assert.rejects(page.evaluate(() => globalThis.mermaid.render('wrong', 'gantt\n    a bar :b1, one day')));
  });

  it(`shows ${ODD.name}`, async () => {
    const file = join(folder, 'odd.yaml');
    const activities = ODD.names.map((name, at) => `      a${at}: { name: ${JSON.stringify(name)}, goals: cakes, start: 2027-05-0${at + 1}, end: 2027-06-30 }`);
    writeFileSync(
      file,
      `stratplan: 1\nstrategy: { name: Odd, owner: mia, period: 2027 }\ngoals: { cakes: Sell 400 cakes by June }\npillars:\n  promotion:\n    activities:\n${activities.join('\n')}\n`,
    );
    assert.deepEqual((await drawn(file, ODD.today)).texts, ODD.names);
  });
});
