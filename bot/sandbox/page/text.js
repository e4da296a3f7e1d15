// Text with its formatting, as nodes.

import { el, pressable } from './dom.js';
import { t } from './words.js';

const plain = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

// formatted turns a text and its entities, which may lie within each other,
// into nodes. Offsets count UTF-16 units, as strings do here too.
export function formatted(text, entities, onCommand) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, onCommand);
}

function between(text, entities, begin, end, onCommand) {
  const nodes = [];
  let at = begin;
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i];
    const from = Math.max(e.offset, at);
    const to = Math.min(e.offset + e.length, end);
    if (from >= to) continue;
    if (from > at) nodes.push(text.slice(at, from));
    let last = i + 1;
    while (last < entities.length && entities[last].offset < to) last++;
    const inside = between(text, entities.slice(i + 1, last), from, to, onCommand);
    nodes.push(wrap(e, inside, text.slice(from, to), onCommand));
    at = to;
    i = last - 1;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, inside, text, onCommand) {
  switch (entity.type) {
    case 'text_link':
      return link(entity.url, inside);
    case 'bot_command':
      return pressable('command', () => onCommand(text), inside);
    case 'spoiler':
      return spoiler(inside);
    default:
      return el(plain[entity.type] ?? 'span', {}, inside);
  }
}

// link leads to the web only, and to a new tab.
function link(address, inside) {
  let url;
  try {
    url = new URL(address.includes(':') ? address : `https://${address}`);
  } catch {
    return el('span', {}, inside);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return el('span', {}, inside);
  return el('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, inside, el('span', { class: 'unseen' }, ` ${t('newTab')}`));
}

function spoiler(inside) {
  const hidden = pressable('spoiler', () => hidden.replaceWith(...inside), '▒▒▒▒▒▒');
  hidden.setAttribute('aria-label', t('spoiler'));
  return hidden;
}
