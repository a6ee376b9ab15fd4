import { check } from '../check.js'
import type { History, Violation } from '../history.js'
import type { Random } from '../random.js'
import type { Cluster } from './cluster.js'
import type { Crowd, Person } from './crowd.js'
import { pause } from './device.js'
import type { ClusterFault, Scene } from './faults.js'
import type { ClusterNode } from './node.js'

/** What one fault did. Times in milliseconds. */
export interface FaultReport {
  readonly id: string
  readonly name: string
  readonly lasted: number
  /** From when it was healed until a message to everybody was on every device. */
  readonly recovery: number
  readonly acknowledged: number
  readonly retries: number
  /** Of sends that were answered at once meanwhile. */
  readonly p99: number
}

export interface RoundReport {
  readonly faults: readonly FaultReport[]
  readonly acknowledged: number
  readonly frames: number
  readonly seconds: number
  readonly violations: readonly Violation[]
  readonly history: History
}

export interface RoundOptions {
  readonly lanes: number
  /** Milliseconds between two messages of a lane. */
  readonly pauseMs: number
  /** Milliseconds in which all is well before each fault, and after the last. */
  readonly calmMs: number
  /** Milliseconds after which everybody must have been reached again. */
  readonly patienceMs: number
  /** How many chats there are beside the one of everybody, and how many people begin in each. */
  readonly groups: number
  readonly members: number
  readonly say: (line: string) => void
}

/** Milliseconds. */
const longestSettling = 30_000

/** New chats, everybody sending, one fault after the other, then quiet, and the checker. */
export async function round(
  cluster: Cluster,
  crowd: Crowd,
  random: Random,
  faults: readonly ClusterFault[],
  options: RoundOptions,
): Promise<RoundReport> {
  const began = Date.now()
  const { lanes, pauseMs, calmMs, patienceMs, say } = options
  for (const { frames } of crowd.devices) frames.clear()
  const { everybody, chatsOf, all } = await makeChats(crowd, random, options)
  const problems: Violation[] = []
  const object = (rule: string) => (says: string) => void problems.push({ rule, says })
  const acknowledgedBefore = crowd.acknowledged
  const stopSending = crowd.startSending(chatsOf, lanes, pauseMs)
  const stopChurning = churn(crowd, random, all)
  const reports: FaultReport[] = []
  const probe = (by: ClusterNode | null, except: ClusterNode | null) => probeAll(crowd, everybody, by, except, patienceMs)
  for (const fault of faults) {
    await pause(calmMs)
    const scene: Scene = { cluster, crowd, random, probe, object: object(fault.id) }
    const report = await suffer(fault, scene)
    reports.push(report)
    say(
      `${fault.id} ${fault.name}: whole after ${report.recovery} ms; ${report.acknowledged} acknowledged, ${report.retries} tried again, p99 ${report.p99} ms`,
    )
    if (report.recovery > patienceMs) object(fault.id)(`not whole ${report.recovery} ms after ${fault.name}`)
  }
  await pause(calmMs)
  await Promise.all([stopChurning(), stopSending()])
  const acknowledged = crowd.acknowledged - acknowledgedBefore
  await settle(cluster, crowd, all)
  const unfit = [...crowd.statuses].filter(([status]) => status >= 500 && status !== 503 && status !== 504)
  for (const [status, count] of unfit) object('5xx')(`${count} answers were ${status}`)
  crowd.statuses.clear()
  const contents = await cluster.contents(all)
  const inRound = new Set(all)
  const devices = crowd.devices.map((device) => device.history(inRound))
  const history: History = { ...crowd.take(), ...contents, devices }
  const violations = [...problems, ...check(history)]
  await replaceSignedOut(crowd)
  const frames = crowd.devices.reduce((sum, device) => sum + device.frames.size, 0)
  return { faults: reports, acknowledged, frames, seconds: (Date.now() - began) / 1_000, violations, history }
}

async function suffer(fault: ClusterFault, scene: Scene): Promise<FaultReport> {
  const { crowd } = scene
  const before = { acknowledged: crowd.acknowledged, retries: crowd.retries, refusals: crowd.refusals }
  crowd.latencies = []
  const began = Date.now()
  const heal = await fault.inject(scene)
  await pause(fault.hold)
  const p99 = percentile(crowd.latencies, 0.99)
  const refused = crowd.refusals - before.refusals
  if (fault.sparesSends && refused > 0) scene.object(`${refused} calls were refused during ${fault.name}`)
  await heal?.()
  const healed = Date.now()
  await scene.probe(null, null)
  const [acknowledged, retries] = [crowd.acknowledged - before.acknowledged, crowd.retries - before.retries]
  return { id: fault.id, name: fault.name, lasted: healed - began, recovery: Date.now() - healed, acknowledged, retries, p99 }
}

