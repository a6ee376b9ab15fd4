import type { ChatCore } from '../../../src/application/chat-core.js'
import type { ChatId, UserId } from '../../../src/domain/ids.js'
import type { Device } from './device.js'
import type { SimulatedWorld } from './world.js'

/** Something that somebody does, as a line for the log; `null` if there is nobody to do it. */
export type Act = (world: SimulatedWorld) => string | null

interface Scene {
  readonly actorId: UserId
  readonly userId: UserId
  readonly chatId: ChatId
}

/** The caller, often who made the chats, and another person or themselves, in one of the chats. What they may not do is refused, which is as good. */
const command =
  (name: string, ask: (core: ChatCore, scene: Scene, world: SimulatedWorld) => Promise<unknown>): Act =>
  (world) => {
    const [owner] = world.devices
    const by = owner?.isSignedIn && world.random.chance(0.4) ? owner : anyDevice(world)
    if (!by) return null
    const scene = { actorId: by.userId, userId: world.random.pick(world.users), chatId: world.random.pick(world.chats) }
    void world.people.act(by, (core) => ask(core, scene, world))
    return `${by.name} ${name} ${scene.userId.slice(-2)} in ${scene.chatId.slice(-2)}`
  }

const send =
  (count: number): Act =>
  (world) => {
    const by = anyDevice(world)
    if (!by) return null
    const chatId = world.random.pick(world.chats)
    const sending = async () => {
      for (let sent = 0; sent < count; sent += 1) await world.people.send(by, chatId)
    }
    void sending()
    return `${by.name} sends ${count} to ${chatId.slice(-2)}`
  }

const change =
  (name: 'edit' | 'delete'): Act =>
  (world) => {
    const by = anyDevice(world)
    const own = by ? world.people.sentBy(by.userId) : []
    if (!by || own.length === 0) return null
    const message = world.random.pick(own)
    void world.people[name](by, message)
    return `${by.name} ${name}s ${message.clientId} in ${message.chatId.slice(-2)}`
  }

const logOut: Act = (world) => {
  const device = anyDevice(world)
  const others = device ? world.devicesOf(device.userId).filter((other) => other !== device) : []
  const [by] = others
  if (!device || !by) return null
  void world.people.logOut(by, device)
  return `${device.name} is logged out`
}

export const acts: readonly (readonly [number, Act])[] = [
  [24, send(1)],
  [6, send(3)],
  [6, change('edit')],
  [2, change('delete')],
  [
    3,
    command('reads', (core, { actorId, chatId }, { random }) =>
      core.markRead.execute({ userId: actorId, chatId, number: random.between(1, 9) }),
    ),
  ],
  [
    1,
    command('renames', (core, { actorId, chatId }, { time }) =>
      core.updateChat.execute({ actorId, chatId, settings: { title: `At ${time.elapsed()}` } }),
    ),
  ],
  [
    1,
    command('gives a role to', (core, scene, { random }) => core.changeRole.execute({ ...scene, role: random.pick(['member', 'admin']) })),
  ],
  [3, command('removes', (core, scene) => core.removeMember.execute(scene))],
  [3, command('adds', (core, scene) => core.addMember.execute(scene))],
  [3, command('joins, whoever is', (core, { actorId, chatId }) => core.joinRoom.execute({ userId: actorId, chatId }))],
  [1, command('leaves, whoever is', (core, { actorId, chatId }) => core.leaveChat.execute({ userId: actorId, chatId }))],
  [1, logOut],
]

function anyDevice({ random, devices }: SimulatedWorld): Device | null {
  const usable = devices.filter(({ isSignedIn }) => isSignedIn)
  return usable.length === 0 ? null : random.pick(usable)
}
