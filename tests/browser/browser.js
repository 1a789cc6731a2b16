// A browser that lets a page see nothing but itself, and writes down whatever else the page does.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/chromium-browser'];

/** It talks to nobody, and looks the same on every machine as far as its fonts allow. */
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

/** Starts the browser with a new profile of its own. */
export function launch() {
  const executablePath = process.env.STRATPLAN_CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('no Chromium on this machine: STRATPLAN_CHROMIUM names it');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Opens a file. What it does of itself is collected in `troubles`; `troubles` is emptied by reading it. */
export async function open(browser, file, { width = 1280, height = 800, colorScheme = 'light' } = {}) {
  const own = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, offline: true });
  await context.addInitScript({ content: LOOK.join('\n') });
  const troubles = [];
  await context.route('**/*', (route) => (route.request().url() === own ? route.continue() : route.abort()));
  const page = await context.newPage();
  page.on('request', (request) => {
    if (request.url() !== own) troubles.push(`it asks for ${request.url().slice(0, 80)}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) troubles.push(`the console says: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`a script fails: ${error.message}`));
  page.on('dialog', async (dialog) => {
    troubles.push(`it asks the reader: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('popup', () => troubles.push('it opens a window'));
  page.on('download', () => troubles.push('it offers a download'));
  page.on('worker', () => troubles.push('it starts a worker'));
  await page.goto(own);
  return {
    page,
    async troubles() {
      const violations = await page.evaluate(() => look.violations());
      return [...troubles.splice(0), ...violations];
    },
    close: () => context.close(),
  };
}
