import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { ChatId } from '../../src/domain/ids.js'
import { callOf } from '../../src/domain/messages/mentions.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { User } from '../../src/domain/user.js'
import type { Storage } from '../contracts/storage.js'
import { amend, join, later, makeGroup, makeUsers, send, viewOf } from '../contracts/world.js'

/** One thing that somebody of the chat does; numbers pick a person or a message among those there are. */
export type Step =
  | { readonly do: 'send'; readonly who: number; readonly calls: readonly number[]; readonly all: boolean; readonly thread: number | null }
  | { readonly do: 'edit'; readonly message: number; readonly calls: readonly number[] }
  | { readonly do: 'delete'; readonly message: number }
  | { readonly do: 'read'; readonly who: number; readonly upTo: number }
  | { readonly do: 'read thread'; readonly who: number; readonly message: number; readonly upTo: number }
  | { readonly do: 'come late' }

const index = fc.nat(50)
const people = fc.uniqueArray(fc.nat(3), { maxLength: 3 })

export const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('send' as const), who: index, calls: people, all: fc.boolean(), thread: fc.option(index) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), message: index, calls: people }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), message: index }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), who: index, upTo: index }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('read thread' as const), who: index, message: index, upTo: index }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('come late' as const) }) },
  ),
  { maxLength: 30 },
)

/** Takes the steps over a store and, at the end, counts what the store counts by looking at every message. */
export async function checkCounts(storage: Storage, taken: readonly Step[]): Promise<void> {
  const everybody = await makeUsers(storage, 4)
  const [owner, , , late] = everybody
  assert.ok(owner && late)
  const present = everybody.filter((person) => person !== late)
  const chat = await makeGroup(storage, present, { history: 'since_joining' })
  const sent: Message[] = []
  const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(items.length, 1)]
  const naming = (calls: readonly number[], all = false) =>
    [...calls.map((at) => `@${everybody[at]?.handle}`), ...(all ? ['@all'] : []), 'x'].join(' ')
  for (const step of taken) await take(step)

  async function take(step: Step): Promise<void> {
    if (step.do === 'come late') {
      if (present.includes(late as User)) return
      await join(storage, chat.id, late as User)
      present.push(late as User)
      return
    }
    const who = 'who' in step ? pick(present, step.who) : undefined
    const message = 'message' in step ? pick(sent, step.message) : undefined
    if (step.do === 'send' && who) {
      const text = naming(step.calls, step.all)
      const root =
        step.thread === null
          ? undefined
          : pick(
              sent.filter(({ threadRoot }) => threadRoot === null),
              step.thread,
            )
      const isSeen = root && (await storage.messages.findForMember(chat.id, root.id, who.id))
      sent.push(await send(storage, chat.id, who, { text, threadRoot: isSeen ? root.id : null }))
    } else if (step.do === 'edit' && message) {
      const text = naming(step.calls)
      await storage.unitOfWork.run(async ({ chats, messages }) => {
        const locked = await chats.lock(chat.id)
        const now = await messages.find(chat.id, message.id)
        if (!locked || !now || now.deletedAt !== null) return
        const mentions = await messages.called(chat.id, callOf(text).handles)
        await messages.save({ ...now, text, mentions, mentionsAll: false, editedAt: later(1), seq: locked.seq + 1 })
        await chats.save({ ...locked, seq: locked.seq + 1 })
      })
    } else if (step.do === 'delete' && message) {
      await amend(storage, message, { text: null, mentions: [], mentionsAll: false, reactions: [], deletedAt: later(2) })
    } else if (step.do === 'read' && who) await storage.readMarks.advance(chat.id, who.id, step.upTo)
    else if (step.do === 'read thread' && who && message) await storage.threadFollows.markRead(chat.id, message.id, who.id, step.upTo)
  }

  for (const person of present) await compare(storage, chat.id, person)
}

async function compare(storage: Storage, chatId: ChatId, person: User): Promise<void> {
  const view = await viewOf(storage, chatId, person)
  const all = (await storage.messages.page(chatId, person.id, { kind: 'newest' }, 100))?.items ?? []
  const fromOthers = all.filter((message) => message.senderId !== person.id && message.deletedAt === null)
  const unread = fromOthers.filter((message) => message.number > view.me.readNumber)
  const calling = unread.filter((message) => message.mentionsAll || message.mentions.includes(person.id))
  assert.deepEqual([view.unread, view.unreadMentions], [unread.length, calling.length])
  const { items: threads } = await storage.threadFollows.list(person.id, { limit: 100, cursor: null })
  for (const { root, readNumber, unread: unreadReplies } of threads) {
    const replies = fromOthers.filter((message) => message.threadRoot === root.id && message.number > readNumber)
    assert.equal(unreadReplies, replies.length)
  }
  const { items: inbox } = await storage.messageLists.mentions(person.id, { limit: 100, cursor: null })
  const called = fromOthers.filter((message) => message.mentionsAll || message.mentions.includes(person.id))
  assert.deepEqual(new Set(inbox.map(({ id }) => id)), new Set(called.map(({ id }) => id)))
}
