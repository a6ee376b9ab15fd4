import { pluralFor } from '../plural.js'

const plural = pluralFor('en')

export const composer = {
  to: (name: string) => `Message to ${name}`,
  toThread: 'Reply in the thread',
  placeholder: 'Message',
  help: 'Enter sends the message, Shift and Enter starts a new line. Arrow up edits your last message.',
  send: 'Send',
  emoji: 'Emoji',
  attach: 'Attach files',
  dropHere: 'Drop files to attach them',
  uploading: (percent: number) => `${percent} %`,
  uploadFailed: 'Could not be uploaded.',
  tooLarge: 'Too large.',
  removeFile: (name: string) => `Remove ${name}`,
  cancelReply: 'Do not reply',
  cancelEdit: 'Do not edit',
  mentionList: 'People to mention',
  everybody: 'Everybody in this chat',
  searchEmoji: 'Search emoji',
  noEmoji: 'No such emoji.',
} as const

export const search = {
  title: 'Search',
  label: 'Search messages',
  here: 'In this chat',
  everywhere: 'Everywhere',
  scope: 'Where to search',
  hint: 'Words that were written, in what you may read.',
  nothing: 'Nothing was found.',
  results: (count: number) => plural(count, { one: '# result', other: '# results' }),
} as const

export const palette = {
  title: 'Go to or do anything',
  placeholder: 'A chat, a person, or what to do …',
  nothing: 'Nothing is called that.',
  chats: 'Chats',
  people: 'People',
  actions: 'Actions',
  open: 'Find or do anything',
  shortcuts: 'Keyboard shortcuts',
  nextChat: 'Next chat',
  previousChat: 'Previous chat',
  editLast: 'Edit your last message',
  focusComposer: 'Write',
  moveInList: 'From message to message',
  cancel: 'Close, or cancel',
} as const
