import { useSyncExternalStore } from 'react'
import { useTexts } from '../../../i18n/language.js'
import { isLanguage, languages } from '../../../i18n/texts.js'
import { prefer, preferences } from '../../../lib/preferences.js'
import { Choice } from './choice.js'
import { SectionTitle } from './section.js'

export function AppearanceSection() {
  const { settings } = useTexts()
  const { language, theme, motion } = useSyncExternalStore(preferences.subscribe, preferences.get)
  const spoken = Object.entries(languages).map(([value, { name }]) => ({ value, name }))
  return (
    <>
      <SectionTitle title={settings.appearance} />
      <Choice
        name={settings.language}
        value={language ?? ''}
        options={[{ value: '', name: settings.languageAuto }, ...spoken]}
        onChange={(value) => prefer({ language: isLanguage(value) ? value : null })}
      />
      <Choice
        name={settings.theme}
        value={theme ?? ''}
        options={[
          { value: '', name: settings.themeSystem },
          { value: 'light', name: settings.themeLight },
          { value: 'dark', name: settings.themeDark },
        ]}
        onChange={(value) => prefer({ theme: value === 'light' || value === 'dark' ? value : null })}
      />
      <Choice
        name={settings.density}
        value={motion ?? ''}
        options={[
          { value: '', name: settings.motionSystem },
          { value: 'off', name: settings.motionOff },
        ]}
        onChange={(value) => prefer({ motion: value === 'off' ? 'off' : null })}
      />
    </>
  )
}