async function probeAll(
  crowd: Crowd,
  everybody: string,
  by: ClusterNode | null,
  except: ClusterNode | null,
  patienceMs: number,
): Promise<number> {
  const began = Date.now()
  const [sender] = crowd.devices.filter(({ isOver }) => !isOver)
  if (!sender) return 0
  const { acknowledged } = await crowd.send(sender, everybody, by ?? undefined)
  const concerned = crowd.devices.filter(({ isOver, node }) => !isOver && (except === null || (node !== null && node !== except)))
  const end = Date.now() + patienceMs + 5_000
  while (Date.now() < end && !concerned.every(({ held }) => held.holds(everybody, acknowledged?.number ?? 0))) await pause(10)
  return Date.now() - began
}

/** Everybody is in one chat and some are in each other one; the first member of each is its owner. */
async function makeChats(crowd: Crowd, random: Random, { groups, members: size }: RoundOptions) {
  const chatsOf = new Map<string, string[]>(crowd.people.map(({ id }) => [id, []]))
  const make = async (members: readonly Person[], settings: object): Promise<string> => {
    const [owner] = members
    const memberIds = members.slice(1).map(({ id }) => id)
    const body = { type: 'group', title: 'A group', memberIds, ...settings }
    const made = owner && (await crowd.act<{ id: string }>(liveOf(owner), 'POST', '/v1/chats', body))
    return made?.id ?? ''
  }
  const everybody = await make(crowd.people, { title: 'Everybody' })
  const all = [everybody]
  for (let place = 0; place < groups; place += 1) {
    const members = [...crowd.people].sort(() => random.next() - 0.5).slice(0, size)
    const history = place % 2 === 0 ? 'all' : 'since_joining'
    const chatId = await make(members, { visibility: 'public' })
    const [owner] = members
    if (owner && history === 'since_joining') await crowd.act(liveOf(owner), 'PATCH', `/v1/chats/${chatId}`, { history })
    for (const { id } of members) chatsOf.get(id)?.push(chatId)
    all.push(chatId)
  }
  return { everybody, chatsOf, all }
}

/** People come and go, read, are removed, and change what they have sent, until it is stopped. */
function churn(crowd: Crowd, random: Random, all: readonly string[]): () => Promise<void> {
  let isOver = false
  const going = async () => {
    while (!isOver) {
      const [chatId, device] = [random.pick(all.slice(1)), liveOf(random.pick(crowd.people))]
      const [method, path, body] = random.weighted<readonly [string, string, object]>([
        [3, ['POST', `/v1/chats/${chatId}/join`, {}]],
        [1, ['POST', `/v1/chats/${chatId}/leave`, {}]],
        [2, ['DELETE', `/v1/chats/${chatId}/members/${random.pick(crowd.people).id}`, {}]],
        [2, ['POST', `/v1/chats/${chatId}/members`, { userId: random.pick(crowd.people).id }]],
        [4, ['POST', `/v1/chats/${chatId}/read`, { number: random.between(1, 50) }]],
      ])
      await crowd.act(device, method, path, method === 'DELETE' ? undefined : body)
      if (random.chance(0.5)) await crowd.changeOne()
      await pause(random.between(50, 400))
    }
  }
  const churning = going()
  return async () => {
    isOver = true
    await churning
  }
}

/** Waits until every device says that it holds all there is, which it can only if it was told. */
async function settle(cluster: Cluster, crowd: Crowd, all: readonly string[]): Promise<void> {
  const heads = await cluster.heads(all)
  const isWhole = () =>
    crowd.devices.every(
      (device) => device.isOver || (device.isLive && device.held.question.chats.every(({ id, seq }) => seq >= (heads.get(id) ?? 0))),
    )
  const end = Date.now() + longestSettling
  while (Date.now() < end && !isWhole()) await pause(50)
  await pause(2_000)
}

async function replaceSignedOut(crowd: Crowd): Promise<void> {
  for (const person of crowd.people)
    for (const device of person.devices.filter(({ isOver }) => isOver)) {
      device.end()
      person.devices.splice(person.devices.indexOf(device), 1)
      await crowd.addDevice(person)
    }
}

function liveOf(person: Person) {
  const device = person.devices.find(({ isOver }) => !isOver)
  if (!device) throw new Error('Somebody has no device left.')
  return device
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
}
