import { ContainerModule } from 'inversify'
import { type ChatCorePorts, createChatCore } from '../../application/chat-core.js'
import { T } from '../tokens.js'

/** The use cases of chats and messages: made together, as an embedder makes them. */
export const chatsModule = new ContainerModule(({ bind }) => {
  bind(T.ChatCore).toResolvedValue(
    (
      unitOfWork: ChatCorePorts['unitOfWork'],
      users: ChatCorePorts['users'],
      chats: ChatCorePorts['chats'],
      invites: ChatCorePorts['invites'],
      bans: ChatCorePorts['bans'],
      blocks: ChatCorePorts['blocks'],
      messages: ChatCorePorts['messages'],
      messageLists: ChatCorePorts['messageLists'],
      threadFollows: ChatCorePorts['threadFollows'],
      readMarks: ChatCorePorts['readMarks'],
      preferences: ChatCorePorts['preferences'],
      changes: ChatCorePorts['changes'],
      search: ChatCorePorts['search'],
      connections: ChatCorePorts['connections'],
      events: ChatCorePorts['events'],
      ids: ChatCorePorts['ids'],
      secrets: ChatCorePorts['secrets'],
      clock: ChatCorePorts['clock'],
    ) =>
      createChatCore({
        unitOfWork,
        users,
        chats,
        invites,
        bans,
        blocks,
        messages,
        messageLists,
        threadFollows,
        readMarks,
        preferences,
        changes,
        search,
        connections,
        events,
        ids,
        secrets,
        clock,
      }),
    [
      T.UnitOfWork,
      T.UserDirectory,
      T.ChatReader,
      T.InviteReader,
      T.BanReader,
      T.Blocks,
      T.MessageRepository,
      T.MessageLists,
      T.ThreadFollows,
      T.ReadMarks,
      T.ChatPreferences,
      T.ChangeReader,
      T.MessageSearch,
      T.LiveConnections,
      T.EventPublisher,
      T.IdGenerator,
      T.Secrets,
      T.Clock,
    ],
  )
})
