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
      messages: ChatCorePorts['messages'],
      readMarks: ChatCorePorts['readMarks'],
      changes: ChatCorePorts['changes'],
      connections: ChatCorePorts['connections'],
      events: ChatCorePorts['events'],
      ids: ChatCorePorts['ids'],
      clock: ChatCorePorts['clock'],
    ) => createChatCore({ unitOfWork, users, chats, messages, readMarks, changes, connections, events, ids, clock }),
    [
      T.UnitOfWork,
      T.UserDirectory,
      T.ChatReader,
      T.MessageRepository,
      T.ReadMarks,
      T.ChangeReader,
      T.LiveConnections,
      T.EventPublisher,
      T.IdGenerator,
      T.Clock,
    ],
  )
})
