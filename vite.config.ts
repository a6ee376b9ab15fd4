import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const out = join(import.meta.dirname, 'dist/web')
const emojiData = dirname(createRequire(import.meta.url).resolve('emojibase-data/package.json'))
const emojiLanguages = ['en', 'de']

/** What the emoji picker shows comes from our own server, and only when it is opened. */
const emoji: Plugin = {
  name: 'emoji',
  apply: 'build',
  writeBundle: () => {
    for (const language of emojiLanguages) {
      mkdirSync(join(out, 'emoji', language), { recursive: true })
      for (const file of ['data.json', 'messages.json']) copyFileSync(join(emojiData, language, file), join(out, 'emoji', language, file))
    }
  },
}

/** Tells the service worker which files there are: it keeps those that make up the page. */
const shell: Plugin = {
  name: 'shell',
  apply: 'build',
  writeBundle: () => {
    const files = readdirSync(join(out, 'assets')).map((file) => `/assets/${file}`)
    const names = ['/manifest.webmanifest', '/icon.svg', ...files].toSorted()
    const version = createHash('sha256')
      .update(names.join())
      .update(readFileSync(join(out, 'index.html')))
      .digest('hex')
      .slice(0, 12)
    const path = join(out, 'service-worker.js')
    const code = readFileSync(path, 'utf8')
    const written = code.replace(/\[\s*["'`]__SHELL__["'`]\s*\]/, JSON.stringify(names)).replace('__VERSION__', version)
    if (written.includes('__SHELL__') || !written.includes(version)) throw new Error('The service worker does not know its files.')
    writeFileSync(path, written)
  },
}

export default defineConfig({
  root: 'web',
  plugins: [react(), tailwindcss(), emoji, shell],
  build: {
    outDir: out,
    emptyOutDir: true,
    // No asset becomes a data: URL, which the Content-Security-Policy would refuse.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: {
        index: join(import.meta.dirname, 'web/index.html'),
        'service-worker': join(import.meta.dirname, 'web/worker/service-worker.ts'),
      },
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  // `npx vite` beside a running server: its socket takes connections from its own origin only.
  server: { proxy: { '/v1': { target: 'http://localhost:3000', ws: true, rewriteWsOrigin: true }, '/dev/mail': 'http://localhost:3000' } },
})
