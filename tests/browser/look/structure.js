// Runs in the page: its elements, its references, and its structure for screen readers.
(() => {
  const look = globalThis.look;

  const violations = [];
  addEventListener('securitypolicyviolation', (event) => {
    violations.push(`the page's policy blocked ${event.blockedURI || 'something'} (${event.effectiveDirective})`);
  });
  /** What the page's policy has blocked since the last call. */
  look.violations = () => violations.splice(0);

  const REFERENCES = ['href', 'xlink:href', 'src', 'srcset', 'data', 'poster', 'action', 'formaction', 'background', 'ping', 'cite'];
  const FOREIGN = 'script, iframe, frame, object, embed, form, input, button, link, base, img, video, audio, foreignObject';

  /** A document or an account that the reader can open: nothing is fetched for it, and nothing runs. */
  const isOffered = (element, name, value) =>
    element.localName === 'a' && name === 'href' && element.closest('td') && /^(https?:\/\/|mailto:|[^/:]+(\/|\.|$))/i.test(value);

  /** Scripts, and everything that would be fetched. */
  look.foreign = () => {
    const messages = [];
    for (const element of document.querySelectorAll(FOREIGN)) messages.push(`there is a <${element.localName}>`);
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) messages.push(`${look.name(element)} has a handler, ${name}`);
        if (name === 'style') messages.push(`${look.name(element)} has a style attribute`);
        if (REFERENCES.includes(name) && !value.startsWith('#') && !isOffered(element, name, value)) messages.push(`${name}="${value}" leads out of the page`);
        for (const [, target] of value.matchAll(/url\(\s*["']?([^)]*)/g)) {
          if (!target.startsWith('#')) messages.push(`${name}="url(${target})" leads out of the page`);
        }
      }
    }
    for (const { textContent } of document.querySelectorAll('style')) {
      for (const [rule] of textContent.matchAll(/url\([^)]*\)|@import[^;]*/g)) messages.push(`the style has ${rule}`);
    }
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
    if (!/default-src 'none'/.test(policy)) messages.push('the page has no policy that blocks everything by default');
    return messages;
  };

  /** Language, title, headings, landmarks, links. */
  look.landmarks = () => {
    const messages = [];
    const expect = (holds, message) => holds || messages.push(message);
    const count = (selector) => document.querySelectorAll(selector).length;
    expect(document.documentElement.lang === 'en', 'the language is missing');
    expect(document.title.trim().length > 10, `the title is too short: “${document.title}”`);
    expect(document.compatMode === 'CSS1Compat', 'there is no doctype');
    for (const [selector, wanted] of [['h1', 1], ['main', 1], ['body > header', 1]]) {
      expect(count(selector) === wanted, `${count(selector)} ${selector}, not ${wanted}`);
    }
    for (const nav of document.querySelectorAll('nav')) expect(nav.ariaLabel, 'the list of contents has no name');
    let before = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      const level = Number(heading.localName[1]);
      const text = look.short(heading.textContent);
      expect(text !== '', `a heading is empty: <${heading.localName}>`);
      expect(level <= before + 1, `“${text}” is an h${level} below an h${before}`);
      before = level;
    }
    for (const section of document.querySelectorAll('main section')) {
      expect(section.querySelector(':scope > h2'), `#${section.id} has no heading`);
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const id = link.getAttribute('href').slice(1);
      expect(document.getElementById(id), `a link to a missing id: #${id}`);
      expect(link.textContent.trim(), `a link to #${id} has no text`);
    }
    return messages;
  };

  /** Scrolling elements can have the focus and have a name. */
  look.scrollers = () => {
    const messages = [];
    for (const element of document.body.querySelectorAll('*')) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const scrolls =
        (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth) ||
        (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
      if (!scrolls) continue;
      if (element.tabIndex < 0) messages.push(`${look.name(element)} scrolls but cannot have the focus`);
      if (!element.ariaLabel && !element.getAttribute('aria-labelledby')) {
        messages.push(`${look.name(element)} scrolls but has no name`);
      }
      if (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1) {
        messages.push(`${look.name(element)} scrolls up and down within the page`);
      }
    }
    return messages;
  };

  /** Visible pictures that are not hidden from screen readers. */
  look.pictures = () =>
    [...document.querySelectorAll('svg')]
      .filter((svg) => svg.checkVisibility() && !svg.closest('[aria-hidden="true"]'))
      .map((svg) => svg.getAttribute('aria-labelledby') ?? look.name(svg));
})();
