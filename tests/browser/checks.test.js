// Tests of the checks: a good page passes them all, and each defect is found by its check.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { launch, open } from './browser.js';
import * as check from './checks.js';
import { printed } from './print.js';

const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
const NAV = '<nav aria-label="Contents"><ul><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ul></nav>';
const STYLE = `
  :root { color-scheme: light dark; --paper: #fff; --ink: #111; --soft: #555; }
  @media (prefers-color-scheme: dark) { :root { --paper: #111; --ink: #eee; --soft: #aaa; } }
  @media print { :root { --paper: #fff; --ink: #111; } nav, .skip { display: none; } }
  html { scroll-padding-top: 5rem; }
  body { margin: 0 auto; padding: 0 1rem; max-width: 60rem; background: var(--paper); color: var(--ink); font: 16px/1.5 sans-serif; }
  a { color: inherit; display: inline-block; padding: 4px; }
  :focus-visible { outline: 3px solid; }
  .skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); }
  nav { position: sticky; top: 0; z-index: 1; background: var(--paper); }
  .scroll { overflow-x: auto; position: relative; } .wide { width: 700px; }
  section { min-height: 900px; }
  figure { margin: 0; break-inside: avoid; } h1, h2 { break-after: avoid; }
  svg { max-width: 100%; } svg text { fill: var(--ink); } svg .on { fill: #fff; }
  @page { margin: 14mm 13mm 15mm; }
  @media print { section { min-height: 0; } .scroll { overflow: visible; } .wide { width: auto; } }`;
const PICTURE = `<figure><svg viewBox="0 0 300 100" width="300" height="100" role="img" aria-labelledby="t" aria-describedby="d">
  <title id="t">Two bars</title><desc id="d">One is longer.</desc>
  <rect x="0" y="30" width="200" height="30" fill="#1f5ea8"/><text x="10" y="20">first</text>
  <text class="on" x="10" y="50">on blue</text><text x="150" y="20">second</text></svg></figure>`;
const SCROLL = '<div class="scroll" role="region" tabindex="0" aria-label="Wide table"><p class="wide">Far to the right</p></div>';

