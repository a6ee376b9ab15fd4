import type { MessageRepository } from '../../../src/application/ports/message-repository.js'
import { roomSignal } from '../../../src/application/rooms/room-signal.js'
import { Sequencer } from '../../../src/application/rooms/sequencer.js'
import type { ChatId } from '../../../src/domain/ids.js'
import { type Message, type MessageDraft, messageOf } from '../../../src/domain/messages/message.js'
import type { Planted, Wiring } from './node.js'
import { over } from './over.js'

export interface PlantedBug {
  readonly name: string
  /** What the checker must say of it, among other things. */
  readonly rule: string
  /** Made anew for each run. */
  readonly planted: () => Planted
  /** Changes the code itself for the time of a run; answers how to change it back. */
  readonly mutate?: () => () => void
}

/** Mistakes that others have made before, each in the real parts: a checker that lets one pass proves nothing. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'announces a message before it is committed',
    rule: 'I5',
    planted: () => (wiring) =>
      appending(wiring, async (draft, append) => {
        const message = await foretold(wiring, draft)
        if (message) {
          const { chatId, seq } = message
          wiring.broadcaster.broadcast(`room:${chatId}`, roomSignal({ type: 'message.created', chatId, seq, message, membersSeq: 0 }))
        }
        return append(draft)
      }),
  },
  {
    name: 'acknowledges a message before it is committed',
    rule: 'I1',
    planted: () => (wiring) =>
      appending(wiring, async (draft, append) => {
        const message = await foretold(wiring, draft)
        if (!message) return append(draft)
        void soon(wiring)
          .then(() => append(draft))
          .catch(() => undefined)
        return { created: true, message, membersSeq: 0, sender: null, root: null }
      }),
  },
  {
    name: 'stores every try of a send',
    rule: 'I2',
    planted: () => (wiring, world) =>
      appending(wiring, (draft, append) => {
        world.database.store.sent.clear()
        return append(draft)
      }),
  },
  {
    name: 'numbers messages by the changes of their chat',
    rule: 'I1',
    planted: () => (wiring) =>
      appending(wiring, async (draft, append) => {
        const appended = await append(draft)
        return { ...appended, message: { ...appended.message, number: appended.message.seq } }
      }),
  },
  {
    name: 'never looks for what was not announced',
    rule: 'I5',
    planted: () => (wiring) => ({ ...wiring, heads: over(wiring.heads, { headsChangedBetween: async () => new Map() }) }),
  },
  {
    name: 'takes a room for further than it is when it opens it',
    rule: 'I5',
    planted: () => (wiring) => {
      const headsOf = async (chatIds: readonly ChatId[]) =>
        new Map([...(await wiring.heads.headsOf(chatIds))].map(([chatId, head]) => [chatId, head + 2]))
      return { ...wiring, heads: over(wiring.heads, { headsOf }) }
    },
  },
  {
    name: 'resumes one change too late',
    rule: 'I5',
    planted: () => (wiring) => {
      const changes = over(wiring.changes, {
        changesFor: (userId, request) =>
          wiring.changes.changesFor(userId, { ...request, chats: request.chats.map(({ id, seq }) => ({ id, seq: seq + 1 })) }),
      })
      return { ...wiring, changes }
    },
  },
  { name: 'resumes by a cursor over all chats, taken before the commit', rule: 'I5', planted: globalCursor },
  {
    name: 'never asks who is in a chat',
    rule: 'I8',
    planted: () => (wiring) => {
      const seatsChangedAfter = async (known: ReadonlyMap<ChatId, number>) =>
        new Map([...known.keys()].map((chatId) => [chatId, { upTo: Number.MAX_SAFE_INTEGER, firstNumbers: new Map() }]))
      return { ...wiring, log: over(wiring.log, { seatsChangedAfter }) }
    },
  },
  {
    // Either alone is healed by the other.
    name: 'swallows that Redis was away, and looks for nothing that users missed',
    rule: 'I5',
    planted: () => (wiring) => {
      const userChanges = over(wiring.userChanges, { countersBeyond: async () => new Map() })
      return attaching({ ...wiring, userChanges }, () => undefined)
    },
  },
  {
    name: 'joins nothing again after Redis was away',
    rule: 'I5',
    planted: () => (wiring) => {
      const joined = new Set<Parameters<Wiring['broadcaster']['join']>[0]>()
      const join: Wiring['broadcaster']['join'] = (topic) => {
        joined.add(topic)
        return wiring.broadcaster.join(topic)
      }
      const forgetful = { ...wiring, broadcaster: over(wiring.broadcaster, { join }) }
      return attaching(forgetful, (interrupted) => {
        for (const topic of joined) wiring.broadcaster.leave(topic)
        interrupted()
      })
    },
  },
  {
    name: 'delivers a change though the one before it is missing',
    rule: 'LI3',
    planted: () => (wiring) => wiring,
    mutate: () => {
      const { take } = Sequencer.prototype
      Sequencer.prototype.take = function <Item>(this: Sequencer<Item>, seq: number, item: Item, now: number) {
        const isGap = this.position !== null && seq > this.position + 1
        return [...(isGap ? this.advanceTo(seq - 1) : []), ...take.call(this, seq, item, now)] as readonly Item[]
      }
      return () => {
        Sequencer.prototype.take = take
      }
    },
  },
  {
    name: 'spares a durable frame and says nothing',
    rule: 'I5',
    planted:
      () =>
      (wiring, { random }) => {
        const send: Wiring['transport']['send'] = (frame, to, importance) => {
          const kept = importance === 'durable' ? [...to].filter(() => !random.chance(0.05)) : to
          wiring.transport.send(frame, kept, importance)
        }
        return { ...wiring, transport: over(wiring.transport, { send }) }
      },
  },
  {
    name: 'sends what comes later first',
    rule: 'LI2',
    planted: () => (wiring) => {
      let kept: Parameters<Wiring['transport']['send']> | null = null
      const send: Wiring['transport']['send'] = (...sent) => {
        const before = kept
        kept = before === null && sent[2] === 'durable' ? [sent[0], [...sent[1]], sent[2]] : null
        if (kept === null) wiring.transport.send(...sent)
        if (before) wiring.transport.send(...before)
      }
      return { ...wiring, transport: over(wiring.transport, { send }) }
    },
  },
  {
    name: 'lets a session that has ended go on',
    rule: 'I10',
    planted: () => (wiring) => {
      const forever = new Date('2099-01-01T00:00:00.000Z')
      const liveAmong: Wiring['sessions']['liveAmong'] = async (ids) => new Map(ids.map((id) => [id, forever]))
      const command: Wiring['broadcaster']['command'] = async (topic, signal) =>
        signal.kind === 'end-sessions' || wiring.broadcaster.command(topic, signal)
      return { ...wiring, sessions: over(wiring.sessions, { liveAmong }), broadcaster: over(wiring.broadcaster, { command }) }
    },
  },
  {
    name: 'lets a mark fall',
    rule: 'I9',
    planted: () => (wiring) => {
      const advance: Wiring['readMarks']['advance'] = async (...parameters) => {
        const mark = await wiring.readMarks.advance(...parameters)
        return mark && { ...mark, moved: true, me: { ...mark.me, readNumber: 1, seq: mark.me.seq + 1_000 } }
      }
      return { ...wiring, readMarks: over(wiring.readMarks, { advance }) }
    },
  },
]

type Append = MessageRepository['append']

const appending = (wiring: Wiring, append: (draft: MessageDraft, inner: Append) => ReturnType<Append>): Wiring => ({
  ...wiring,
  messages: over(wiring.messages, { append: (draft) => append(draft, (inner) => wiring.messages.append(inner)) }),
})

/** Between the bus and its receiver, where interruptions are told. */
function attaching(wiring: Wiring, interrupted: (tell: () => void) => void): Wiring {
  const attach: Wiring['broadcaster']['attach'] = (receiver) =>
    wiring.broadcaster.attach({
      receive: (signal) => receiver.receive(signal),
      interrupted: () => interrupted(() => receiver.interrupted()),
    })
  return { ...wiring, broadcaster: over(wiring.broadcaster, { attach }) }
}

