import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ParleyClient } from '../sdk/client.js'
import { App } from './app.js'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the app.')
createRoot(root).render(
  <StrictMode>
    <App client={new ParleyClient({ url: location.origin })} />
  </StrictMode>,
)
