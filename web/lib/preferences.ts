import { isLanguage, type Language } from '../i18n/texts.js'
import { Observable } from '../sdk/observable.js'

export interface Preferences {
  /** `null`: as the browser or the system has it. */
  readonly language: Language | null
  readonly theme: 'light' | 'dark' | null
  readonly motion: 'off' | null
  /** Whether the way to what was reported is shown: once somebody here was let see it. */
  readonly reports: boolean
}

const key = 'parley.preferences'
const none: Preferences = { language: null, theme: null, motion: null, reports: false }

/** How this browser shows the page: nothing of the person, and nothing secret. */
export const preferences = new Observable<Preferences>(read())

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change }
  preferences.set(next)
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing: it holds until the page goes.
  }
}

/** What style sheets choose by. */
export function dress(root: HTMLElement, { theme, motion }: Preferences): void {
  if (theme) root.dataset['theme'] = theme
  else delete root.dataset['theme']
  if (motion) root.dataset['motion'] = motion
  else delete root.dataset['motion']
}

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return none
    const { language, theme, motion, reports } = kept as Record<string, unknown>
    return {
      language: typeof language === 'string' && isLanguage(language) ? language : null,
      theme: theme === 'light' || theme === 'dark' ? theme : null,
      motion: motion === 'off' ? motion : null,
      reports: reports === true,
    }
  } catch {
    return none
  }
}
