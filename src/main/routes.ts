import type { Container } from 'inversify'
import type { Route } from '../adapters/http/route.js'
import { authRoutes } from '../adapters/http/routes/auth.js'
import { chatRoutes } from '../adapters/http/routes/chats.js'
import { meRoutes } from '../adapters/http/routes/me.js'
import { memberRoutes } from '../adapters/http/routes/members.js'
import { messageRoutes } from '../adapters/http/routes/messages.js'
import { syncRoutes } from '../adapters/http/routes/sync.js'
import { userRoutes } from '../adapters/http/routes/users.js'
import { LogIn } from '../application/accounts/log-in.js'
import { LogOut } from '../application/accounts/log-out.js'
import { RefreshSession } from '../application/accounts/refresh-session.js'
import { Register } from '../application/accounts/register.js'
import { ResendVerification } from '../application/accounts/resend-verification.js'
import { UpdateProfile } from '../application/accounts/update-profile.js'
import { VerifyEmail } from '../application/accounts/verify-email.js'
import { AddMember } from '../application/chats/add-member.js'
import { ChangeRole } from '../application/chats/change-role.js'
import { CreateGroup } from '../application/chats/create-group.js'
import { DeleteChat } from '../application/chats/delete-chat.js'
import { JoinRoom } from '../application/chats/join-room.js'
import { LeaveChat } from '../application/chats/leave-chat.js'
import { OpenPrivateChat } from '../application/chats/open-private-chat.js'
import { RemoveMember } from '../application/chats/remove-member.js'
import { SubscribeToChats } from '../application/chats/subscribe-to-chats.js'
import { UpdateChat } from '../application/chats/update-chat.js'
import { MarkRead } from '../application/messages/mark-read.js'
import { SendMessage } from '../application/messages/send-message.js'
import { T } from './tokens.js'

/** The table of every route that the API has. */
export function allRoutes(container: Container): readonly Route[] {
  const chats = container.get(T.ChatReader)
  const subscribeToChats = container.get(SubscribeToChats)
  return [
    ...authRoutes(
      {
        register: container.get(Register),
        verifyEmail: container.get(VerifyEmail),
        resendVerification: container.get(ResendVerification),
        logIn: container.get(LogIn),
        refreshSession: container.get(RefreshSession),
        logOut: container.get(LogOut),
      },
      container.get(T.Config),
    ),
    ...meRoutes({ profiles: container.get(T.ProfileRepository), updateProfile: container.get(UpdateProfile) }),
    ...userRoutes({ users: container.get(T.UserDirectory) }),
    ...chatRoutes({
      chats,
      subscribeToChats,
      openPrivateChat: container.get(OpenPrivateChat),
      createGroup: container.get(CreateGroup),
      updateChat: container.get(UpdateChat),
      deleteChat: container.get(DeleteChat),
      joinRoom: container.get(JoinRoom),
      leaveChat: container.get(LeaveChat),
    }),
    ...memberRoutes({
      chats,
      addMember: container.get(AddMember),
      changeRole: container.get(ChangeRole),
      removeMember: container.get(RemoveMember),
    }),
    ...messageRoutes({
      chats,
      messages: container.get(T.MessageRepository),
      sendMessage: container.get(SendMessage),
      markRead: container.get(MarkRead),
    }),
    ...syncRoutes({ subscribeToChats, changes: container.get(T.ChangeReader) }),
  ]
}
