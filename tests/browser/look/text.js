// Runs in the page: where its text is, and whether all of it can be read.
//
// Everything here adds itself to `globalThis.look` and returns messages.
(() => {
  const look = (globalThis.look ??= {});

  /** Not meant to be visible, or only once it has the focus. */
  const UNSEEN = 'title, desc, style, script, noscript, .unseen, .skip';
  /** The overlap of boxes that is tolerated, in pixels: letters lean a little over their edge. */
  const TOUCH = 1;
  /** The share of a line's height above and below its letters. */
  const AIR = 0.15;

  const short = (text) => {
    const line = text.trim().replace(/\s+/g, ' ');
    return line.length > 60 ? `${line.slice(0, 57)}…` : line;
  };
  look.short = short;

  /** How a message names an element: its own name and the part that it is in. */
  look.name = (element) => {
    const part = element.closest('section[id], article[id], figure[class], nav, header');
    const label = element.classList.length > 0 ? `.${[...element.classList].join('.')}` : '';
    const where = part === null || part === element ? '' : ` in ${part.id ? `#${part.id}` : part.className || part.localName}`;
    return `<${element.localName}${label}>${where}`;
  };

  const edges = (box) => ({ left: box.left, top: box.top, right: box.right, bottom: box.bottom });
  const meet = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const isEmpty = (box) => box.right - box.left < 0.5 || box.bottom - box.top < 0.5;

  let known = null;
  /** Runs a function during which the page does not change, so that its texts are collected only once. */
  look.still = (act) => {
    known = look.texts();
    try {
      return act();
    } finally {
      known = null;
    }
  };

  /** Every visible piece of text with its boxes; a text element of a picture is one piece. */
  look.texts = () => {
    if (known !== null) return known;
    const texts = [];
    const pictured = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const owner = node.parentElement;
      if (node.data.trim() === '' || owner.closest(UNSEEN) || !owner.checkVisibility({ visibilityProperty: true })) continue;
      const svg = owner.closest('svg');
      if (svg !== null) {
        const element = owner.closest('text');
        if (element === null || pictured.has(element)) continue;
        pictured.add(element);
        texts.push({ element, svg, text: short(element.textContent), boxes: [edges(element.getBoundingClientRect())] });
        continue;
      }
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].map(edges).filter((box) => !isEmpty(box));
      if (boxes.length > 0) texts.push({ element: owner, svg, text: short(node.data), boxes });
    }
    return texts;
  };

  const frames = new Map();
  /** The box that an element is cut off at by the scrolling elements around it. */
  const frame = (element) => {
    if (element === null || element === document.body || element === document.documentElement) return null;
    if (!frames.has(element)) {
      const outer = frame(element.parentElement);
      const style = getComputedStyle(element);
      const cuts = element.localName === 'svg' || style.overflowX !== 'visible' || style.overflowY !== 'visible';
      const own = cuts ? edges(element.getBoundingClientRect()) : null;
      frames.set(element, own && outer ? meet(own, outer) : (own ?? outer));
    }
    return frames.get(element);
  };

  /** Texts that overlap, so that one of them cannot be read. */
  look.overlaps = () => {
    frames.clear();
    const boxes = [];
    look.texts().forEach((text, index) => {
      const outer = frame(text.svg ?? text.element);
      for (const box of text.boxes) {
        const air = AIR * (box.bottom - box.top);
        const inner = { ...box, top: box.top + air, bottom: box.bottom - air };
        const seen = outer === null ? inner : meet(inner, outer);
        if (!isEmpty(seen)) boxes.push({ ...seen, index, text });
      }
    });
    boxes.sort((one, other) => one.top - other.top);
    const messages = new Set();
    boxes.forEach((box, at) => {
      for (let next = at + 1; next < boxes.length && boxes[next].top < box.bottom - TOUCH; next += 1) {
        const shared = meet(box, boxes[next]);
        const isOver = shared.right - shared.left > TOUCH && shared.bottom - shared.top > TOUCH;
        if (isOver && box.index !== boxes[next].index) {
          const [one, other] = [box.text, boxes[next].text];
          const by = `${Math.round(shared.right - shared.left)}×${Math.round(shared.bottom - shared.top)} px`;
          messages.add(`“${one.text}” and “${other.text}” overlap by ${by}: ${look.name(one.element)}, ${look.name(other.element)}`);
        }
      }
    });
    return [...messages];
  };

  /** Texts beyond an edge to which one cannot scroll. */
  look.cuts = () => {
    const root = document.documentElement;
    const edge = root.getBoundingClientRect();
    const messages = [];
    const wide = Math.max(root.scrollWidth, document.body.scrollWidth);
    if (wide > root.clientWidth) messages.push(`the page scrolls sideways: ${wide} px on ${root.clientWidth}`);
    for (const { element, svg, text, boxes } of look.texts()) {
      const name = `“${text}” ${look.name(element)}`;
      const beyond = (outer, what) => {
        const over = (box) =>
          Math.max(outer.left - box.left, outer.top - box.top, box.right - outer.right, box.bottom - outer.bottom);
        const most = Math.max(...boxes.map(over));
        if (most > TOUCH) messages.push(`${name} is cut: ${Math.round(most)} px beyond ${what}`);
      };
      if (svg !== null) {
        beyond(svg.getBoundingClientRect(), 'its picture');
        const clip = clipOf(element);
        if (clip !== null) beyond(clip, 'its clip path');
      }
      const scroller = element.closest('.scroll');
      const scrolls = scroller !== null && getComputedStyle(scroller).overflowX === 'auto';
      if (!scrolls) beyond({ left: edge.left, right: edge.right, top: -Infinity, bottom: Infinity }, 'the page');
    }
    for (const element of document.body.querySelectorAll('*:not(svg, svg *)')) {
      const style = getComputedStyle(element);
      const hides = ['hidden', 'clip'].includes(style.overflowX) || style.textOverflow === 'ellipsis';
      if (hides && !element.closest(UNSEEN) && element.scrollWidth > element.clientWidth + TOUCH) {
        messages.push(`${look.name(element)} hides its overflow`);
      }
    }
    return messages;
  };

  /** The box that a text in a picture is clipped to, on the screen. */
  function clipOf(element) {
    for (let at = element; at !== null && at.localName !== 'svg'; at = at.parentElement) {
      const shape = clipShape(at);
      if (shape !== null) {
        const box = shape.getBBox();
        const matrix = at.getScreenCTM();
        const corner = (x, y) => new DOMPoint(x, y).matrixTransform(matrix);
        const [one, other] = [corner(box.x, box.y), corner(box.x + box.width, box.y + box.height)];
        return { left: one.x, top: one.y, right: other.x, bottom: other.y };
      }
    }
    return null;
  }

  function clipShape(element) {
    const id = /url\("?#([^")]+)"?\)/.exec(element.getAttribute('clip-path') ?? '');
    return id === null ? null : (document.getElementById(id[1])?.firstElementChild ?? null);
  }
  look.clipShape = clipShape;

  /** Texts with a font size below `least` CSS pixels. */
  look.small = (least) => {
    const messages = new Map();
    for (const { element, svg, text } of look.texts()) {
      const scale = svg === null ? 1 : Math.abs(element.getScreenCTM().d);
      const size = parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < least - 0.05) messages.set(look.name(element), `“${text}” has a font size of ${size.toFixed(1)} px`);
    }
    return [...messages].map(([name, message]) => `${message}: ${name}`);
  };
})();