/** What the message will be, if nothing comes between. */
async function foretold({ chats }: Wiring, draft: MessageDraft): Promise<Message | null> {
  const chat = (await chats.findForMembers(draft.chatId, [draft.senderId])).get(draft.senderId)
  return chat ? messageOf(draft, chat.messageCount + 1, chat.seq + 1) : null
}

async function soon({ heads }: Wiring): Promise<void> {
  for (let asked = 0; asked < 20; asked += 1) await heads.headsOf([])
}

/** Everything that is sent takes the next place of one sequence for all chats; who holds some place is given what is above it. */
function globalCursor(): Planted {
  const placeOf = new Map<string, number>()
  return (wiring, { database }) => {
    const changesFor: Wiring['changes']['changesFor'] = async (userId, request) => {
      const held = request.chats.flatMap(
        ({ id, seq }) => database.store.chats.get(id)?.messages.filter((message) => message.seq <= seq) ?? [],
      )
      const cursor = Math.max(0, ...held.map(({ id }) => placeOf.get(id) ?? 0))
      const isAbove = ({ id }: Message) => (placeOf.get(id) ?? 0) > cursor
      const answer = await wiring.changes.changesFor(userId, request)
      return { ...answer, chats: answer.chats.map((told) => ({ ...told, messages: told.messages.filter(isAbove) })) }
    }
    return appending({ ...wiring, changes: over(wiring.changes, { changesFor }) }, async (draft, append) => {
      placeOf.set(draft.id, placeOf.size + 1)
      await soon(wiring)
      return append(draft)
    })
  }
}