/** A good page, except for the given parts. */
function html({ head = POLICY, style = '', top = '', picture = PICTURE, scroll = SCROLL, more = '', nav = NAV } = {}) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8">${head}<meta name="viewport" content="width=device-width"><title>A page for the checks</title><style>${STYLE}${style}</style></head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<header>${top}<h1>A page</h1></header>
${nav}
<main id="report" tabindex="-1">
<section id="one"><h2>The first part</h2>${picture}<p>Some text.</p></section>
<section id="two"><h2>The second part</h2>${scroll}<p>More text.</p>${more}</section>
</main>
</body>
</html>
`;
}

const text = (x, y, words, more = '') => `<text x="${x}" y="${y}" ${more}>${words}</text>`;
const drawn = (inside) => PICTURE.replace('</svg>', `${inside}</svg>`);
const TALL = '<span style="display:block;height:1500px">Far to the right</span>';
const IN_DETAILS = `<details><summary>More</summary>${SCROLL}</details>`;
const WIDE = '.wide { width: 1500px }';
const IMAGE = '<img src="https://example.com/one.png" alt="one">';

/** Each defect, with the check that must find it and the message. */
const DEFECTS = {
  'two overlapping labels': ['layout', { picture: drawn(text(20, 22, 'over')) }, /“first” and “over” overlap/],
  'two overlapping lines': ['layout', { more: '<p style="margin-top:-2.2em">Lies over it</p>' }, /“More text.” and “Lies over it” overlap/],
  'a cell that runs into the next': [
    'layout',
    { more: '<table style="table-layout:fixed;width:9rem"><tr><td>Windjammer Windjammer</td><td>Windjammerwindjammer</td><td>next</td></tr></table>' },
    /“Windjammerwindjammer” and “next” overlap/,
  ],
  'a label outside of its picture': ['layout', { picture: drawn(text(280, 80, 'far out')) }, /“far out” .* is cut: \d+ px beyond its picture/],
  'a label outside of its clip path': [
    'layout',
    { picture: drawn(`<clipPath id="c"><rect width="40" height="20"/></clipPath><g transform="translate(200 60)" clip-path="url(#c)">${text(0, 15, 'clipped name')}</g>`) },
    /“clipped name” .* beyond its clip path/,
  ],
  'a page that scrolls sideways': ['layout', { more: '<p style="width:2000px">wide</p>' }, /the page scrolls sideways: 2\d{3} px on 1280/],
  'a page that hides overflow': ['layout', { more: '<p style="overflow:hidden;width:4rem;white-space:nowrap">A long sentence</p>' }, /hides its overflow/],
  'pale text': ['layout', { more: '<p style="color:#999">Pale</p>' }, /“Pale” has a contrast of 2\.\d+, not 4\.5/],
  'pale text on a tint': ['layout', { more: '<p style="color:#666;background:#ccc">Tinted</p>' }, /“Tinted” has a contrast/],
  'a pale label': ['layout', { picture: drawn(text(10, 90, 'faint', 'style="fill:#aaa"')) }, /“faint” has a contrast/],
  'a label on a shape of its colour': ['layout', { picture: drawn(text(60, 55, 'sunk', 'style="fill:#123f75"')) }, /“sunk” has a contrast of 1\.\d/],
  'text that is too small': ['layout', { picture: drawn(text(10, 90, 'speck', 'font-size="7"')) }, /“speck” has a font size of 7\.0 px/],
  'a scrolling part that cannot have the focus': ['layout', { scroll: '<div class="scroll"><p style="width:1500px">Far</p></div>' }, /scrolls but cannot have the focus/],
  'a part that does not scroll with the arrow keys': ['arrows', { style: '.scroll { overflow-x: hidden } .wide { width: 1500px }' }, /an arrow key does not move “Wide table”/],
  'a part in details that does not scroll with the arrow keys': ['arrows', { scroll: IN_DETAILS, style: `${WIDE} .scroll { overflow-x: hidden }` }, /an arrow key does not move “Wide table”/],
  'a page that is too wide for a phone': ['narrow', { more: '<p style="width:330px">wide</p>' }, /the page scrolls sideways: \d+ px on 320/],
  'a script': ['structure', { more: '<script>1</script>' }, /there is a <script>/],
  'a handler': ['structure', { more: '<p onclick="go()">Press</p>' }, /has a handler, onclick/],
  'an image from elsewhere': ['structure', { more: IMAGE }, /src="https:\/\/example.com\/one.png" leads out/],
  'a link to elsewhere': ['structure', { more: '<p><a href="//example.com/">out</a></p>' }, /href="\/\/example.com\/" leads out/],
  'a script as a document': ['structure', { more: '<table><tr><td><a href="javascript:go()">out</a></td></tr></table>' }, /href="javascript:go\(\)" leads out/],
  'a style from elsewhere': ['structure', { style: '@import "https://example.com/a.css";' }, /the style has @import/],
  'a background from elsewhere': ['structure', { style: 'p { background: url(a.png) }' }, /the style has url\(a.png\)/],
  'no policy': ['structure', { head: '' }, /no policy/],
  'a second h1': ['structure', { more: '<h1>Another</h1>' }, /2 h1, not 1/],
  'a skipped heading level': ['structure', { more: '<h4>Deep</h4>' }, /“Deep” is an h4 below an h2/],
  'a link to a missing id': ['structure', { more: '<p><a href="#gone">gone</a></p>' }, /a link to a missing id: #gone/],
  'a picture without a name': ['pictures', { picture: PICTURE.replace('Two bars', '').replace('aria-labelledby="t"', '') }, /has no name|are exposed/],
  'a picture without a description': ['pictures', { picture: PICTURE.replace('aria-describedby="d"', '').replace(/<desc.*<\/desc>/, '') }, /“Two bars” has no description/],
  'two pictures with the same name': ['pictures', { picture: PICTURE + PICTURE.replaceAll('"t"', '"u"').replaceAll('"d"', '"e"') }, /two pictures have the name “Two bars”/],
  'no skip link': ['skipLink', { nav: NAV, style: '.skip { display: none }' }, /does not reach the skip link/],
  'a skip link that stays hidden': ['skipLink', { style: '.skip:focus { left: -999rem }' }, /is not visible/],
  'an invisible focus': ['forwards', { style: ':focus-visible { outline: none }' }, /the focus is not visible/],
  'a focus behind the list of contents': ['backwards', { style: 'html { scroll-padding-top: 0 } nav { height: 9rem }' }, /covers|out of sight/],
  'nothing that can have the focus': ['forwards', { style: 'a, .scroll { visibility: hidden }' }, /no element can be reached/],
  'a heading behind the list of contents': ['contents', { style: 'html { scroll-padding-top: 0 }' }, /covers the heading of #(one|two)/],
  'invalid HTML': ['validity', { more: '<p><div>no</div></p>' }, /close-order|element-permitted-content|no-implicit-close/],
  'a duplicate id': ['validity', { more: '<p id="one">twice</p>' }, /no-dup-id/],
  'pale text, to axe': ['accessibility', { more: '<p style="color:#999">Pale</p>' }, /axe: .*color-contrast/],
  'an invalid list, to axe': ['accessibility', { more: '<ul><p>no item</p></ul>' }, /axe: .*\(list,/],
  'targets too small, to axe': ['accessibility', { more: '<p style="line-height:1;font-size:8px"><a href="#one" style="padding:0">a</a><br><a href="#two" style="padding:0">b</a></p>' }, /axe: .*target-size/],
  'an image that is requested': ['problems', { head: '', more: IMAGE }, /it requests https:\/\/example.com\/one.png/],
  'an image that the policy blocks': ['problems', { more: IMAGE }, /the page's policy blocked https:\/\/example.com\/one.png/],
  'a script that runs': ['problems', { head: '', more: '<script>console.error("no")</script>' }, /console: no/],
  'a script that fails': ['problems', { head: '', more: '<script>oops()</script>' }, /a script fails: oops/],
  'a dialog': ['problems', { head: '', more: '<script>alert("hello")</script>' }, /it opens a dialog: hello/],
  'a script that the policy blocks': ['problems', { more: '<script>1</script>' }, /the page's policy blocked inline/],
  'a figure that may be split': ['paper', { picture: PICTURE.replace('<figure>', '<figure style="break-inside:auto">') }, /may be split between pages/],
  'a page without margins on paper': ['paper', { style: '@page { margin: 0 }' }, /“More” is printed over the edge of page 1/],
  'a figure higher than a page': ['paper', { picture: PICTURE.replace('<figure>', '<figure style="height:1500px">') }, /higher than a page: 1500 px.*/],
  'a figure on two pages': ['paper', { picture: PICTURE.replace('<figure>', '<figure style="height:1500px">') }, /split between pages 1 and 2/],
  'an empty page': ['paper', { more: '<div style="height:2000px"></div>' }, /page \d is empty/],
  'a heading alone at the bottom of a page': ['paper', { style: 'h2 { break-after: page }' }, /the heading “The second part” .* is split between pages 2 and 3/],
  'text over the edge of the page': ['paper', { more: '<p style="white-space:nowrap">' + 'a long line of many words '.repeat(5) + '</p>' }, /beyond the page|over the edge/],
  'text that is missing on paper': ['paper', { style: '@media print { h2 { visibility: hidden } }' }, /“The first part” is not printed as text/],
};

/** What looks like a defect but is fine. */
const FINE = {
  'a part that is higher than the screen and behind the list of contents': ['backwards', { scroll: SCROLL.replace('Far to the right', TALL) }],
  'a part in closed details that scrolls once they are open': ['arrows', { scroll: IN_DETAILS, style: WIDE }],
};

const CHECKS = {
  structure: check.structure,
  layout: check.layout,
  narrow: (page) => check.narrow(page, check.NARROWEST),
  pictures: check.pictures,
  skipLink: check.skipLink,
  contents: check.contents,
  arrows: check.arrows,
  forwards: (page) => check.keyboard(page, 'Tab'),
  backwards: (page) => check.keyboard(page, 'Shift+Tab'),
  accessibility: (page) => check.accessibility(page),
  paper: (page) => printed(page, 'A4'),
};

describe('the checks themselves', { concurrency: 2 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'stratplan-checks-'));
  let written = 0;
  let browser;
  before(async () => { browser = await launch(); });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The messages of the checks, one after the other. */
  async function messagesOf(names, parts, screen) {
    if (names.length === 1 && names[0] === 'validity') return check.validity(html(parts));
    const file = join(folder, `${(written += 1)}.html`);
    writeFileSync(file, html(parts));
    const sheet = await open(browser, file, screen);
    const run = (name) => {
      if (name === 'validity') return check.validity(html(parts));
      return name === 'problems' ? sheet.problems() : CHECKS[name](sheet.page);
    };
    try {
      const all = [];
      for (const name of names) {
        if (screen) await sheet.page.setViewportSize({ width: screen.width, height: screen.height });
        all.push(...(await run(name)).map((message) => (names.length > 1 ? `${name}: ${message}` : message)));
      }
      return all;
    } finally {
      await sheet.close();
    }
  }

  for (const colorScheme of check.SCHEMES) {
    for (const width of [1280, 360]) {
      it(`a good page passes, ${colorScheme}, on ${width} px`, async () => {
        const all = [...Object.keys(CHECKS), 'problems', 'validity'];
        assert.deepEqual(await messagesOf(all, {}, { width, height: 640, colorScheme }), []);
      });
    }
  }

  for (const [name, [by, parts]] of Object.entries(FINE)) {
    it(`accepts ${name}`, async () => {
      assert.deepEqual(await messagesOf([by], parts), []);
    });
  }

  for (const [name, [by, parts, words]] of Object.entries(DEFECTS)) {
    it(`finds ${name}`, async () => {
      const messages = await messagesOf([by], parts);
      assert.match(messages.join('\n'), words);
    });
  }
});
