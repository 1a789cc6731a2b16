// A browser that lets a page load nothing but itself, and records everything else that the page does.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/chromium-browser'];

/** No network, and the same rendering on every machine as far as its fonts allow. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-smooth-scrolling',
  '--force-color-profile=srgb',
];

const LOOK = ['text', 'contrast', 'structure', 'focus'].map((name) =>
  readFileSync(join(import.meta.dirname, 'look', `${name}.js`), 'utf8'),
);

/** Starts the browser with a new profile. */
export function launch() {
  const executablePath = process.env.STRATPLAN_CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('no Chromium found: set STRATPLAN_CHROMIUM to its path');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Opens a file. `problems` returns what the page did that it should not have, and clears it. */
export async function open(browser, file, { width = 1280, height = 800, colorScheme = 'light' } = {}) {
  const own = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, offline: true });
  await context.addInitScript({ content: LOOK.join('\n') });
  const problems = [];
  await context.route('**/*', (route) => (route.request().url() === own ? route.continue() : route.abort()));
  const page = await context.newPage();
  page.on('request', (request) => {
    if (request.url() !== own) problems.push(`it requests ${request.url().slice(0, 80)}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`a script fails: ${error.message}`));
  page.on('dialog', async (dialog) => {
    problems.push(`it opens a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('popup', () => problems.push('it opens a window'));
  page.on('download', () => problems.push('it offers a download'));
  page.on('worker', () => problems.push('it starts a worker'));
  // The browser can be busy with the largest page for a while.
  await page.goto(own, { timeout: 120_000 });
  return {
    page,
    async problems() {
      const violations = await page.evaluate(() => look.violations());
      return [...problems.splice(0), ...violations];
    },
    close: () => context.close(),
  };
}
