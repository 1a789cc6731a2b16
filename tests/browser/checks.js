// The checks of a page. Each returns what is wrong as a list of messages; an empty list is a good page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { HtmlValidate } from 'html-validate';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** From a desktop to a phone. */
export const WIDTHS = [1280, 768, 360];
export const SCHEMES = ['light', 'dark'];
/** The width of a desktop page at 400 % zoom, at which it must not scroll sideways. */
export const NARROWEST = 320;
/** The smallest font size in CSS pixels. */
const MIN_FONT_SIZE = 9;

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  elements: ['html5'],
  // A scrolling element has the role of a region so that it can be reached and named, but it is not a section.
  rules: { 'prefer-native-element': ['error', { exclude: ['region'] }] },
});

/** The HTML is valid. */
export async function validity(html) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  return messages.map(({ ruleId, message, line, column }) => `${message} (${ruleId}, ${line}:${column})`);
}

/** The structure of the page, which does not depend on the screen. */
export async function structure(page) {
  return page.evaluate(() => [...look.foreign(), ...look.landmarks()]);
}

/** Every picture has a unique name and a description for screen readers. */
export async function pictures(page) {
  const ids = await page.evaluate(() => look.pictures());
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const exposed = nodes.filter((node) => !node.ignored && ['image', 'img'].includes(node.role?.value));
  const messages = [];
  if (exposed.length !== ids.length) messages.push(`${ids.length} pictures are visible and ${exposed.length} are exposed to screen readers`);
  const names = exposed.map((node) => node.name?.value?.trim() ?? '');
  for (const [index, node] of exposed.entries()) {
    if (names[index] === '') messages.push('a picture has no name');
    const description = node.description?.value?.trim() ?? '';
    // Without a description, a browser repeats the name.
    if (description === '' || description === names[index]) messages.push(`the picture “${names[index]}” has no description`);
    if (names.indexOf(names[index]) !== index) messages.push(`two pictures have the name “${names[index]}”`);
  }
  return messages;
}

/** On the current screen, no text is cut off, covered, too small or too pale. */
export async function layout(page) {
  return page.evaluate(
    (least) =>
      look.still(() => [
        ...look.cuts(),
        ...look.overlaps(),
        ...look.small(least),
        ...look.scrollers(),
        ...look.pale({ least: 4.5, leastLarge: 3 }),
      ]),
    MIN_FONT_SIZE,
  );
}

/** The page does not scroll sideways on a screen of this width. */
export async function narrow(page, width) {
  await page.setViewportSize({ width, height: 640 });
  return page.evaluate(() => look.cuts());
}

/**
 * axe finds no violation. Contrast is its slowest rule by far, and it skips gradients, which are behind
 * everything that scrolls here: `layout` measures contrast everywhere, and axe only if `contrast` is set.
 */
export async function accessibility(page, { contrast = true, targets = true } = {}) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const options = {
    runOnly: { type: 'tag', values: TAGS },
    rules: { 'color-contrast': { enabled: contrast }, 'target-size': { enabled: targets } },
    resultTypes: ['violations'],
    preload: false,
  };
  const violations = await page.evaluate(async (options) => {
    // The shadow at the edges of scrolling elements is a gradient; without it axe sees the background.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.scroll { background: none !important; }');
    document.adoptedStyleSheets = [sheet];
    const { violations } = await axe.run(document, options);
    document.adoptedStyleSheets = [];
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      count: nodes.length,
      where: nodes[0].html.slice(0, 120),
      why: nodes[0].any[0]?.message ?? '',
    }));
  }, options);
  return violations.map(({ id, help, count, where, why }) => `axe: ${help} (${id}, ${count} times): ${where} ${why}`);
}

/** The first Tab reaches the link that skips the list of contents. */
export async function skipLink(page) {
  await page.evaluate(() => { location.hash = ''; document.activeElement?.blur(); scrollTo(0, 0); });
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const element = document.activeElement;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { isLink: element.matches('body > a.skip'), isSeen: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight };
  });
  if (!first.isLink) return ['the first Tab does not reach the skip link'];
  const messages = first.isSeen ? [] : ['the skip link is not visible when it has the focus'];
  await page.keyboard.press('Enter');
  if (!(await page.evaluate(() => document.activeElement?.localName === 'main'))) {
    messages.push('the skip link does not lead to the report');
  }
  const before = await page.evaluate(() => document.querySelectorAll('main a, main [tabindex="0"], main summary').length);
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate(() => document.activeElement?.closest('main') !== null);
  if (before > 0 && !isInside) messages.push('the Tab after the skip link does not lead into the report');
  return messages;
}

/** The focus is visible at each of at most `most` steps through the page. */
export async function keyboard(page, key, most = 80) {
  const messages = [];
  await page.evaluate((fromEnd) => {
    location.hash = '';
    getSelection().removeAllRanges();
    // Tab continues from the element that had the focus, even once it is removed.
    const edge = document.createElement('span');
    edge.tabIndex = -1;
    document.body[fromEnd ? 'append' : 'prepend'](edge);
    edge.focus();
    edge.remove();
    scrollTo(0, fromEnd ? document.documentElement.scrollHeight : 0);
  }, key !== 'Tab');
  // All keys are sent at once, and the page records what each led to: asking after every key would take most of
  // the time.
  await page.evaluate(() => look.startPath());
  const session = await page.context().newCDPSession(page);
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9, modifiers: key === 'Tab' ? 0 : 8 };
  const pressed = [];
  for (let steps = 0; steps < most; steps += 1) {
    pressed.push(session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tab }));
    pressed.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tab }));
  }
  await Promise.all(pressed);
  await session.detach();
  const path = await page.evaluate(() => look.endPath());
  const end = path.indexOf(null);
  const reached = end === -1 ? path : path.slice(0, end);
  if (reached.length === 0) messages.push('no element can be reached with the keyboard');
  return [...messages, ...reached.flatMap((focused) => focused.messages)];
}

/** Elements that scroll sideways do so with the arrow keys. */
export async function arrows(page) {
  const messages = [];
  const scrollers = await page.$$('.scroll');
  for (const scroller of scrollers.slice(0, 4)) {
    // An element in closed details can be reached once they are open.
    const isWide = await scroller.evaluate((element) => {
      const details = element.closest('details:not([open])');
      if (details !== null) Object.assign(details, { open: true }).dataset.opened = '';
      return element.scrollWidth > element.clientWidth + 8;
    });
    if (!isWide) continue;
    await scroller.focus();
    await page.keyboard.press('ArrowRight');
    const moved = await scroller
      .evaluate((element) => new Promise((done) => {
        const began = performance.now();
        const look = () => (element.scrollLeft > 0 || performance.now() - began > 2000 ? done(element.scrollLeft) : requestAnimationFrame(look));
        look();
      }));
    if (moved === 0) messages.push(`an arrow key does not move “${await scroller.getAttribute('aria-label')}”`);
    await scroller.evaluate((element) => { element.scrollLeft = 0; });
  }
  // Close the details again.
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details[data-opened]')) {
      details.open = false;
      delete details.dataset.opened;
    }
  });
  return messages;
}

/** Each link of the list of contents leads to a visible heading. */
export async function contents(page) {
  return page.evaluate(() => {
    const messages = [];
    for (let index = 0; ; index += 1) {
      const found = look.follow(index);
      if (found === null) break;
      messages.push(...found);
    }
    location.hash = '';
    scrollTo(0, 0);
    return messages;
  });
}
