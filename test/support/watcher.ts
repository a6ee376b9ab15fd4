import { readFrame } from '../../web/sdk/events.js'
import { message, syncAnswer } from '../../web/sdk/model.js'
import { reduce } from '../../web/sdk/reduce.js'
import { emptyState, type State } from '../../web/sdk/state.js'
import type { Json, Person, Socket } from './client.js'
import { until } from './until.js'

const nothing = new Map<string, number>()

/** What a client knows of its chats that can be had again from the server, in a form that two of them can be compared in. */
type Knowledge = Readonly<Record<string, Json>>

/** Somebody's client that fetched everything once, and since then lives by events alone. */
export class Watcher {
  readonly person: Person
  readonly #socket: Socket
  #state: State = emptyState
  #read = 0

  private constructor(person: Person, socket: Socket) {
    this.person = person
    this.#socket = socket
  }

  static async of(person: Person): Promise<Watcher> {
    const watcher = new Watcher(person, await person.connect({ subscribed: false }))
    watcher.#state = await fetched(person)
    return watcher
  }

  /** Takes in what has come. */
  #catchUp(): State {
    const { frames } = this.#socket
    for (; this.#read < frames.length; this.#read += 1) {
      const event = readFrame(JSON.stringify(frames[this.#read]))
      if (event) this.#state = reduce(this.#state, { type: 'event', event })
    }
    return this.#state
  }

  /** What it knows, and what somebody would who fetches everything now; waits until they are the same, as long as one waits for an event. */
  async comparedWithFetch(): Promise<{ readonly lived: Knowledge; readonly fetched: Knowledge }> {
    let compared = { lived: {}, fetched: {} } as { lived: Knowledge; fetched: Knowledge }
    const isSame = async () => {
      const [fresh, lived] = [await fetched(this.person), this.#catchUp()]
      compared = { lived: knowledgeOf(lived, fresh), fetched: knowledgeOf(fresh, lived) }
      return JSON.stringify(compared.lived) === JSON.stringify(compared.fetched) ? true : null
    }
    await until('the events have told everything', isSame).catch(() => null)
    return compared
  }

  close(): void {
    this.#socket.close()
  }
}

async function fetched(person: Person): Promise<State> {
  const user = await person.expect(200, 'GET', '/v1/me')
  let state = reduce(emptyState, { type: 'signed-in', user })
  const answer = syncAnswer(await person.expect(200, 'POST', '/v1/sync', { chats: [] }))
  state = reduce(reduce(state, { type: 'sync-started' }), { type: 'synced', answer, asked: nothing })
  state = reduce(state, { type: 'sync-finished', mine: answer.mine.seq })
  for (const chatId of state.chats.keys()) {
    const { items } = await person.expect(200, 'GET', `/v1/chats/${chatId}/messages?limit=100`)
    state = reduce(state, { type: 'messages-fetched', chatId, messages: items.map(message) })
  }
  return state
}

/** Marks of others are passing, and the order of a map means nothing. Of people who left only those count whom the other side knows of too. */
function knowledgeOf(state: State, other: State): Knowledge {
  const chats = [...state.chats].sort(([one], [another]) => (one < another ? -1 : 1))
  return Object.fromEntries(
    chats.map(([id, { info, me, unread, unreadMentions, seq, messages, members }]) => [
      id,
      {
        info: sorted(info),
        me: sorted(me),
        counts: [unread, unreadMentions, seq],
        messages: [...messages.values()].sort((one, another) => one.number - another.number).map(sorted),
        members: [...members.values()]
          .filter(({ userId, leftAt }) => leftAt === null || other.chats.get(id)?.members.has(userId))
          .map(({ readNumber: _, deliveredNumber: __, ...rest }) => sorted(rest))
          .sort((one, another) => (one['userId'] < another['userId'] ? -1 : 1)),
      },
    ]),
  )
}

const sorted = (object: object): Record<string, Json> =>
  Object.fromEntries(Object.entries(object).sort(([one], [another]) => (one < another ? -1 : 1)))
