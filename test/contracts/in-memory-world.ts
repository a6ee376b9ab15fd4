import { createInMemoryStorage } from '../../src/adapters/memory/in-memory-storage.js'
import type { ChatCorePorts } from '../../src/application/chat-core.js'
import type { DomainEvent } from '../../src/domain/events.js'
import type { ClientId, UserId } from '../../src/domain/ids.js'
import type { User } from '../../src/domain/user.js'

/** All that `createChatCore` needs, in memory: for trying the core out, and for an embedder's own tests. Nobody has a socket. */
export function createInMemoryWorld() {
  const clock = { now: () => new Date() }
  const uuid = () => globalThis.crypto.randomUUID()
  const { addUsers, ...storage } = createInMemoryStorage(clock)
  const announced: DomainEvent[] = []
  const nobodyIsConnected = async () => undefined
  const ports: ChatCorePorts = {
    ...storage,
    clock,
    ids: { next: uuid },
    secrets: { random: () => Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(32))).toString('base64url') },
    events: { publish: (...events) => void announced.push(...events) },
    connections: { subscribe: nobodyIsConnected, unsubscribe: nobodyIsConnected, endSessions: nobodyIsConnected },
  }
  return {
    ports,
    /** What the use cases said has happened, oldest first. */
    announced: announced as readonly DomainEvent[],
    newClientId: () => uuid() as string as ClientId,
    /** Makes people of these handles. */
    async addUsers<Handles extends readonly string[]>(...handles: Handles): Promise<{ readonly [Place in keyof Handles]: User }> {
      const users = handles.map((handle) => {
        const id = uuid() as string as UserId
        return { id, handle, displayName: handle, avatarUrl: null, createdAt: clock.now() } satisfies User
      })
      await addUsers(users)
      return users as { readonly [Place in keyof Handles]: User }
    },
  }
}
