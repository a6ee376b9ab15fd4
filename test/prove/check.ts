import type { DeviceHistory, History, Place, RawFrame, StoredMessage, Violation } from './history.js'

/** Judges a run by what clients were told and saw, and what the database has at the end: the invariants of delivery, and the contract's order. */
export function check(history: History): readonly Violation[] {
  const told = new Told(history)
  return [
    ...stored(history, told),
    ...numbered(history),
    ...history.devices.flatMap((device) => [...shown(device, told), ...heard(device, history, told)]),
  ]
}

/** The history by what is looked up in it. */
class Told {
  readonly byClientId = new Map<string, StoredMessage[]>()
  readonly byPlace = new Map<string, StoredMessage>()
  readonly byChat = new Map<string, StoredMessage[]>()
  readonly stints = new Map<string, Stint[]>()
  readonly #heads = new Map<string, History['chats'][number]>()

  constructor(history: History) {
    for (const message of history.messages) {
      push(this.byClientId, `${message.senderId} ${message.clientId}`, message)
      push(this.byChat, message.chatId, message)
      this.byPlace.set(`${message.chatId} ${message.number}`, message)
    }
    for (const place of history.places) enter(this.stints, place)
    for (const chat of history.chats) this.#heads.set(chat.id, chat)
  }

  stintsOf(chatId: string, userId: string): readonly Stint[] {
    return this.stints.get(`${chatId} ${userId}`) ?? []
  }

  messageCountOf(chatId: string): number {
    return this.#heads.get(chatId)?.messageCount ?? 0
  }

  isThere(chatId: string): boolean {
    return this.#heads.has(chatId)
  }
}

/** Somebody's time in a chat: from one change to another. */
interface Stint {
  readonly firstNumber: number
  readonly since: number
  /** The change by which they left; `null` while they are in it. */
  leftBy: number | null
}

function enter(stints: Map<string, Stint[]>, { chatId, userId, seq, isActive, firstNumber, at }: Place): void {
  const key = `${chatId} ${userId}`
  const last = stints.get(key)?.at(-1)
  const isIn = last !== undefined && last.leftBy === null
  if (isActive && !isIn) push(stints, key, { firstNumber, since: at, leftBy: null })
  if (!isActive && isIn) last.leftBy = seq
}

/** I1, I2, I3: what was acknowledged is there, as acknowledged, once, and nothing that nobody tried. */
function* stored({ attempts, messages }: History, told: Told): Iterable<Violation> {
  const tried = new Map(attempts.map((attempt) => [`${attempt.senderId} ${attempt.clientId}`, attempt]))
  for (const attempt of attempts) {
    const found = told.byClientId.get(`${attempt.senderId} ${attempt.clientId}`) ?? []
    const { acknowledged, clientId, after } = attempt
    const [first] = found
    if (found.length > 1) yield { rule: 'I2', says: `${clientId} is stored ${found.length} times` }
    if (!acknowledged) continue
    if (!first) {
      if (told.isThere(attempt.chatId)) yield { rule: 'I1', says: `${clientId} was acknowledged and is not stored` }
      continue
    }
    if (first.number !== acknowledged.number)
      yield { rule: 'I1', says: `${clientId} was acknowledged as number ${acknowledged.number} and is number ${first.number}` }
    const earlier = after === null ? undefined : told.byClientId.get(`${attempt.senderId} ${after}`)?.[0]
    if (earlier && earlier.number >= first.number)
      yield { rule: 'I7', says: `${clientId} was sent after ${after} was answered, and is before it` }
  }
  for (const { senderId, clientId, chatId, text } of messages) {
    const attempt = tried.get(`${senderId} ${clientId}`)
    if (!attempt) yield { rule: 'I3', says: `nobody tried to send ${clientId}` }
    else if (attempt.chatId !== chatId || (text !== attempt.text && !attempt.changes.includes(text)))
      yield { rule: 'I3', says: `${clientId} is not as it was sent or changed` }
  }
}

/** I4: in each chat numbers are 1 to n, and no change has the place of another. I9: no mark is above the head. */
function* numbered({ chats, messages, readNumbers }: History): Iterable<Violation> {
  const heads = new Map(chats.map((chat) => [chat.id, chat]))
  const numbers = new Map<string, number[]>()
  const seqs = new Set<string>()
  for (const { chatId, number, seq } of messages) {
    push(numbers, chatId, number)
    if (seqs.has(`${chatId} ${seq}`)) yield { rule: 'I4', says: `two messages of ${chatId} have the change ${seq}` }
    seqs.add(`${chatId} ${seq}`)
    if (seq > (heads.get(chatId)?.seq ?? 0)) yield { rule: 'I4', says: `the change ${seq} of ${chatId} is above its head` }
  }
  for (const { id, messageCount } of chats) {
    const sorted = (numbers.get(id) ?? []).sort((a, b) => a - b)
    const hole = sorted.findIndex((number, place) => number !== place + 1)
    if (hole >= 0 || sorted.length !== messageCount)
      yield { rule: 'I4', says: `${id} has ${sorted.length} messages and counts ${messageCount}; the first hole is at ${hole + 1}` }
  }
  for (const { chatId, userId, number } of readNumbers)
    if (number > (heads.get(chatId)?.messageCount ?? 0)) yield { rule: 'I9', says: `${userId} has read more of ${chatId} than there is` }
}

