import { setImmediate } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { batched } from '../../../src/adapters/prisma/batched.js'

/** A read that answers when it is told to. */
function held(width = 100) {
  const reads: { readonly keys: readonly number[]; readonly settle: (outcome: Error | null) => void }[] = []
  const load = batched<number, string>((keys) => {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Error | null) => (outcome === null ? resolve(keys.map((key) => `value ${key}`)) : reject(outcome))
      reads.push({ keys, settle })
    })
  }, width)
  return { reads, load, keys: () => reads.map((read) => read.keys) }
}

const soon = async () => {
  await setImmediate()
  await setImmediate()
}

it('reads together for those who come in one turn of the event loop, and answers each its own', async () => {
  const { reads, load, keys } = held()
  const later = new Promise(process.nextTick).then(() => load(2))
  const answers = Promise.all([load(1), later, load(1)])
  await soon()
  expect(keys()).toEqual([[1, 1, 2]])
  reads[0]?.settle(null)
  expect(await answers).toEqual(['value 1', 'value 2', 'value 1'])
})

it('reads together for all who come while a read is under way, so that nobody is answered from before they asked', async () => {
  const { reads, load, keys } = held()
  const answers = [load(1)]
  await soon()
  answers.push(load(2))
  await soon()
  answers.push(load(3))
  await soon()
  expect(keys()).toEqual([[1]])
  reads[0]?.settle(null)
  await answers[0]
  while (reads.length < 2) await soon()
  expect(keys()).toEqual([[1], [2, 3]])
  reads[1]?.settle(null)
  expect(await Promise.all(answers)).toEqual(['value 1', 'value 2', 'value 3'])
})

it('asks for no more than the width at a time', async () => {
  const { reads, load, keys } = held(2)
  const answers = Promise.all([1, 2, 3].map(load))
  await soon()
  expect(keys()).toEqual([[1, 2]])
  reads[0]?.settle(null)
  while (reads.length < 2) await soon()
  reads[1]?.settle(null)
  expect(await answers).toHaveLength(3)
})

it('tells those whose read failed, and reads for the next', async () => {
  const { reads, load } = held()
  const lost = load(1)
  await soon()
  reads[0]?.settle(new Error('gone'))
  await expect(lost).rejects.toThrow('gone')
  const found = load(2)
  while (reads.length < 2) await soon()
  reads[1]?.settle(null)
  expect(await found).toBe('value 2')
})
