import { BanUser } from './bans/ban-user.js'
import { ListBans } from './bans/list-bans.js'
import { UnbanUser } from './bans/unban-user.js'
import { BlockUser } from './blocks/block-user.js'
import { CreateGroup } from './chats/create-group.js'
import { DeleteChat } from './chats/delete-chat.js'
import { Entrance } from './chats/entrance.js'
import { Exit } from './chats/exit.js'
import { JoinRoom } from './chats/join-room.js'
import { LeaveChat } from './chats/leave-chat.js'
import { OpenPrivateChat } from './chats/open-private-chat.js'
import { SubscribeToChats } from './chats/subscribe-to-chats.js'
import { UpdateChat } from './chats/update-chat.js'
import { AcceptInvite } from './invites/accept-invite.js'
import { CreateInvite } from './invites/create-invite.js'
import { ListInvites } from './invites/list-invites.js'
import { PreviewInvite } from './invites/preview-invite.js'
import { RevokeInvite } from './invites/revoke-invite.js'
import { AddMember } from './members/add-member.js'
import { ChangeRole } from './members/change-role.js'
import { RemoveMember } from './members/remove-member.js'
import { RoleAnnouncement } from './members/role-announcement.js'
import { DeleteMessage } from './messages/delete-message.js'
import { EditMessage } from './messages/edit-message.js'
import { FollowThread } from './messages/follow-thread.js'
import { MarkRead } from './messages/mark-read.js'
import { MarkThreadRead } from './messages/mark-thread-read.js'
import { PinMessage } from './messages/pin-message.js'
import { ReactToMessage } from './messages/react-to-message.js'
import { SendMessage } from './messages/send-message.js'
import { ChangePreferences } from './own-state/change-preferences.js'
import { MarkDelivered } from './own-state/mark-delivered.js'
import type { BanReader } from './ports/bans.js'
import type { Blocks } from './ports/blocks.js'
import type { ChangeReader } from './ports/change-reader.js'
import type { ChatPreferences } from './ports/chat-preferences.js'
import type { ChatReader } from './ports/chat-reader.js'
import type { Clock } from './ports/clock.js'
import type { EventPublisher } from './ports/event-publisher.js'
import type { IdGenerator } from './ports/id-generator.js'
import type { InviteReader } from './ports/invites.js'
import type { LiveConnections } from './ports/live-connections.js'
import type { MessageLists } from './ports/message-lists.js'
import type { MessageRepository } from './ports/message-repository.js'
import type { MessageSearch } from './ports/message-search.js'
import type { ReadMarks } from './ports/read-marks.js'
import type { Secrets } from './ports/secrets.js'
import type { ThreadFollows } from './ports/thread-follows.js'
import type { UnitOfWork } from './ports/unit-of-work.js'
import type { UserDirectory } from './ports/user-directory.js'
import { SearchMessages } from './search/search-messages.js'

/** What chats and messages need of the world. */
export interface ChatCorePorts {
  readonly unitOfWork: UnitOfWork
  readonly users: UserDirectory
  readonly chats: ChatReader
  readonly invites: InviteReader
  readonly bans: BanReader
  readonly blocks: Blocks
  readonly messages: MessageRepository
  readonly messageLists: MessageLists
  readonly threadFollows: ThreadFollows
  readonly readMarks: ReadMarks
  readonly preferences: ChatPreferences
  readonly changes: ChangeReader
  readonly search: MessageSearch
  readonly connections: LiveConnections
  readonly events: EventPublisher
  readonly ids: IdGenerator
  /** Of invites. */
  readonly secrets: Pick<Secrets, 'random'>
  readonly clock: Clock
}

/** Every use case of chats and messages over the given ports, and the reads beside them: for embedders, who bring a wiring of their own. */
export function createChatCore(ports: ChatCorePorts) {
  const {
    unitOfWork: work,
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
  } = ports
  const entrance = new Entrance(chats, connections, events)
  const exit = new Exit(connections, events)
  const announcement = new RoleAnnouncement(chats, events)
  return {
    users,
    chats,
    blocks,
    messages,
    messageLists,
    threadFollows,
    changes,
    subscribeToChats: new SubscribeToChats(chats, connections),
    openPrivateChat: new OpenPrivateChat(work, entrance, ids, clock),
    createGroup: new CreateGroup(work, entrance, ids, clock),
    updateChat: new UpdateChat(work, chats, events),
    deleteChat: new DeleteChat(work, events),
    joinRoom: new JoinRoom(work, entrance, clock),
    leaveChat: new LeaveChat(work, exit, announcement, events, clock),
    addMember: new AddMember(work, entrance, clock),
    changeRole: new ChangeRole(work, announcement),
    removeMember: new RemoveMember(work, exit, clock),
    createInvite: new CreateInvite(work, secrets, clock),
    listInvites: new ListInvites(chats, invites),
    previewInvite: new PreviewInvite(invites, chats, clock),
    acceptInvite: new AcceptInvite(work, entrance, clock),
    revokeInvite: new RevokeInvite(work, clock),
    banUser: new BanUser(work, exit, clock),
    listBans: new ListBans(chats, bans),
    unbanUser: new UnbanUser(work),
    blockUser: new BlockUser(blocks, users, clock),
    sendMessage: new SendMessage(messages, events, ids, clock),
    editMessage: new EditMessage(work, events, clock),
    deleteMessage: new DeleteMessage(work, events, clock),
    reactToMessage: new ReactToMessage(work, events, clock),
    pinMessage: new PinMessage(work, events, clock),
    followThread: new FollowThread(threadFollows, events),
    markThreadRead: new MarkThreadRead(threadFollows, events),
    markRead: new MarkRead(readMarks, events),
    markDelivered: new MarkDelivered(readMarks, events),
    changePreferences: new ChangePreferences(preferences, events),
    searchMessages: new SearchMessages(search),
  }
}

export type ChatCore = ReturnType<typeof createChatCore>
