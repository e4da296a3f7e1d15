// Everything that the page itself says, in the languages of the phone.

const words = {
  nl: {
    skip: 'Naar het tekstveld',
    chat: 'Gesprek',
    messages: 'Berichten',
    emptyTitle: 'Wat kan deze bot?',
    down: 'Naar het nieuwste bericht',
    commands: 'Opdrachten',
    attach: 'Iets anders sturen',
    field: 'Je bericht',
    hint: 'Bericht',
    send: 'Versturen',
    start: 'Start',
    restart: 'Bot weer toelaten',
    panel: 'Klok en bediening:',
    clock: 'De klok',
    forward: 'De klok vooruit zetten',
    toNext: 'Naar het volgende bericht',
    toHour: '1 uur later',
    toMorning: 'Naar morgenochtend',
    toWeek: '1 week later',
    thisPhone: 'Deze telefoon',
    language: 'Taal van de telefoon',
    block: 'Bot blokkeren',
    unblock: 'Bot toelaten',
    reset: 'Opnieuw beginnen',
    foot: 'Een nagemaakte telefoon: niets hiervan verlaat deze computer.',
    ok: 'Begrepen',
    sure: 'Alles wissen en met een nieuwe telefoon beginnen?',
    yes: 'Ja, opnieuw',
    no: 'Nee',
    picture: 'Afbeelding',
    close: 'Sluiten',
    enlarge: 'Groter bekijken',
    pause: 'Stilzetten',
    play: 'Afspelen',
    bot: 'bot',
    typing: 'is aan het typen…',
    sending: 'stuurt een bestand…',
    blocked: 'geblokkeerd',
    edited: 'bewerkt',
    you: 'U',
    forwarded: 'Doorgestuurd van',
    answerTo: 'Antwoord op',
    choices: 'Keuzes',
    today: 'Vandaag',
    nothingPlanned: 'Er staat niets gepland.',
    planned: 'Gepland:',
    travelling: 'De tijd gaat vooruit…',
    arrived: 'De klok staat nu op',
    'nothing-due': 'Er komt geen bericht meer vanzelf.',
    'too-many-stops': 'Er staat te veel gepland om zo ver te springen.',
    failed: 'Dat lukte niet.',
    lost: 'Geen verbinding met het programma. Het wordt opnieuw geprobeerd.',
    photo: 'Foto',
    voice: 'Spraakbericht',
    sticker: 'Sticker',
    location: 'Locatie',
    document: 'Document',
    contact: 'Contact',
    forwardSample: 'Doorgestuurd bericht',
    animation: 'Bewegend beeld',
    spoiler: 'Verborgen tekst, druk om te lezen',
    newTab: '(opent in een nieuw tabblad)',
  },
  en: {
    skip: 'To the text field',
    chat: 'Chat',
    messages: 'Messages',
    emptyTitle: 'What can this bot do?',
    down: 'To the newest message',
    commands: 'Commands',
    attach: 'Send something else',
    field: 'Your message',
    hint: 'Message',
    send: 'Send',
    start: 'Start',
    restart: 'Allow the bot again',
    panel: 'Clock and controls:',
    clock: 'The clock',
    forward: 'Move the clock forward',
    toNext: 'To the next message',
    toHour: '1 hour later',
    toMorning: 'To tomorrow morning',
    toWeek: '1 week later',
    thisPhone: 'This phone',
    language: 'Language of the phone',
    block: 'Block the bot',
    unblock: 'Allow the bot',
    reset: 'Start over',
    foot: 'A make-believe phone: nothing of this leaves this computer.',
    ok: 'Understood',
    sure: 'Erase everything and begin with a new phone?',
    yes: 'Yes, start over',
    no: 'No',
    picture: 'Picture',
    close: 'Close',
    enlarge: 'Enlarge',
    pause: 'Pause',
    play: 'Play',
    bot: 'bot',
    typing: 'is typing…',
    sending: 'is sending a file…',
    blocked: 'blocked',
    edited: 'edited',
    you: 'You',
    forwarded: 'Forwarded from',
    answerTo: 'Reply to',
    choices: 'Choices',
    today: 'Today',
    nothingPlanned: 'Nothing is planned.',
    planned: 'Planned:',
    travelling: 'Time moves on…',
    arrived: 'The clock now shows',
    'nothing-due': 'No further message comes by itself.',
    'too-many-stops': 'Too much is planned to jump that far.',
    failed: 'That did not work.',
    lost: 'No connection to the program. Trying again.',
    photo: 'Photo',
    voice: 'Voice message',
    sticker: 'Sticker',
    location: 'Location',
    document: 'Document',
    contact: 'Contact',
    forwardSample: 'Forwarded message',
    animation: 'Moving picture',
    spoiler: 'Hidden text, press to read',
    newTab: '(opens in a new tab)',
  },
};

let language = 'nl';

// t is a text in the language of the phone.
export function t(key) {
  return words[language][key] ?? key;
}

// speak changes the language of everything on the page that is marked with
// the name of its text. It tells whether anything changed.
export function speak(code) {
  const next = code === 'nl' ? 'nl' : 'en';
  if (document.documentElement.lang === next && language === next) return false;
  language = next;
  document.documentElement.lang = next;
  for (const e of document.querySelectorAll('[data-t]')) e.textContent = t(e.dataset.t);
  for (const e of document.querySelectorAll('[data-t-label]')) e.setAttribute('aria-label', t(e.dataset.tLabel));
  for (const e of document.querySelectorAll('[data-t-hint]')) e.placeholder = t(e.dataset.tHint);
  return true;
}

// locale is how dates are written.
export function locale() {
  return language === 'nl' ? 'nl-NL' : 'en-GB';
}
