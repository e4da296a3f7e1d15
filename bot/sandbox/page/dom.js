// The only way in which the page builds anything: nodes, never markup. Text
// that comes from elsewhere can't become anything else.

// el makes an element. Children are nodes or texts; null is left out.
export function el(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  set(e, attributes);
  e.append(...children.flat().filter((c) => c !== null && c !== undefined));
  return e;
}

// icon draws a line icon that a screen reader passes over.
export function icon(...paths) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  set(svg, { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  for (const d of paths) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

function set(e, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) e.addEventListener(key.slice(2), value);
    else e.setAttribute(key, value === true ? '' : value);
  }
}

// $ finds an element by its id.
export function $(id) {
  return document.getElementById(id);
}
