import { parseArgs } from 'node:util'
import { prove, shrink } from './prove.js'
import { tableOf } from './table.js'

/** `npm run prove:delivery -- --seed N --minutes M [--fault F11]… [--people P] [--lanes L] [--pause MS] [--calm MS] [--patience MS] [--groups G] [--members M]` */
const { values } = parseArgs({
  allowNegative: true,
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '5' },
    fault: { type: 'string', multiple: true },
    people: { type: 'string', default: '25' },
    lanes: { type: 'string', default: '2' },
    pause: { type: 'string', default: '0' },
    calm: { type: 'string', default: '1500' },
    patience: { type: 'string', default: '20000' },
    groups: { type: 'string', default: '8' },
    members: { type: 'string', default: '5' },
    shrink: { type: 'boolean', default: true },
  },
})
const began = Date.now()
const options = {
  seed: Number(values.seed),
  minutes: Number(values.minutes),
  ...(values.fault ? { faults: values.fault } : {}),
  people: Number(values.people),
  lanes: Number(values.lanes),
  pauseMs: Number(values.pause),
  calmMs: Number(values.calm),
  patienceMs: Number(values.patience),
  groups: Number(values.groups),
  members: Number(values.members),
  say: (line: string) => console.log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${line}`),
}
const proof = await prove(options)
console.log(`\n${tableOf(proof)}`)
const { failure } = proof
if (failure) {
  console.log(`\nThe history is in ${failure.history}\n`)
  for (const { rule, says } of failure.report.violations.slice(0, 20)) console.log(`${rule} ${says}`)
  const fewest = values.shrink ? await shrink(options, failure.faults) : failure.faults
  const faults = fewest.map((id) => ` --fault ${id}`).join('')
  console.log(`\nAgain: npm run prove:delivery -- --seed ${options.seed} --minutes 0${faults}`)
}
// Connections of clients that were cut may linger.
process.exit(failure ? 1 : 0)
