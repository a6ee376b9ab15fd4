import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { InMemoryRateLimiter } from '../../../src/adapters/memory/in-memory-rate-limiter.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { PageReader } from '../../../src/application/ports/page-reader.js'
import type { RateLimiter } from '../../../src/application/ports/rate-limiter.js'
import { LinkPreviews, previewLimits } from '../../../src/application/previews/link-previews.js'
import { PreviewedEvents } from '../../../src/application/previews/previewed-events.js'
import { StorePreviews } from '../../../src/application/previews/store-previews.js'
import { linksIn } from '../../../src/domain/messages/links.js'
import { aMessage, at, groupId } from '../../support/people.js'
import { until } from '../../support/until.js'

afterEach(() => td.reset())

const url = 'https://example.com/chess'
const facts = { title: 'Chess', description: null, siteName: null }
const allowed = { allowed: true, remaining: 1, resetAfter: 1, isFirstRefusal: false }

const setUp = ({ take = allowed } = {}) => {
  const pages = td.object<PageReader>()
  const store = td.instance(StorePreviews)
  const limiter = td.object<RateLimiter>()
  td.when(limiter.take(td.matchers.anything(), td.matchers.anything())).thenResolve(take)
  td.when(pages.read(url)).thenResolve(facts)
  const faults: unknown[] = []
  return { pages, store, limiter, faults, previews: new LinkPreviews(pages, store, limiter, (fault) => faults.push(fault)) }
}

describe('LinkPreviews', () => {
  it('stores what the pages say that a message links to', async () => {
    const { store, faults, previews } = setUp()
    const message = aMessage({ text: `Look: ${url}, and ${url}.` })
    previews.consider(message)
    await until('the previews were stored', () => td.explain(store.execute).callCount > 0)
    await previews.close()
    td.verify(store.execute({ message, previews: [{ url, ...facts, imageUrl: null }] }))
    expect(faults).toEqual([])
  })

  it('S71 looks at nothing beyond the limits, nor after its end, and stores nothing of pages that say nothing', async () => {
    const spent = setUp({ take: { ...allowed, allowed: false } })
    spent.previews.consider(aMessage({ text: url }))
    await until('the limit was asked', () => td.explain(spent.limiter.take).callCount > 0)
    await spent.previews.close()
    spent.previews.consider(aMessage({ text: url }))
    expect(td.explain(spent.pages.read).callCount).toBe(0)
    const { pages, store, previews } = setUp()
    td.when(pages.read('http://silent.example/')).thenResolve(null)
    previews.consider(aMessage({ text: 'http://silent.example/' }))
    previews.consider(aMessage({ text: 'No link' }))
    await until('the page was read', () => td.explain(pages.read).callCount > 0)
    await previews.close()
    expect(td.explain(store.execute).callCount).toBe(0)
  })

  it.each([
    ['of one person', previewLimits.ofOne, aMessage().senderId],
    ['of everybody', previewLimits.ofAll, 'all'],
  ])('S71 looks at the last message within the limit %s, and not at the next', async (_, limit, key) => {
    const { pages, store } = setUp()
    const limiter = new InMemoryRateLimiter()
    const refused: string[] = []
    const take: RateLimiter['take'] = async (asked, of) => {
      const answer = await limiter.take(asked, of)
      if (!answer.allowed) refused.push(asked.name)
      return answer
    }
    for (let taken = 1; taken < limit.points; taken += 1) await limiter.take(limit, key)
    const previews = new LinkPreviews(pages, store, { take, giveBack: async () => undefined }, () => undefined)
    previews.consider(aMessage({ text: url }))
    await until('the last was looked at', () => td.explain(store.execute).callCount > 0)
    previews.consider(aMessage({ text: url }))
    await until('the next was refused', () => refused.length > 0)
    await previews.close()
    expect([refused, td.explain(pages.read).callCount]).toEqual([[limit.name], 1])
  })
})

describe('PreviewedEvents', () => {
  it('has looked at what was written or edited just now, after it was announced', () => {
    const events = td.object<EventPublisher>()
    const considered: string[] = []
    const published = new PreviewedEvents(events, { consider: ({ id }) => void considered.push(id) }, { now: () => at })
    const message = aMessage({ text: url })
    const place = { chatId: groupId, seq: 12 }
    published.publish({ type: 'message.updated', ...place, message })
    published.publish({ type: 'message.updated', ...place, message: { ...message, editedAt: new Date(at.getTime() - 60_000) } })
    expect(considered).toEqual([])
    const edit = { type: 'message.updated', ...place, message: { ...message, editedAt: at } } as const
    published.publish(edit)
    expect(considered).toEqual([message.id])
    td.verify(events.publish(edit))
  })
})

describe('links in a text', () => {
  it.each([
    ['See https://a.example/x_(y), or (http://b.example/).', ['https://a.example/x_(y)', 'http://b.example/']],
    ['HTTPS://A.example! https://a.example/?q=1&r=2#top', ['HTTPS://A.example', 'https://a.example/?q=1&r=2#top']],
    ['ftp://a.example javascript:alert(1) a.example', []],
  ])('of %j are %j', (text, links) => {
    expect(linksIn(text, 3)).toEqual(links)
  })

  it('are the first different ones', () => {
    expect(linksIn('http://a.example http://a.example http://b.example http://c.example', 2)).toEqual([
      'http://a.example',
      'http://b.example',
    ])
  })
})
