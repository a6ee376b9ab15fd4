import type { Stores } from '../../src/application/ports/unit-of-work.js'
import { type Chat, type ChatOfMember, type GroupSettings, pairOf } from '../../src/domain/chat.js'
import type { NewAttachment } from '../../src/domain/files/attachment.js'
import type { AttachmentId, BlobKey, ChatId, ClientId, MessageId, UserId } from '../../src/domain/ids.js'
import type { Membership, Role } from '../../src/domain/member.js'
import { assignRole, depart, enter, isActive } from '../../src/domain/membership.js'
import type { Message, MessageDraft } from '../../src/domain/messages/message.js'
import type { User } from '../../src/domain/user.js'
import type { Storage } from './storage.js'

/** Whole milliseconds: what the contracts ask of a store. */
export const someTime = new Date('2026-11-22T10:00:00.123Z')

export const later = (milliseconds: number): Date => new Date(someTime.getTime() + milliseconds)

/** What no store may know of. */
export const unknownId = <Id extends string>(): Id => globalThis.crypto.randomUUID() as Id

export async function makeUsers(storage: Storage, count: number, names: readonly Partial<User>[] = []): Promise<readonly User[]> {
  const users = Array.from({ length: count }, (_, index) => {
    const id = unknownId<UserId>()
    return {
      id,
      handle: `u${id.replaceAll('-', '').slice(0, 24)}`,
      displayName: `Person ${index}`,
      avatarUrl: null,
      createdAt: someTime,
      ...names[index],
    }
  })
  await storage.addUsers(users)
  return users
}

const emptyChat = (settings: GroupSettings, createdAt: Date): Chat => ({
  id: unknownId<ChatId>(),
  type: 'group',
  title: settings.title ?? 'A group',
  topic: settings.topic ?? null,
  visibility: settings.visibility ?? 'private',
  history: settings.history ?? 'all',
  memberCount: 0,
  seq: 0,
  messageCount: 0,
  createdAt,
})

/** A group whose owner is the first of the people; they joined in their order, a second apart. */
export async function makeGroup(
  storage: Storage,
  people: readonly User[],
  settings: GroupSettings = {},
  createdAt = someTime,
): Promise<Chat> {
  return storage.unitOfWork.run(async ({ chats, memberships }) => {
    let chat = emptyChat(settings, createdAt)
    await chats.insertGroup(chat)
    const entered: Membership[] = []
    for (const [index, person] of people.entries()) {
      const change = enter(chat, person.id, index === 0 ? 'owner' : 'member', new Date(createdAt.getTime() + index * 1_000))
      chat = change.chat
      entered.push(change.membership)
    }
    await chats.save(chat)
    await memberships.save(entered)
    return chat
  })
}

export async function makePrivate(storage: Storage, one: User, other: User): Promise<ChatId> {
  return storage.unitOfWork.run(async ({ chats, memberships }) => {
    let chat: Chat = { ...emptyChat({}, someTime), type: 'private', title: null }
    const id = await chats.insertPrivate(chat, pairOf(one.id, other.id))
    if (id !== chat.id) return id
    const entered: Membership[] = []
    for (const person of [one, other]) {
      const change = enter(chat, person.id, 'member', someTime)
      chat = change.chat
      entered.push(change.membership)
    }
    await chats.save(chat)
    await memberships.save(entered)
    return id
  })
}

/** Changes one place in a chat as a use case would: locked, through the domain, chat and membership together. */
async function change(
  storage: Storage,
  chatId: ChatId,
  userId: UserId,
  step: (chat: Chat, membership: Membership | null) => { readonly chat: Chat; readonly membership: Membership },
): Promise<Membership> {
  return storage.unitOfWork.run(async ({ chats, memberships }) => {
    const chat = await chats.lock(chatId)
    if (chat === null) throw new Error('The chat of this check is gone.')
    const changed = step(chat, await memberships.find(chatId, userId))
    await chats.save(changed.chat)
    await memberships.save([changed.membership])
    return changed.membership
  })
}

