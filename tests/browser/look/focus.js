// Read in the page: what the keyboard is on, and whether one sees it.
(() => {
  const look = globalThis.look;

  /** The element that has the focus, and what is wrong with how it shows; null at the end of the page. */
  look.focused = () => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const name = `${look.name(element)} “${look.short(element.ariaLabel ?? element.textContent)}”`;
    const complaints = [];
    const style = getComputedStyle(element);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) complaints.push(`the focus does not show on ${name}`);
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const isSeen = [0.1, 0.5, 0.9].some((down) =>
      [0.1, 0.5, 0.9].some((across) => {
        const at = document.elementFromPoint(left + across * (right - left), top + down * (bottom - top));
        return at !== null && (element.contains(at) || at.contains(element));
      }),
    );
    // What covers it would be found at every point instead.
    const isCovered = (at) => at !== null && !element.contains(at) && !at.contains(element);
    const middle = document.elementFromPoint((left + right) / 2, Math.min(top + 2, bottom));
    if (right <= left || bottom <= top || !isSeen) complaints.push(`the focus is out of sight on ${name}`);
    else if (isCovered(middle) && middle.closest('nav') !== null) {
      // What is higher than the room below the contents fills it, and goes on above: there is no better place for it.
      const room = innerHeight - middle.closest('nav').getBoundingClientRect().bottom;
      const fills = box.height > room && box.bottom > innerHeight - 8;
      if (!fills) complaints.push(`the list of contents covers ${name}`);
    }
    return { name, complaints };
  };

  /** Notes where every Tab from now on has led, before the next one leads on; `wayEnded` gives it back. */
  look.way = () => {
    const way = [];
    const note = () => way.push(look.focused());
    // The first key leads here from nowhere.
    let isFirst = true;
    const press = (event) => {
      if (!['Tab', 'Shift'].includes(event.key)) return;
      if (event.key === 'Tab' && !isFirst) note();
      if (event.key === 'Tab') isFirst = false;
    };
    addEventListener('keydown', press, true);
    look.wayEnded = () => {
      removeEventListener('keydown', press, true);
      if (!isFirst) note();
      return way;
    };
  };

  /** Follows a link of the list of contents; what is wrong with where one gets. */
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
