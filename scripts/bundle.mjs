import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')

/** What Prisma's client does for each statement that only costs, here at least. */
const leanPrisma = {
  name: 'lean Prisma',
  transform(code, id) {
    if (!id.includes('@prisma/client/runtime/client')) return null
    // It keeps what the last hundred statements were given, for nobody here to read: with ten thousand sockets that is a hundred lists of them.
    const unremembered = replaced(code, /(\w+)\.length>\w+&&\1\.shift\(\)/, '$1.length=0', id)
    // V8 keeps a getter of an object literal, and with it the statement and its rows, until it next collects the old generation.
    return { code: replaced(unremembered, /get spec\(\)\{return (\w+)\}/, 'spec:$1', id), map: null }
  },
}

function replaced(code, pattern, by, id) {
  const without = code.replace(pattern, by)
  if (without === code) throw new Error(`${pattern} is not in ${id} any more: look whether it is written in another way, or is gone.`)
  return without
}

// The program and what it needs as one file: to find and to read two thousand takes longer than everything else that a start does.
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [leanPrisma],
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
