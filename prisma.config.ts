import { defineConfig } from 'prisma/config'

// Only `prisma generate` reads this: migrations are applied by the server itself (see docs/adr/0004-own-migration-runner.md).
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
