// The page on paper: what is on which sheet, and whether anything is cut between two.

import { execFile } from 'node:child_process';

/** Sheets in CSS pixels, and what the margins of the style sheet leave of them. */
const SHEETS = {
  A4: { width: 794, inner: { width: 695, height: 1013 } },
  Letter: { width: 816, inner: { width: 718, height: 946 } },
};
/** Letters in CSS pixels: 6 points. */
const LEAST_LETTERS = 8;

export const FORMATS = Object.keys(SHEETS);

/** What is wrong with the page on a sheet of this format. Leaves the page as it found it. */
export async function printed(page, format) {
  const { width, inner } = SHEETS[format];
  const before = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  // A query for the width of print sees the whole sheet, the layout what is between the margins.
  await page.setViewportSize({ width, height: inner.height });
  const { complaints, marks, headings } = await page.evaluate(prepare, { inner, least: LEAST_LETTERS });
  const pdf = await page.pdf({ format });
  await page.evaluate(() => look.unmark());
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);

  const sheets = await read(pdf);
  sheets.forEach(({ words, width: wide }, index) => {
    if (words.filter(({ text }) => !isMark(text)).length === 0) complaints.push(`page ${index + 1} is empty`);
    for (const { text, left, right } of words) {
      if (left < 20 || right > wide - 20) complaints.push(`“${text}” is printed over the edge of page ${index + 1}`);
    }
  });
  const places = new Map();
  sheets.forEach(({ words }, index) => {
    for (const { text } of words) if (isMark(text)) places.set(text, index);
  });
  for (const { first, last, what } of marks) {
    const [from, to] = [places.get(first), places.get(last)];
    if (from === undefined || to === undefined) complaints.push(`${what} is not printed whole`);
    else if (from !== to) complaints.push(`${what} is cut between pages ${from + 1} and ${to + 1}`);
  }
  const all = sheets.map(({ words }) => words.map(({ text }) => text).join('')).join('');
  for (const heading of headings) {
    if (!all.includes(heading.replace(/\s/g, ''))) complaints.push(`“${heading}” is not printed as text`);
  }
  return complaints.map((complaint) => `${format}: ${complaint}`);
}

const isMark = (text) => /^zq\d+[fl]zq$/.test(text);

/** In the page: sets tiny marks at the top and the foot of all that may not be parted, and looks at the rest. */
function prepare({ inner, least }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@media print { html { width: ${inner.width}px; margin: 0 auto; } }`);
  document.adoptedStyleSheets = [sheet];
  const complaints = look.still(() => [...look.cuts(), ...look.overlaps(), ...look.small(least)]);
  const seen = (element) => element.checkVisibility();
  for (const element of document.querySelectorAll('figure, .card, svg')) {
    if (!seen(element)) continue;
    const isWhole = element.localName === 'svg' || getComputedStyle(element).breakInside === 'avoid';
    const { height } = element.getBoundingClientRect();
    if (isWhole && height > inner.height) complaints.push(`${look.name(element)} is higher than a page: ${Math.round(height)} px`);
    const isAllowed = element.matches('.chart-matrix');
    if (!isWhole && !isAllowed) complaints.push(`${look.name(element)} may be parted between pages`);
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
    // The line below a heading stays with it.
    if (next !== null && next.matches('p, div, figure, ul, ol, dl')) {
      const first = next.matches('ul, ol') ? (next.firstElementChild ?? next) : next;
      pair(heading, 'top', first, 'top', `the heading “${text}” with what it is over`);
    }
    if (heading.localName === 'h2' && /^[\x20-\x7e]+$/.test(text)) headings.push(text);
  }
  return { complaints, marks, headings };
}

/** The sheets of a PDF with the words on each. */
async function read(pdf) {
  const text = await new Promise((done, fail) => {
    const reader = execFile('pdftotext', ['-bbox', '-', '-'], { maxBuffer: 2 ** 28 }, (error, words) => (error ? fail(error) : done(words)));
    // Where it ends early, its status says so.
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
