import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

/** Prisma keeps what the last hundred statements were given, for nobody here to read: with ten thousand sockets that is a hundred lists of them. */
const noHistory = {
  name: 'no history of statements',
  transform(code, id) {
    if (!id.includes('@prisma/client/runtime/client')) return null
    const without = code.replace(/(\w+)\.length>\w+&&\1\.shift\(\)/, '$1.length=0')
    if (without === code) throw new Error(`There is no history to be left out in ${id}: look whether it is kept in another way.`)
    return { code: without, map: null }
  },
}

// The program and what it needs as one file: to find and to read two thousand takes longer than everything else that a start does.
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [noHistory],
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
