// What a page is held to. Every check gives back what is wrong, in words; an empty list is a good page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { HtmlValidate } from 'html-validate';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** From a desk to a telephone. */
export const WIDTHS = [1280, 768, 360];
export const SCHEMES = ['light', 'dark'];
/** As narrow as a page that is enlarged four times may have to be: it still does not scroll sideways. */
export const NARROWEST = 320;
/** Letters in CSS pixels. */
const LEAST_LETTERS = 9;

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  elements: ['html5'],
  // What scrolls is a region, as it has to be to be reached and named; a part of the text it is not.
  rules: { 'prefer-native-element': ['error', { exclude: ['region'] }] },
});

/** The HTML is HTML. */
export async function validity(html) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  return messages.map(({ ruleId, message, line, column }) => `${message} (${ruleId}, ${line}:${column})`);
}

/** What it is made of, whatever the screen. */
export async function structure(page) {
  return page.evaluate(() => [...look.foreign(), ...look.landmarks()]);
}

/** Every picture has a name and a description for those who hear the page, and no two are called the same. */
export async function pictures(page) {
  const ids = await page.evaluate(() => look.pictures());
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const heard = nodes.filter((node) => !node.ignored && ['image', 'img'].includes(node.role?.value));
  const complaints = [];
  if (heard.length !== ids.length) complaints.push(`${ids.length} pictures are seen and ${heard.length} are heard`);
  const names = heard.map((node) => node.name?.value?.trim() ?? '');
  for (const [index, node] of heard.entries()) {
    if (names[index] === '') complaints.push('a picture has no name');
    const description = node.description?.value?.trim() ?? '';
    // Where nothing describes it, a browser takes the name once more.
    if (description === '' || description === names[index]) complaints.push(`the picture “${names[index]}” is not described`);
    if (names.indexOf(names[index]) !== index) complaints.push(`two pictures are called “${names[index]}”`);
  }
  return complaints;
}

/** Nothing is cut, nothing lies over anything else, everything can be read: as the screen is now. */
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
    LEAST_LETTERS,
  );
}

/** The page does not scroll sideways on a screen of this width. */
export async function narrow(page, width) {
  await page.setViewportSize({ width, height: 640 });
  return page.evaluate(() => look.cuts());
}

/**
 * axe finds nothing. Contrast is its slowest rule by far, and blind where a background is a gradient, as behind
 * everything that scrolls here: `layout` measures it everywhere, and axe again where `contrast` asks for it.
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
    // The shade at the edges of what scrolls is a gradient; without it axe sees the ground.
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

/** The first key leads past the list of contents. */
export async function skipLink(page) {
  await page.evaluate(() => { location.hash = ''; document.activeElement?.blur(); scrollTo(0, 0); });
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const element = document.activeElement;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { isLink: element.matches('body > a.skip'), isSeen: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight };
  });
  if (!first.isLink) return ['the first key does not lead to the link past the list of contents'];
  const complaints = first.isSeen ? [] : ['the link past the list of contents is not seen when it has the focus'];
  await page.keyboard.press('Enter');
  if (!(await page.evaluate(() => document.activeElement?.localName === 'main'))) {
    complaints.push('the link past the list of contents leads nowhere');
  }
  const before = await page.evaluate(() => document.querySelectorAll('main a, main [tabindex="0"], main summary').length);
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate(() => document.activeElement?.closest('main') !== null);
  if (before > 0 && !isInside) complaints.push('what comes after the link is not in the report');
  return complaints;
}

/** Whoever goes through the page with the keyboard sees where they are; `most` limits the way. */
export async function keyboard(page, key, most = 80) {
  const complaints = [];
  await page.evaluate((fromEnd) => {
    location.hash = '';
    getSelection().removeAllRanges();
    // The way begins at what has the focus, even once it is gone.
    const edge = document.createElement('span');
    edge.tabIndex = -1;
    document.body[fromEnd ? 'append' : 'prepend'](edge);
    edge.focus();
    edge.remove();
    scrollTo(0, fromEnd ? document.documentElement.scrollHeight : 0);
  }, key !== 'Tab');
  // The keys go to the browser together, and the page notes what each has led to: a question after every key
  // would take most of the time.
  await page.evaluate(() => look.way());
  const session = await page.context().newCDPSession(page);
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9, modifiers: key === 'Tab' ? 0 : 8 };
  const pressed = [];
  for (let steps = 0; steps < most; steps += 1) {
    pressed.push(session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tab }));
    pressed.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tab }));
  }
  await Promise.all(pressed);
  await session.detach();
  const way = await page.evaluate(() => look.wayEnded());
  const end = way.indexOf(null);
  const reached = end === -1 ? way : way.slice(0, end);
  if (reached.length === 0) complaints.push('nothing can be reached with the keyboard');
  return [...complaints, ...reached.flatMap((focused) => focused.complaints)];
}

/** Whatever scrolls sideways does so with the arrow keys. */
export async function arrows(page) {
  const complaints = [];
  const scrollers = await page.$$('.scroll');
  for (const scroller of scrollers.slice(0, 4)) {
    // A key reaches what is folded away once it is unfolded.
    const isWide = await scroller.evaluate((element) => {
      const folded = element.closest('details:not([open])');
      if (folded !== null) Object.assign(folded, { open: true }).dataset.opened = '';
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
    if (moved === 0) complaints.push(`an arrow key does not move “${await scroller.getAttribute('aria-label')}”`);
    await scroller.evaluate((element) => { element.scrollLeft = 0; });
  }
  // As it was.
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details[data-opened]')) {
      folded.open = false;
      delete folded.dataset.opened;
    }
  });
  return complaints;
}

/** Each link of the list of contents shows the heading that it leads to. */
export async function contents(page) {
  return page.evaluate(() => {
    const complaints = [];
    for (let index = 0; ; index += 1) {
      const found = look.follow(index);
      if (found === null) break;
      complaints.push(...found);
    }
    location.hash = '';
    scrollTo(0, 0);
    return complaints;
  });
}
