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

// pressable is a stretch of running text that does something. It is no
// <button>, which would not let a line break as text does.
export function pressable(name, does, ...children) {
  return el(
    'span',
    {
      class: name,
      role: 'button',
      tabindex: '0',
      onclick: does,
      onkeydown: (e) => {
        if (e.key !== 'Enter' && e.key !== ' ') return;
        e.preventDefault();
        does();
      },
    },
    ...children,
  );
}

// $ finds an element by its id.
export function $(id) {
  return document.getElementById(id);
}
