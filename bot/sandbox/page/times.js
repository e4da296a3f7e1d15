// Days and hours on the phone, in its own zone.

import { locale, t } from './words.js';

let zone;

// setZone takes the name of the phone's zone; one that this browser does not
// know leaves its own.
export function setZone(name) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

function write(date, options) {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(date);
}

export const hour = (date) => write(date, { hour: '2-digit', minute: '2-digit' });
export const day = (date) => write(date, { weekday: 'long', day: 'numeric', month: 'long' });
export const shortDay = (date) => write(date, { weekday: 'short', day: 'numeric', month: 'short' });
export const fullDay = (date) => write(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
export const dayKey = (date) => write(date, { year: 'numeric', month: '2-digit', day: '2-digit' });

// moment is an hour, with its day where that is another one than today.
export function moment(date, today) {
  return dayKey(date) === dayKey(today) ? `${t('today').toLowerCase()} ${hour(date)}` : `${shortDay(date)} ${hour(date)}`;
}

// sentence begins with a capital.
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
