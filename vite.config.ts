import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'web',
  plugins: [react(), tailwindcss()],
  // No asset becomes a data: URL, which the Content-Security-Policy would refuse.
  build: { outDir: '../dist/web', emptyOutDir: true, assetsInlineLimit: 0 },
  // `npx vite` beside a running server. The Host is kept, so that the server sees its cookies used by their own origin.
  server: { proxy: { '/v1': { target: 'http://127.0.0.1:3000', ws: true }, '/dev/mail': 'http://127.0.0.1:3000' } },
})
