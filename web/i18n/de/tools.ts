import { pluralFor } from '../plural.js'
import type { Texts } from '../translation.js'

const plural = pluralFor('de')

export const composer: Texts['composer'] = {
  to: (name) => `Nachricht an ${name}`,
  toThread: 'Im Thread antworten',
  placeholder: 'Nachricht',
  help: 'Eingabe sendet, Umschalt und Eingabe beginnt eine neue Zeile. Pfeil nach oben bearbeitet deine letzte Nachricht.',
  send: 'Senden',
  emoji: 'Emoji',
  attach: 'Dateien anhängen',
  dropHere: 'Dateien hier ablegen, um sie anzuhängen',
  uploading: (percent) => `${percent} %`,
  uploadFailed: 'Konnte nicht hochgeladen werden.',
  tooLarge: 'Zu groß.',
  removeFile: (name) => `${name} entfernen`,
  cancelReply: 'Nicht antworten',
  cancelEdit: 'Nicht bearbeiten',
  mentionList: 'Leute zum Erwähnen',
  everybody: 'Alle in diesem Chat',
  searchEmoji: 'Emoji suchen',
  noEmoji: 'So ein Emoji gibt es nicht.',
}

export const search: Texts['search'] = {
  title: 'Suche',
  label: 'Nachrichten suchen',
  here: 'In diesem Chat',
  everywhere: 'Überall',
  scope: 'Wo gesucht wird',
  hint: 'Wörter aus allem, was du lesen darfst.',
  nothing: 'Nichts gefunden.',
  results: (count) => plural(count, { one: '# Treffer', other: '# Treffer' }),
}

export const palette: Texts['palette'] = {
  title: 'Hingehen oder etwas tun',
  placeholder: 'Ein Chat, eine Person, oder was zu tun ist …',
  nothing: 'So heißt nichts.',
  chats: 'Chats',
  people: 'Leute',
  actions: 'Aktionen',
  open: 'Finden oder tun',
  shortcuts: 'Tastenkürzel',
  nextChat: 'Nächster Chat',
  previousChat: 'Voriger Chat',
  editLast: 'Deine letzte Nachricht bearbeiten',
  focusComposer: 'Schreiben',
  moveInList: 'Von Nachricht zu Nachricht',
  cancel: 'Schließen oder abbrechen',
}
