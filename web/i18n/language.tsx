import { Direction } from 'radix-ui'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { preferences } from '../lib/preferences.js'
import { type TimeFormats, timeFormats } from '../lib/time.js'
import { type Language, languages, loadTexts, preferredLanguage, type Texts } from './texts.js'

export interface Spoken {
  readonly language: Language
  readonly texts: Texts
}

interface InLanguage extends Spoken {
  readonly times: TimeFormats
  readonly number: (value: number) => string
}

const Context = createContext<InLanguage | null>(null)

export const languageNow = (): Language => preferences.get().language ?? preferredLanguage(navigator.languages)

/** The page in the language that was chosen, or that the browser asks for; another one is fetched when it is chosen. */
export function LanguageProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const wanted = useSyncExternalStore(preferences.subscribe, languageNow)
  const [spoken, setSpoken] = useState(first)
  useEffect(() => {
    let isCurrent = true
    void loadTexts(wanted).then((texts) => isCurrent && setSpoken({ language: wanted, texts }))
    return () => {
      isCurrent = false
    }
  }, [wanted])
  const { language } = spoken
  const { dir } = languages[language]
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = dir
  }, [language, dir])
  const value = useMemo(() => {
    const locale = localeOf(language)
    const numbers = new Intl.NumberFormat(locale)
    return { ...spoken, times: timeFormats(locale), number: (count: number) => numbers.format(count) }
  }, [spoken, language])
  return (
    <Context value={value}>
      <Direction.Provider dir={dir}>{children}</Direction.Provider>
    </Context>
  )
}

/** With the country that the browser names, which decides how dates look. */
const localeOf = (language: Language): string => navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language

function useInLanguage(): InLanguage {
  const value = useContext(Context)
  if (!value) throw new Error('There is no language around this component.')
  return value
}

export const useTexts = (): Texts => useInLanguage().texts

export const useTimes = (): TimeFormats => useInLanguage().times

export const useNumbers = () => useInLanguage().number

export const useLanguage = (): Language => useInLanguage().language
