import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

// `npm ci` builds; after `npm ci --ignore-scripts` there is nothing to start yet.
const program = new URL('../dist/server/cli.js', import.meta.url)
const webApp = new URL('../dist/web/index.html', import.meta.url)
const npm = process.env.npm_execpath

if (!existsSync(program) || !existsSync(webApp)) {
  console.log('Parley is not built yet: building it now, once.')
  if (npm === undefined || spawnSync(process.execPath, [npm, 'run', 'build'], { stdio: 'inherit' }).status !== 0) {
    console.error('Parley could not be built. Run `npm ci` (development dependencies included), then `npm run build`.')
    process.exit(1)
  }
}

await import(program.href)
