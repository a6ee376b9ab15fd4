import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

// The program and what it needs as one file: to find and to read two thousand takes longer than everything else that a start does.
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: { '@prisma/debug': join(import.meta.dirname, 'silent-debug.mjs') } },
  build: {
    ssr: join(root, 'src/main/cli.ts'),
    outDir: join(root, 'dist/server'),
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
