// What a message shows besides text.

import { $, el, icon } from './dom.js';
import { t } from './words.js';

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

const paths = {
  file: ['M7 3.5h7l4 4V20.5H7z', 'M14 3.5v4h4'],
  pin: ['M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11z', 'M12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z'],
  person: ['M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6z', 'M4.5 20c.8-3.7 3.7-5.6 7.5-5.6s6.7 1.9 7.5 5.6'],
  sound: ['M4 12h1M7.5 9v6M11 6v12M14.5 9v6M18 7.5v9M20.5 12h.5'],
};

// mediaOf is the picture, file or other thing of a message, or null.
export function mediaOf(message) {
  const m = message.media;
  if (!m) return null;
  switch (m.kind) {
    case 'photo':
      return photo(m, message.text);
    case 'animation':
      return m.type === 'video/mp4' ? video(m) : animation(m);
    case 'sticker':
      return el('p', { class: 'sticker', role: 'img', 'aria-label': `${t('sticker')} ${m.emoji}` }, m.emoji);
    case 'voice':
      return card(paths.sound, t('voice'), `0:0${m.seconds}`);
    case 'location':
      return card(paths.pin, t('location'), `${m.latitude.toFixed(4)}, ${m.longitude.toFixed(4)}`);
    case 'contact':
      return card(paths.person, m.name, m.phone);
    default:
      return el('a', { class: 'card-link', href: m.source, download: m.name }, card(paths.file, m.name, size(m.size)));
  }
}

function card(drawing, title, detail) {
  return el('div', { class: 'thing' }, el('span', { class: 'disc' }, icon(...drawing)), el('span', { class: 'facts' }, el('strong', {}, title), el('span', {}, detail)));
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function picture(m, source, name) {
  return el('img', { src: source, alt: name, width: m.width || null, height: m.height || null });
}

function photo(m, caption) {
  // What is in it stands in the caption below, where nothing else says so.
  const name = m.alt || (caption ? `${t('picture')}: ${caption.split('\n')[0]}` : t('picture'));
  return el('button', { type: 'button', class: 'picture', 'data-testid': 'media', 'aria-label': `${name}: ${t('enlarge')}`, onclick: () => enlarge(m.source, name) }, picture(m, m.source, name));
}

// animation moves, unless the reader wants nothing to move, and can always be
// stopped.
function animation(m) {
  let playing = !stillness.matches;
  const still = `${m.source}?still`;
  const img = picture(m, playing ? m.source : still, m.alt || t('animation'));
  const mark = el('span', { class: 'mark', 'aria-hidden': 'true' });
  const button = el('button', { type: 'button', class: 'picture moving', 'data-testid': 'media', onclick: toggle }, img, mark);
  show();
  return button;

  function toggle() {
    playing = !playing;
    img.src = playing ? m.source : still;
    show();
  }
  function show() {
    mark.textContent = playing ? 'GIF' : '▶';
    button.setAttribute('aria-label', `${t('animation')}: ${playing ? t('pause') : t('play')}. ${m.alt}`.trim());
  }
}

function video(m) {
  const v = el('video', { class: 'video', src: m.source, controls: true, loop: true, playsinline: true, 'aria-label': t('animation') });
  v.muted = true;
  v.autoplay = !stillness.matches;
  return v;
}

function enlarge(source, name) {
  const image = $('viewer-image');
  image.src = source;
  image.alt = name;
  $('viewer').showModal();
}
