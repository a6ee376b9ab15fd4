import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'web',
  plugins: [react(), tailwindcss()],
  // No asset becomes a data: URL, which the Content-Security-Policy would refuse.
  build: { outDir: '../dist/web', emptyOutDir: true, assetsInlineLimit: 0 },
  // `npx vite` beside a running server: its socket takes connections from its own origin only.
  server: { proxy: { '/v1': { target: 'http://localhost:3000', ws: true, rewriteWsOrigin: true }, '/dev/mail': 'http://localhost:3000' } },
})
