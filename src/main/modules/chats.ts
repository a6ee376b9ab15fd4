import { ContainerModule } from 'inversify'
import { AddMember } from '../../application/chats/add-member.js'
import { ChangeRole } from '../../application/chats/change-role.js'
import { CreateGroup } from '../../application/chats/create-group.js'
import { DeleteChat } from '../../application/chats/delete-chat.js'
import { Entrance } from '../../application/chats/entrance.js'
import { Exit } from '../../application/chats/exit.js'
import { JoinRoom } from '../../application/chats/join-room.js'
import { LeaveChat } from '../../application/chats/leave-chat.js'
import { OpenPrivateChat } from '../../application/chats/open-private-chat.js'
import { RemoveMember } from '../../application/chats/remove-member.js'
import { RoleAnnouncement } from '../../application/chats/role-announcement.js'
import { SubscribeToChats } from '../../application/chats/subscribe-to-chats.js'
import { UpdateChat } from '../../application/chats/update-chat.js'
import { MarkRead } from '../../application/messages/mark-read.js'
import { SendMessage } from '../../application/messages/send-message.js'
import type { ChatReader } from '../../application/ports/chat-reader.js'
import type { Clock } from '../../application/ports/clock.js'
import type { EventPublisher } from '../../application/ports/event-publisher.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { LiveConnections } from '../../application/ports/live-connections.js'
import type { MessageRepository } from '../../application/ports/message-repository.js'
import type { ReadMarks } from '../../application/ports/read-marks.js'
import type { UnitOfWork } from '../../application/ports/unit-of-work.js'
import { T } from '../tokens.js'

/** The use cases of chats and messages. */
export const chatsModule = new ContainerModule(({ bind }) => {
  bind(Entrance).toResolvedValue(
    (chats: ChatReader, connections: LiveConnections, events: EventPublisher) => new Entrance(chats, connections, events),
    [T.ChatReader, T.LiveConnections, T.EventPublisher],
  )
  bind(Exit).toResolvedValue(
    (connections: LiveConnections, events: EventPublisher) => new Exit(connections, events),
    [T.LiveConnections, T.EventPublisher],
  )
  bind(RoleAnnouncement).toResolvedValue(
    (chats: ChatReader, events: EventPublisher) => new RoleAnnouncement(chats, events),
    [T.ChatReader, T.EventPublisher],
  )
  bind(SubscribeToChats).toResolvedValue(
    (chats: ChatReader, connections: LiveConnections) => new SubscribeToChats(chats, connections),
    [T.ChatReader, T.LiveConnections],
  )
  bind(OpenPrivateChat).toResolvedValue(
    (work: UnitOfWork, chats: ChatReader, entrance: Entrance, ids: IdGenerator, clock: Clock) =>
      new OpenPrivateChat(work, chats, entrance, ids, clock),
    [T.UnitOfWork, T.ChatReader, Entrance, T.IdGenerator, T.Clock],
  )
  bind(CreateGroup).toResolvedValue(
    (work: UnitOfWork, entrance: Entrance, ids: IdGenerator, clock: Clock) => new CreateGroup(work, entrance, ids, clock),
    [T.UnitOfWork, Entrance, T.IdGenerator, T.Clock],
  )
  bind(UpdateChat).toResolvedValue(
    (work: UnitOfWork, chats: ChatReader, events: EventPublisher) => new UpdateChat(work, chats, events),
    [T.UnitOfWork, T.ChatReader, T.EventPublisher],
  )
  bind(DeleteChat).toResolvedValue(
    (work: UnitOfWork, events: EventPublisher) => new DeleteChat(work, events),
    [T.UnitOfWork, T.EventPublisher],
  )
  bind(JoinRoom).toResolvedValue(
    (work: UnitOfWork, entrance: Entrance, events: EventPublisher, clock: Clock) => new JoinRoom(work, entrance, events, clock),
    [T.UnitOfWork, Entrance, T.EventPublisher, T.Clock],
  )
  bind(LeaveChat).toResolvedValue(
    (work: UnitOfWork, exit: Exit, announcement: RoleAnnouncement, events: EventPublisher, clock: Clock) =>
      new LeaveChat(work, exit, announcement, events, clock),
    [T.UnitOfWork, Exit, RoleAnnouncement, T.EventPublisher, T.Clock],
  )
  bind(AddMember).toResolvedValue(
    (work: UnitOfWork, entrance: Entrance, events: EventPublisher, clock: Clock) => new AddMember(work, entrance, events, clock),
    [T.UnitOfWork, Entrance, T.EventPublisher, T.Clock],
  )
  bind(ChangeRole).toResolvedValue(
    (work: UnitOfWork, announcement: RoleAnnouncement) => new ChangeRole(work, announcement),
    [T.UnitOfWork, RoleAnnouncement],
  )
  bind(RemoveMember).toResolvedValue(
    (work: UnitOfWork, exit: Exit, clock: Clock) => new RemoveMember(work, exit, clock),
    [T.UnitOfWork, Exit, T.Clock],
  )
  bind(SendMessage).toResolvedValue(
    (messages: MessageRepository, events: EventPublisher, ids: IdGenerator, clock: Clock) => new SendMessage(messages, events, ids, clock),
    [T.MessageRepository, T.EventPublisher, T.IdGenerator, T.Clock],
  )
  bind(MarkRead).toResolvedValue((marks: ReadMarks, events: EventPublisher) => new MarkRead(marks, events), [T.ReadMarks, T.EventPublisher])
})