/** I5, I6, I7: the screen shows what the database has of the chats one is in, once each and in order. */
function* shown({ name, userId, shown: screen }: DeviceHistory, told: Told): Iterable<Violation> {
  if (!screen) return
  for (const [key, stints] of told.stints) {
    const [chatId = '', member] = key.split(' ')
    const stint = stints.at(-1)
    if (member !== userId || !stint || !told.isThere(chatId)) continue
    const seen = screen.get(chatId)
    if (stint.leftBy !== null) {
      if (seen) yield { rule: 'I5', says: `${name} still shows ${chatId}, which they left` }
      continue
    }
    if (!seen) {
      yield { rule: 'I5', says: `${name} does not show ${chatId} at all` }
      continue
    }
    yield* inOrder(name, chatId, seen)
    const there = (told.byChat.get(chatId) ?? []).filter(({ number }) => number >= stint.firstNumber)
    const byNumber = new Map(seen.map((message) => [message.number, message]))
    const missing = there.filter(({ number }) => !byNumber.has(number)).map(({ number }) => number)
    if (missing.length > 0) yield { rule: 'I5', says: `${name} does not show ${missing.join(', ')} of ${chatId}` }
    for (const { number, clientId, text } of there) {
      const message = byNumber.get(number)
      if (message && (message.clientId !== clientId || message.text !== text))
        yield { rule: 'I5', says: `${name} shows ${number} of ${chatId} otherwise than it is` }
    }
    if (byNumber.size > there.length - missing.length) yield { rule: 'I5', says: `${name} shows more of ${chatId} than there is` }
  }
}

function* inOrder(
  name: string,
  chatId: string,
  seen: readonly { readonly number: number; readonly clientId: string }[],
): Iterable<Violation> {
  const known = new Set<string>()
  let last = 0
  for (const { number, clientId } of seen) {
    if (number <= last) yield { rule: 'I7', says: `${name} shows ${number} of ${chatId} after ${last}` }
    if (known.has(clientId)) yield { rule: 'I6', says: `${name} shows ${clientId} twice` }
    known.add(clientId)
    last = number
  }
}

/** I8, I9, I10, LI2, LI3: judged on every frame that came. */
function* heard(device: DeviceHistory, history: History, told: Told): Iterable<Violation> {
  const { name, userId, sessionId } = device
  const ending = history.endings.find((each) => each.sessionId === sessionId)
  const places = new Map<string, number>()
  /** Where something was missing before a change, and the socket was not told to resync yet. */
  const gaps = new Map<string, { readonly at: number; readonly says: string }>()
  const marks = new Map<string, { readonly seq: number; readonly readNumber: number }>()
  let socket = 0
  let toldToResync = Number.NEGATIVE_INFINITY
  for (const frame of device.frames) {
    const { chatId, seq, type } = frame
    for (const [place, gap] of gaps) {
      if (frame.at - gap.at <= onItsHeels && frame.socket === socket) continue
      if (frame.socket === socket) yield { rule: 'LI3', says: gap.says }
      gaps.delete(place)
    }
    if (frame.socket !== socket || type === 'resync') {
      places.clear()
      gaps.clear()
    }
    if (type === 'resync') toldToResync = frame.at
    socket = frame.socket
    if (chatId === null) continue
    // Either takes the place of all that the device has of the chat, what was missing before it included.
    if (type === 'chat.created' || type === 'chat.removed') {
      places.delete(chatId)
      gaps.delete(chatId)
    }
    if (frame.me) yield* marked(name, chatId, frame.me, marks)
    if (seq === null) {
      const at = frame.number === null ? undefined : told.byPlace.get(`${chatId} ${frame.number}`)
      // A mark at a message that came after they had left moved after that too.
      if (at && !mayHear({ ...frame, seq: at.createdSeq, number: null }, told.stintsOf(chatId, userId)))
        yield { rule: 'I8', says: `${name} was sent ${type} ${frame.number} of ${chatId} at ${frame.at}` }
      continue
    }
    if (!mayHear(frame, told.stintsOf(chatId, userId)))
      yield { rule: 'I8', says: `${name} was sent ${type} ${seq} of ${chatId} at ${frame.at}` }
    const message = frame.number === null ? undefined : told.byPlace.get(`${chatId} ${frame.number}`)
    if (ending && message && message.committedAt > ending.at + ending.within)
      yield {
        rule: 'I10',
        says: `${name} was sent ${frame.number} of ${chatId}, ${message.committedAt - ending.at} ms after its session had ended`,
      }
    const before = places.get(chatId)
    if (before !== undefined && seq < before) yield { rule: 'LI2', says: `${name} was sent ${seq} of ${chatId} after ${before}` }
    if (before !== undefined && seq > before + 1 && frame.at - toldToResync > awhile)
      gaps.set(chatId, { at: frame.at, says: `${name} was sent ${seq} of ${chatId} after ${before}, and nothing of what is between` })
    places.set(chatId, Math.max(before ?? 0, seq))
  }
}

/** A resync covers what is missing before a change, if it comes on its heels, or came while the node looked for who may hear of it. */
const onItsHeels = 100
const awhile = 2_000

/** Within a time in the chat, or of before it where that is theirs to see. */
function mayHear({ at, seq, number }: RawFrame, stints: readonly Stint[]): boolean {
  return stints.some(
    ({ since, leftBy, firstNumber }) =>
      since <= at && (leftBy === null || (seq ?? 0) <= leftBy) && (number === null || number >= firstNumber),
  )
}

function* marked(
  name: string,
  chatId: string,
  me: { readonly seq: number; readonly readNumber: number },
  marks: Map<string, { readonly seq: number; readonly readNumber: number }>,
): Iterable<Violation> {
  const held = marks.get(chatId)
  if (held && me.seq > held.seq && me.readNumber < held.readNumber)
    yield { rule: 'I9', says: `the mark of ${name} in ${chatId} fell from ${held.readNumber} to ${me.readNumber}` }
  if (!held || me.seq > held.seq) marks.set(chatId, me)
}

function push<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
