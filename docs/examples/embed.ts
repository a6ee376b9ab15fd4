import { type ChatId, type ClientId, createChatCore, type User, type UserId } from 'parley'
import { createInMemoryStorage } from 'parley/adapters/memory/in-memory-storage'
import { CryptoSecrets } from 'parley/adapters/system/crypto-secrets'

const clock = { now: () => new Date() }
const storage = createInMemoryStorage(clock)
const person = (handle: string): User => ({
  id: crypto.randomUUID() as UserId,
  handle,
  displayName: handle,
  avatarUrl: null,
  createdAt: clock.now(),
})
const [ada, bob] = [person('ada'), person('bob')]
await storage.addUsers([ada, bob])

const core = createChatCore({
  ...storage,
  clock,
  ids: { next: () => crypto.randomUUID() },
  secrets: new CryptoSecrets(),
  events: { publish: (...events) => console.log('announced:', events.map((event) => event.type).join(', ')) },
  connections: { subscribe: async () => {}, unsubscribe: async () => {}, endSessions: async () => {} },
})

const { id } = await core.createGroup.execute({ userId: ada.id, settings: { title: 'Sailing' }, memberIds: [bob.id] })
const send = (chatId: ChatId, sender: User, text: string) =>
  core.sendMessage.execute({ userId: sender.id, chatId, clientId: crypto.randomUUID() as ClientId, text, replyTo: null })
await send(id, ada, 'Ahoy!')
await send(id, bob, 'Aye.')

const page = await core.messages.page(id, bob.id, { kind: 'newest' }, 50)
for (const { number, text } of page?.items ?? []) console.log(`${number}. ${text}`)
