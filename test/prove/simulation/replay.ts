import { simulate, told } from './simulate.js'

/** `npm run simulate -- SEED [DEVICE]` shows a schedule again, and all that came to the sockets of a device. */
const [seed = '1', device] = process.argv.slice(2)
const simulated = await simulate(Number(seed))
console.log(told(simulated))
for (const { name, frames } of simulated.history.devices) {
  console.log(name)
  for (const { at, socket, type, chatId, seq, number } of name === device ? frames : [])
    console.log(`  ${at.toFixed(0)} on socket ${socket}: ${type} ${chatId ?? ''} ${seq ?? ''} ${number === null ? '' : `number ${number}`}`)
}
