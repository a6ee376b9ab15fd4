import { pluralFor } from '../plural.js'
import type { Texts } from '../translation.js'

const plural = pluralFor('de')

export const common: Texts['common'] = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  saved: 'Gespeichert',
  remove: 'Entfernen',
  delete: 'Löschen',
  tryAgain: 'Noch einmal',
  reload: 'Neu laden',
  showMore: 'Mehr zeigen',
  more: 'Mehr',
  back: 'Zurück',
  open: 'Öffnen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  dismiss: 'Ausblenden',
  loading: 'Wird geladen',
  you: 'Du',
  somebody: 'Jemand',
  untitledGroup: 'Gruppe ohne Namen',
  optional: 'freiwillig',
  showPassword: 'Das Passwort zeigen',
}

export const errors: Texts['errors'] = {
  unreachable: 'Der Server ist nicht zu erreichen. Prüfe deine Verbindung.',
  startFailing: 'Der Server ist nicht zu erreichen. Neuer Versuch …',
  waiting: (count) =>
    plural(count, {
      one: '# Nachricht wartet hier darauf, gesendet zu werden.',
      other: '# Nachrichten warten hier darauf, gesendet zu werden.',
    }),
  broke: 'Dieser Teil der Seite ist kaputt',
  brokeLead: 'Deine Nachrichten sind auf dem Server sicher.',
  unknown: 'Etwas ging schief.',
  invalid_credentials: 'E-Mail-Adresse oder Passwort ist falsch.',
  rate_limited: 'Zu viele Versuche. Warte einen Moment.',
  unavailable: 'Der Server ist beschäftigt. Versuche es gleich noch einmal.',
  forbidden: 'Das darfst du nicht.',
  not_found: 'Das gibt es nicht mehr.',
  conflict: 'So, wie es steht, geht das nicht.',
  handle_taken: 'Dieses Kürzel hat schon jemand. Wähle ein anderes.',
  token_used_or_expired: 'Dieser Link gilt nicht mehr.',
  payload_too_large: 'Das ist zu groß.',
  notification: (name, chat) => `${name} in ${chat}`,
}
