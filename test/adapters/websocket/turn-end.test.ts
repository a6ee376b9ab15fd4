import { describe, expect, it } from '@jest/globals'
import { TurnEnd } from '../../../src/adapters/websocket/turn-end.js'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('the end of a turn', () => {
  it('runs each task once, after everything else that the turn brought', async () => {
    const turn = new TurnEnd()
    const runs: string[] = []
    const [one, two] = [() => void runs.push('one'), () => void runs.push('two')]
    turn.run(one)
    turn.run(two)
    await Promise.resolve()
    process.nextTick(() => turn.run(one))
    await Promise.resolve()
    expect(runs).toEqual([])
    await nextTurn()
    expect(runs).toEqual(['one', 'two'])
    turn.run(one)
    await nextTurn()
    expect(runs).toEqual(['one', 'two', 'one'])
  })

  it('comes again for what a task brings', async () => {
    const turn = new TurnEnd()
    const runs: number[] = []
    const again = () => {
      if (runs.push(runs.length) < 3) turn.run(again)
    }
    turn.run(again)
    await nextTurn()
    await nextTurn()
    await nextTurn()
    expect(runs).toEqual([0, 1, 2])
  })
})
