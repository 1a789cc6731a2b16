// Runs in the page: the contrast of every text with what is drawn behind it.
//
// axe gives up if a background is a gradient or a picture, which is most of this page; and in a picture it
// looks at the color of HTML text, not at the fill of the letters.
(() => {
  const look = globalThis.look;

  /** A color as red, green, blue and alpha. */
  function parse(color) {
    if (color === 'none' || color === 'transparent') return [0, 0, 0, 0];
    const numbers = color.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number);
    if (/^rgba?\(/.test(color)) return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
    if (/^color\(srgb /.test(color)) return [...numbers.slice(0, 3).map((part) => part * 255), numbers[3] ?? 1];
    throw new Error(`a color in a notation that this test does not know: ${color}`);
  }

  const over = (front, back) => {
    const share = front[3];
    return [0, 1, 2].map((part) => front[part] * share + back[part] * (1 - share)).concat(1);
  };

  function luminance(color) {
    const [red, green, blue] = color.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  /** A function of an element whose results are kept until `forget`. */
  const once = (compute) => {
    const known = new Map();
    const ask = (element) => {
      if (!known.has(element)) known.set(element, compute(element));
      return known.get(element);
    };
    return Object.assign(ask, { forget: () => known.clear() });
  };

  /** The opacity of an element, including that of its parents. */
  const opacity = once((element) => {
    const own = Number(getComputedStyle(element).opacity);
    return element.parentElement === null ? own : own * opacity(element.parentElement);
  });

  /** The background of an HTML element. */
  const ground = once((element) => {
    const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    const layer = parse(getComputedStyle(element).backgroundColor);
    if (layer[3] === 1) return layer;
    const back = element.parentElement === null ? canvas : ground(element.parentElement);
    return layer[3] === 0 ? back : over(layer, back);
  });

  /** From screen coordinates to those of an element. */
  const inverse = once((element) => element.getScreenCTM().inverse());
  /** Whether a shape, drawn at the place of `place`, is filled at a point of the screen. */
  const inside = (shape, place, point) => shape.isPointInFill(point.matrixTransform(inverse(place)));

  /** Whether a clip path of the element or its parents leaves the point out. */
  function isClipped(element, point) {
    for (let at = element; at !== null && at.localName !== 'svg'; at = at.parentElement) {
      const shape = look.clipShape(at);
      if (shape !== null && !inside(shape, at, point)) return true;
    }
    return false;
  }

  /** The filled shapes of a picture, the one drawn last first. */
  const shapesOf = once((svg) => {
    const all = [...svg.querySelectorAll('rect, circle, ellipse, path, polygon, use')].reverse();
    const filled = all
      .filter((shape) => !shape.closest('defs, clipPath') && shape.checkVisibility())
      .map((shape) => ({ shape, style: getComputedStyle(shape), box: shape.getBoundingClientRect() }));
    return filled.filter(({ style }) => style.fill !== 'none');
  });

  /** The color at a point of a picture behind a text. */
  function painted(svg, text, point) {
    const layers = [];
    for (const { shape, style, box } of shapesOf(svg)) {
      const isNear = point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
      if (!isNear || !(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
      const drawn = shape.localName === 'use' ? document.querySelector(shape.href.baseVal) : shape;
      if (!inside(drawn, shape, point) || isClipped(shape, point)) continue;
      const color = parse(style.fill);
      layers.push([...color.slice(0, 3), color[3] * Number(style.fillOpacity) * opacity(shape)]);
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((back, layer) => over(layer, back), ground(svg));
  }

  /** Texts with too little contrast; `least` is for text of normal size. */
  look.pale = ({ least, leastLarge }) => {
    const worst = new Map();
    [opacity, ground, inverse, shapesOf].forEach((one) => one.forget());
    for (const { element, svg, text, boxes } of look.texts()) {
      const style = getComputedStyle(element);
      const scale = svg === null ? 1 : Math.abs(element.getScreenCTM().d);
      const size = parseFloat(style.fontSize) * scale;
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const color = parse(svg === null ? style.color : style.fill);
      color[3] *= opacity(element);
      const hasHalo = svg !== null && style.paintOrder.startsWith('stroke') && parseFloat(style.strokeWidth) >= 3;
      const grounds = [];
      if (svg === null) {
        grounds.push(ground(element));
      } else if (hasHalo) {
        grounds.push(parse(style.stroke));
      } else {
        const [box] = boxes;
        for (const across of [0.05, 0.5, 0.95]) {
          for (const down of [0.3, 0.5, 0.7]) {
            const x = box.left + across * (box.right - box.left);
            grounds.push(painted(svg, element, new DOMPoint(x, box.top + down * (box.bottom - box.top))));
          }
        }
      }
      const ratio = Math.min(...grounds.map((back) => contrast(over(color, back), back)));
      const needed = isLarge ? leastLarge : least;
      const name = look.name(element);
      if (ratio < needed && ratio < (worst.get(name)?.ratio ?? Infinity)) worst.set(name, { ratio, needed, text });
    }
    return [...worst].map(
      ([name, { ratio, needed, text }]) => `“${text}” has a contrast of ${ratio.toFixed(2)}, not ${needed}: ${name}`,
    );
  };
})();
