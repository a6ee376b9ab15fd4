import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { languageNow } from '../i18n/language.js'
import { loadTexts } from '../i18n/texts.js'
import { dress, preferences } from '../lib/preferences.js'
import { ParleyClient } from '../sdk/client.js'
import { indexedDbOutbox } from '../sdk/outbox/indexed-db-outbox.js'
import { browserTabs } from '../sdk/tabs/browser-tabs.js'
import { App } from './app.js'

const place = document.getElementById('root')
if (!place) throw new Error('The page has no place for the app.')
const root = createRoot(place)
const client = new ParleyClient({ url: location.origin, tabs: browserTabs(), outbox: indexedDbOutbox() })

dress(document.documentElement, preferences.get())
preferences.subscribe(() => dress(document.documentElement, preferences.get()))

const language = languageNow()
void loadTexts(language).then((texts) =>
  root.render(
    <StrictMode>
      <App client={client} spoken={{ language, texts }} />
    </StrictMode>,
  ),
)

// Only what is built has one: beside a development server it would serve what was.
// Who leaves the page meanwhile aborts it; the next page registers it.
if (import.meta.env.PROD && 'serviceWorker' in navigator) navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
