// Read in the page: what it is made of, what it refers to, and how it is told to those who do not see it.
(() => {
  const look = globalThis.look;

  const violations = [];
  addEventListener('securitypolicyviolation', (event) => {
    violations.push(`the page's own policy stopped ${event.blockedURI || 'something'} (${event.effectiveDirective})`);
  });
  /** What the page's policy had to stop since it was opened. */
  look.violations = () => violations.splice(0);

  const REFERENCES = ['href', 'xlink:href', 'src', 'srcset', 'data', 'poster', 'action', 'formaction', 'background', 'ping', 'cite'];
  const FOREIGN = 'script, iframe, frame, object, embed, form, input, button, link, base, img, video, audio, foreignObject';

  /** Scripts, and whatever would be fetched. */
  look.foreign = () => {
    const complaints = [];
    for (const element of document.querySelectorAll(FOREIGN)) complaints.push(`there is a <${element.localName}>`);
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) complaints.push(`${look.name(element)} has a handler, ${name}`);
        if (name === 'style') complaints.push(`${look.name(element)} has a style of its own`);
        if (REFERENCES.includes(name) && !value.startsWith('#')) complaints.push(`${name}="${value}" leads out of the page`);
        for (const [, target] of value.matchAll(/url\(\s*["']?([^)]*)/g)) {
          if (!target.startsWith('#')) complaints.push(`${name}="url(${target})" leads out of the page`);
        }
      }
    }
    for (const { textContent } of document.querySelectorAll('style')) {
      for (const [rule] of textContent.matchAll(/url\([^)]*\)|@import[^;]*/g)) complaints.push(`the style has ${rule}`);
    }
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
    if (!/default-src 'none'/.test(policy)) complaints.push('the page has no policy that lets nothing in');
    return complaints;
  };

  /** Language, title, headings, landmarks, links. */
  look.landmarks = () => {
    const complaints = [];
    const demand = (holds, complaint) => holds || complaints.push(complaint);
    const count = (selector) => document.querySelectorAll(selector).length;
    demand(document.documentElement.lang === 'en', 'the language is not said');
    demand(document.title.trim().length > 10, `the title says nothing: “${document.title}”`);
    demand(document.compatMode === 'CSS1Compat', 'there is no doctype');
    for (const [selector, wanted] of [['h1', 1], ['main', 1], ['body > header', 1]]) {
      demand(count(selector) === wanted, `${count(selector)} ${selector}, not ${wanted}`);
    }
    for (const nav of document.querySelectorAll('nav')) demand(nav.ariaLabel, 'the list of contents has no name');
    let before = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      const level = Number(heading.localName[1]);
      const text = look.short(heading.textContent);
      demand(text !== '', `a heading is empty: <${heading.localName}>`);
      demand(level <= before + 1, `“${text}” is an h${level} below an h${before}`);
      before = level;
    }
    for (const section of document.querySelectorAll('main section')) {
      demand(section.querySelector(':scope > h2'), `#${section.id} has no heading`);
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const id = link.getAttribute('href').slice(1);
      demand(document.getElementById(id), `a link leads nowhere: #${id}`);
      demand(link.textContent.trim(), `a link to #${id} has no text`);
    }
    return complaints;
  };

  /** What scrolls by itself can be reached and has a name; nothing is a region without need. */
  look.scrollers = () => {
    const complaints = [];
    for (const element of document.body.querySelectorAll('*')) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const scrolls =
        (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth) ||
        (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
      if (!scrolls) continue;
      if (element.tabIndex < 0) complaints.push(`${look.name(element)} scrolls and cannot be reached`);
      if (!element.ariaLabel && !element.getAttribute('aria-labelledby')) {
        complaints.push(`${look.name(element)} scrolls and has no name`);
      }
      if (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight + 1) {
        complaints.push(`${look.name(element)} scrolls up and down within the page`);
      }
    }
    return complaints;
  };

  /** Pictures that are seen, and not left out for those who hear the page. */
  look.pictures = () =>
    [...document.querySelectorAll('svg')]
      .filter((svg) => svg.checkVisibility() && !svg.closest('[aria-hidden="true"]'))
      .map((svg) => svg.getAttribute('aria-labelledby') ?? look.name(svg));
})();
