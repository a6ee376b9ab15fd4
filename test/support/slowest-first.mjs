import Sequencer from '@jest/test-sequencer'

/** Suites of a minute and more: whatever begins last must not be one of them, or a worker waits for it alone. */
const slow = [
  'e2e/enumeration',
  'prove/cluster',
  'prove/simulation',
  'e2e/web-screens',
  'e2e/web-journeys',
  'e2e/start',
  'e2e/web.test',
  'e2e/access-matrix',
  'e2e/web-moderation',
  'e2e/notifications',
  'e2e/fuzz',
  'e2e/rate-limits',
  'e2e/verified-live',
  'e2e/account-pages',
]

export default class SlowestFirst extends Sequencer {
  async sort(tests) {
    const rank = ({ path }) => {
      const place = slow.findIndex((part) => path.includes(part))
      return place < 0 ? slow.length : place
    }
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other))
  }
}
