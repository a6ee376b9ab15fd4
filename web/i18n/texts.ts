import type { Texts } from './translation.js'

export type { Texts }

export const languages = {
  en: { name: 'English', dir: 'ltr' },
  de: { name: 'Deutsch', dir: 'ltr' },
  ar: { name: 'العربية', dir: 'rtl' },
} as const

export type Language = keyof typeof languages

export const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && Object.hasOwn(languages, text)

/** The first of the browser's languages that there is a translation for. */
export const preferredLanguage = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.split('-')[0]).find((tag): tag is Language => isLanguage(tag)) ?? 'en'

export async function loadTexts(language: Language): Promise<Texts> {
  switch (language) {
    case 'de':
      return (await import('./de.js')).de
    case 'ar':
      return (await import('./ar.js')).ar
    case 'en':
      return (await import('./en.js')).en
  }
}
