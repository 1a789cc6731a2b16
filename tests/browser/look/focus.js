// Runs in the page: which element has the focus, and whether that is visible.
(() => {
  const look = globalThis.look;

  /** The element that has the focus, and what is wrong with how that shows; null at the end of the page. */
  look.focused = () => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const name = `${look.name(element)} “${look.short(element.ariaLabel ?? element.textContent)}”`;
    const messages = [];
    const style = getComputedStyle(element);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) messages.push(`the focus is not visible on ${name}`);
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const isSeen = [0.1, 0.5, 0.9].some((down) =>
      [0.1, 0.5, 0.9].some((across) => {
        const at = document.elementFromPoint(left + across * (right - left), top + down * (bottom - top));
        return at !== null && (element.contains(at) || at.contains(element));
      }),
    );
    // An element that covers it would be found at every point instead.
    const isCovered = (at) => at !== null && !element.contains(at) && !at.contains(element);
    const middle = document.elementFromPoint((left + right) / 2, Math.min(top + 2, bottom));
    if (right <= left || bottom <= top || !isSeen) messages.push(`the focus is out of sight on ${name}`);
    else if (isCovered(middle) && middle.closest('nav') !== null) {
      // An element that is higher than the space below the list of contents cannot have a better place.
      const room = innerHeight - middle.closest('nav').getBoundingClientRect().bottom;
      const fills = box.height > room && box.bottom > innerHeight - 8;
      if (!fills) messages.push(`the list of contents covers ${name}`);
    }
    return { name, messages };
  };

  /** Records where every Tab from now on led, before the next one; `endPath` returns that. */
  look.startPath = () => {
    const path = [];
    const note = () => path.push(look.focused());
    // Before the first key there is nothing to record.
    let isFirst = true;
    const press = (event) => {
      if (!['Tab', 'Shift'].includes(event.key)) return;
      if (event.key === 'Tab' && !isFirst) note();
      if (event.key === 'Tab') isFirst = false;
    };
    addEventListener('keydown', press, true);
    look.endPath = () => {
      removeEventListener('keydown', press, true);
      if (!isFirst) note();
      return path;
    };
  };

  /** Follows a link of the list of contents, and returns what is wrong with its target. */
  look.follow = (index) => {
    const link = document.querySelectorAll('nav a')[index];
    if (link === undefined) return null;
    link.click();
    const target = document.querySelector(`${link.getAttribute('href')} > h2`) ?? document.querySelector(link.getAttribute('href'));
    const { top, bottom } = target.getBoundingClientRect();
    const nav = document.querySelector('nav').getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) return [`${link.getAttribute('href')} is out of sight once followed`];
    if (top < nav.bottom - 1 && nav.top < bottom) return [`the list of contents covers the heading of ${link.getAttribute('href')}`];
    return [];
  };
})();
