import { AddMember } from './chats/add-member.js'
import { ChangeRole } from './chats/change-role.js'
import { CreateGroup } from './chats/create-group.js'
import { DeleteChat } from './chats/delete-chat.js'
import { Entrance } from './chats/entrance.js'
import { Exit } from './chats/exit.js'
import { JoinRoom } from './chats/join-room.js'
import { LeaveChat } from './chats/leave-chat.js'
import { OpenPrivateChat } from './chats/open-private-chat.js'
import { RemoveMember } from './chats/remove-member.js'
import { RoleAnnouncement } from './chats/role-announcement.js'
import { SubscribeToChats } from './chats/subscribe-to-chats.js'
import { UpdateChat } from './chats/update-chat.js'
import { MarkRead } from './messages/mark-read.js'
import { SendMessage } from './messages/send-message.js'
import type { ChangeReader } from './ports/change-reader.js'
import type { ChatReader } from './ports/chat-reader.js'
import type { Clock } from './ports/clock.js'
import type { EventPublisher } from './ports/event-publisher.js'
import type { IdGenerator } from './ports/id-generator.js'
import type { LiveConnections } from './ports/live-connections.js'
import type { MessageRepository } from './ports/message-repository.js'
import type { ReadMarks } from './ports/read-marks.js'
import type { UnitOfWork } from './ports/unit-of-work.js'
import type { UserDirectory } from './ports/user-directory.js'

/** What chats and messages need of the world. */
export interface ChatCorePorts {
  readonly unitOfWork: UnitOfWork
  readonly users: UserDirectory
  readonly chats: ChatReader
  readonly messages: MessageRepository
  readonly readMarks: ReadMarks
  readonly changes: ChangeReader
  readonly connections: LiveConnections
  readonly events: EventPublisher
  readonly ids: IdGenerator
  readonly clock: Clock
}

/** Every use case of chats and messages over the given ports, and the reads beside them: for embedders, who bring a wiring of their own. */
export function createChatCore(ports: ChatCorePorts) {
  const { unitOfWork: work, users, chats, messages, readMarks, changes, connections, events, ids, clock } = ports
  const entrance = new Entrance(chats, connections, events)
  const exit = new Exit(connections, events)
  const announcement = new RoleAnnouncement(chats, events)
  return {
    users,
    chats,
    messages,
    changes,
    subscribeToChats: new SubscribeToChats(chats, connections),
    openPrivateChat: new OpenPrivateChat(work, entrance, ids, clock),
    createGroup: new CreateGroup(work, entrance, ids, clock),
    updateChat: new UpdateChat(work, chats, events),
    deleteChat: new DeleteChat(work, events),
    joinRoom: new JoinRoom(work, entrance, events, clock),
    leaveChat: new LeaveChat(work, exit, announcement, events, clock),
    addMember: new AddMember(work, entrance, events, clock),
    changeRole: new ChangeRole(work, announcement),
    removeMember: new RemoveMember(work, exit, clock),
    sendMessage: new SendMessage(messages, events, ids, clock),
    markRead: new MarkRead(readMarks, events),
  }
}

export type ChatCore = ReturnType<typeof createChatCore>
