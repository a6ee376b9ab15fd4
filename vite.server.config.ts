import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The program and what it needs as one file: to find and to read two thousand takes longer than everything else that a start does. */
export default defineConfig({
  build: {
    ssr: join(import.meta.dirname, 'src/main/cli.ts'),
    outDir: join(import.meta.dirname, 'dist/server'),
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
  },
  ssr: {
    noExternal: true,
    // These have files of their own beside their code, or are loaded by few.
    external: [
      '@aws-sdk/client-s3',
      '@aws-sdk/lib-storage',
      '@electric-sql/pglite',
      '@node-rs/argon2',
      '@zxcvbn-ts/language-common',
      'sharp',
    ],
  },
})
