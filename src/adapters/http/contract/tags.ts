/** The chapters of the reference: a route is in the first that its path fits. */
const chapters: readonly { readonly name: string; readonly description: string; readonly paths: RegExp }[] = [
  { name: 'Accounts', description: 'Signing up, in and out; passwords and sessions.', paths: /^\/v1\/auth\// },
  {
    name: 'Notifications',
    description: 'What reaches people while they are offline, by Web Push.',
    paths: /^\/v1\/(me\/notifications|push-subscriptions)/,
  },
  { name: 'Me', description: 'The caller: profile, own data, leaving.', paths: /^\/v1\/me(\/|$)/ },
  {
    name: 'Messages',
    description: 'Sending, changing and reading them; threads, mentions, pins, and marks of what was read.',
    paths: /^\/v1\/(chats\/:chatId\/(messages|read|pins|threads)|receipts|threads|mentions)/,
  },
  {
    name: 'Members',
    description: 'Who is in a chat and as what, who may come in and who may not.',
    paths: /^\/v1\/(chats\/:chatId\/(members|invites|bans)|invites)/,
  },
  { name: 'Chats', description: 'Private chats, groups and public rooms, and catching up with them.', paths: /^\/v1\/(chats|rooms|sync)/ },
  { name: 'Files', description: 'Uploads for messages to refer to, and what messages refer to.', paths: /^\/v1\/attachments/ },
  { name: 'Moderation', description: 'Reports, and what the admins of the installation do about them.', paths: /^\/v1\/(reports|admin)/ },
  { name: 'People', description: 'Others, as far as they are for anybody to see.', paths: /^\/v1\// },
]

export const tags = chapters.map(({ name, description }) => ({ name, description }))

export const tagOf = (path: string): string | undefined => chapters.find(({ paths }) => paths.test(path))?.name
