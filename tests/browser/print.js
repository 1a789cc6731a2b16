// The page on paper: what is on which sheet, and whether anything is split between two.

import { execFile } from 'node:child_process';

/** Sheets in CSS pixels, and the area inside the margins of the style sheet. */
const SHEETS = {
  A4: { width: 794, inner: { width: 695, height: 1013 } },
  Letter: { width: 816, inner: { width: 718, height: 946 } },
};
/** The smallest font size in CSS pixels: 6 points. */
const MIN_FONT_SIZE = 8;

export const FORMATS = Object.keys(SHEETS);

/** What is wrong with the page on paper of this format. Leaves the page as it was. */
export async function printed(page, format) {
  const { width, inner } = SHEETS[format];
  const before = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  // Media queries see the width of the sheet, and the layout the width between the margins.
  await page.setViewportSize({ width, height: inner.height });
  const { messages, marks, headings } = await page.evaluate(prepare, { inner, least: MIN_FONT_SIZE });
  const pdf = await page.pdf({ format });
  await page.evaluate(() => look.unmark());
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);

  const sheets = await read(pdf);
  sheets.forEach(({ words, width: wide }, index) => {
    if (words.filter(({ text }) => !isMark(text)).length === 0) messages.push(`page ${index + 1} is empty`);
    for (const { text, left, right } of words) {
      if (left < 20 || right > wide - 20) messages.push(`“${text}” is printed over the edge of page ${index + 1}`);
    }
  });
  const places = new Map();
  sheets.forEach(({ words }, index) => {
    for (const { text } of words) if (isMark(text)) places.set(text, index);
  });
  for (const { first, last, what } of marks) {
    const [from, to] = [places.get(first), places.get(last)];
    if (from === undefined || to === undefined) messages.push(`${what} is not printed in full`);
    else if (from !== to) messages.push(`${what} is split between pages ${from + 1} and ${to + 1}`);
  }
  const all = sheets.map(({ words }) => words.map(({ text }) => text).join('')).join('');
  for (const heading of headings) {
    if (!all.includes(heading.replace(/\s/g, ''))) messages.push(`“${heading}” is not printed as text`);
  }
  return messages.map((message) => `${format}: ${message}`);
}

const isMark = (text) => /^zq\d+[fl]zq$/.test(text);

/** In the page: puts tiny marks at the top and bottom of everything that must not be split, and checks the rest. */
function prepare({ inner, least }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@media print { html { width: ${inner.width}px; margin: 0 auto; } }`);
  document.adoptedStyleSheets = [sheet];
  const messages = look.still(() => [...look.cuts(), ...look.overlaps(), ...look.small(least)]);
  const seen = (element) => element.checkVisibility();
  for (const element of document.querySelectorAll('figure, .card, svg')) {
    if (!seen(element)) continue;
    const isUnbroken = element.localName === 'svg' || getComputedStyle(element).breakInside === 'avoid';
    const { height } = element.getBoundingClientRect();
    if (isUnbroken && height > inner.height) messages.push(`${look.name(element)} is higher than a page: ${Math.round(height)} px`);
    const isAllowed = element.matches('.chart-matrix');
    if (!isUnbroken && !isAllowed) messages.push(`${look.name(element)} may be split between pages`);
  }
  document.adoptedStyleSheets = [];

  const added = [];
  const moved = [];
  const put = (element, text, edge) => {
    if (getComputedStyle(element).position === 'static') {
      element.style.position = 'relative';
      moved.push(element);
    }
    const mark = document.createElement('span');
    mark.textContent = text;
    Object.assign(mark.style, { position: 'absolute', left: '0', [edge]: '0', font: '1px/1 sans-serif', color: 'black' });
    element.append(mark);
    added.push(mark);
    return text;
  };
  look.unmark = () => {
    added.forEach((mark) => mark.remove());
    moved.forEach((element) => element.removeAttribute('style'));
  };
  const marks = [];
  const pair = (one, edge, other, otherEdge, what) => {
    const number = marks.length;
    marks.push({ first: put(one, `zq${number}fzq`, edge), last: put(other, `zq${number}lzq`, otherEdge), what });
  };
  for (const element of document.querySelectorAll('figure, .card')) {
    if (seen(element) && getComputedStyle(element).breakInside === 'avoid') pair(element, 'top', element, 'bottom', look.name(element));
  }
  const headings = [];
  for (const heading of document.querySelectorAll('h2, h3')) {
    if (!seen(heading)) continue;
    let next = heading.nextElementSibling;
    while (next !== null && !seen(next)) next = next.nextElementSibling;
    const text = look.short(heading.textContent);
    // A heading stays with the first line below it.
    if (next !== null && next.matches('p, div, figure, ul, ol, dl')) {
      const first = next.matches('ul, ol') ? (next.firstElementChild ?? next) : next;
      pair(heading, 'top', first, 'top', `the heading “${text}” with its first line`);
    }
    if (heading.localName === 'h2' && /^[\x20-\x7e]+$/.test(text)) headings.push(text);
  }
  return { messages, marks, headings };
}

/** The sheets of a PDF with the words on each. */
async function read(pdf) {
  const text = await new Promise((done, fail) => {
    const reader = execFile('pdftotext', ['-bbox', '-', '-'], { maxBuffer: 2 ** 28 }, (error, words) => (error ? fail(error) : done(words)));
    // If it ends early, its status says so.
    reader.stdin.on('error', () => {});
    reader.stdin.end(pdf);
  });
  return text.split('<page ').slice(1).map((sheet) => ({
    width: Number(/width="([\d.]+)"/.exec(sheet)[1]),
    words: [...sheet.matchAll(/<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)" yMax="[-\d.]+">(.*?)<\/word>/gs)].map(
      ([, left, right, text]) => ({ left: Number(left), right: Number(right), text: decode(text) }),
    ),
  }));
}

const decode = (text) =>
  text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" })[name]);