const present = (membership: Membership | null): Membership => {
  if (!isActive(membership)) throw new Error('The person of this check is not in the chat.')
  return membership
}

export const join = (storage: Storage, chatId: ChatId, user: User, at = later(60_000)): Promise<Membership> =>
  change(storage, chatId, user.id, (chat) => enter(chat, user.id, 'member', at))

export const leave = (storage: Storage, chatId: ChatId, user: User): Promise<Membership> =>
  change(storage, chatId, user.id, (chat, membership) => depart(chat, present(membership), later(90_000)))

export const giveRole = (storage: Storage, chatId: ChatId, user: User, role: Role): Promise<Membership> =>
  change(storage, chatId, user.id, (chat, membership) =>
    assignRole(chat, { ...present(membership), role: 'owner' }, present(membership), role),
  )

export const draftOf = (chatId: ChatId, sender: User, changes: Partial<MessageDraft> = {}): MessageDraft => ({
  id: unknownId<MessageId>(),
  chatId,
  clientId: unknownId<ClientId>(),
  senderId: sender.id,
  text: 'Hello',
  replyTo: null,
  createdAt: someTime,
  ...changes,
})

export async function send(storage: Storage, chatId: ChatId, sender: User, changes: Partial<MessageDraft> = {}): Promise<Message> {
  return (await storage.messages.append(draftOf(chatId, sender, changes))).message
}

/** A file that somebody uploaded, and that no message has yet. */
export async function uploadFile(storage: Storage, owner: User, changes: Partial<NewAttachment> = {}): Promise<NewAttachment> {
  const attachment: NewAttachment = {
    id: unknownId<AttachmentId>(),
    ownerId: owner.id,
    blob: unknownId<BlobKey>(),
    thumbBlob: null,
    name: 'Übersicht "1".png',
    type: 'image/png',
    size: 10,
    width: 3,
    height: 4,
    createdAt: someTime,
    ...changes,
  }
  const plenty = { files: 1_000, bytes: 1_000_000 }
  const { ownerId, blob, size: bytes, createdAt: at } = attachment
  await storage.attachments.reserve({ ownerId, blob, thumbBlob: attachment.thumbBlob ?? unknownId<BlobKey>(), bytes, at }, plenty)
  await storage.attachments.add(attachment, plenty)
  return attachment
}

/** Changes a message as a use case would: the chat locked, message and chat together. */
export async function amend(
  storage: Storage,
  { id, chatId }: Message,
  changes: Partial<Message>,
  also: (stores: Stores) => Promise<unknown> = () => Promise.resolve(),
): Promise<Message> {
  return storage.unitOfWork.run(async (stores) => {
    const chat = await stores.chats.lock(chatId)
    const message = await stores.messages.find(chatId, id)
    if (chat === null || message === null) throw new Error('The message of this check is gone.')
    await also(stores)
    const changed = { ...message, ...changes, seq: chat.seq + 1 }
    await stores.messages.save(changed)
    await stores.chats.save({ ...chat, seq: changed.seq })
    return changed
  })
}

/** So many messages, one after the other, `1` to the count. */
export async function sendMany(storage: Storage, chatId: ChatId, sender: User, count: number): Promise<readonly Message[]> {
  const sent: Message[] = []
  for (let index = 1; index <= count; index += 1) sent.push(await send(storage, chatId, sender, { text: String(index) }))
  return sent
}

/** @throws Error if the user is not in the chat. */
export async function viewOf(storage: Storage, chatId: ChatId, user: User): Promise<ChatOfMember> {
  const view = (await storage.chats.findForMembers(chatId, [user.id])).get(user.id)
  if (view === undefined) throw new Error('The person of this check is not in the chat.')
  return view
}

export const upTo = (count: number, from = 1): readonly number[] => Array.from({ length: count }, (_, index) => from + index)
