import { use } from 'react'
import { useLanguage } from './language.js'
import type { Language } from './texts.js'
import type { ModerationTexts } from './translation.js'

async function load(language: Language): Promise<ModerationTexts> {
  switch (language) {
    case 'de':
      return (await import('./de/moderation.js')).moderation
    case 'ar':
      return (await import('./ar/moderation.js')).moderation
    case 'en':
      return (await import('./en/moderation.js')).moderation
  }
}

const loaded = new Map<Language, Promise<ModerationTexts>>()

function textsIn(language: Language): Promise<ModerationTexts> {
  const known = loaded.get(language)
  if (known) return known
  const texts = load(language)
  loaded.set(language, texts)
  // The next one to ask tries again.
  texts.catch(() => loaded.delete(language))
  return texts
}

/** What only few read is fetched when they do: the component waits for it. */
export const useModerationTexts = (): ModerationTexts => use(textsIn(useLanguage()))
