import { afterAll, beforeAll, describe, it } from '@jest/globals'
import type { Contract } from '../contracts/contract.js'

/** Runs each rule as a test of its own, over one subject. */
export function runContract<Subject>(
  contract: Contract<Subject>,
  label: string,
  makeSubject: () => Promise<{ subject: Subject; dispose(): Promise<void> }>,
): void {
  describe(`${contract.port} over ${label}`, () => {
    let made: { subject: Subject; dispose(): Promise<void> } | undefined

    beforeAll(async () => {
      made = await makeSubject()
    }, 60_000)

    afterAll(async () => {
      await made?.dispose()
    })

    for (const rule of contract.rules) {
      it(`${rule.id} ${rule.says}`, async () => {
        if (made === undefined) throw new Error('There is no subject to check.')
        await rule.check(made.subject)
      })
    }
  })
}
