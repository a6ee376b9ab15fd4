import { pluralFor } from '../plural.js'

const plural = pluralFor('en')

export const common = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  saved: 'Saved',
  remove: 'Remove',
  delete: 'Delete',
  tryAgain: 'Try again',
  reload: 'Reload',
  showMore: 'Show more',
  more: 'More',
  back: 'Back',
  open: 'Open',
  copy: 'Copy',
  copied: 'Copied',
  dismiss: 'Dismiss',
  loading: 'Loading',
  you: 'You',
  somebody: 'Somebody',
  untitledGroup: 'Untitled group',
  optional: 'optional',
  showPassword: 'Show the password',
} as const

export const errors = {
  unreachable: 'The server cannot be reached. Check your connection.',
  startFailing: 'The server cannot be reached. Trying again …',
  waiting: (count: number) => plural(count, { one: '# message waits here to be sent.', other: '# messages wait here to be sent.' }),
  broke: 'This part of the page broke',
  brokeLead: 'Your messages are safe on the server.',
  unknown: 'Something went wrong.',
  invalid_credentials: 'The e-mail address or the password is wrong.',
  rate_limited: 'Too many tries. Wait a moment.',
  unavailable: 'The server is busy. Try again in a moment.',
  forbidden: 'You may not do this.',
  not_found: 'It is no longer there.',
  conflict: 'This cannot be done as things are.',
  handle_taken: 'Somebody has this handle. Choose another one.',
  token_used_or_expired: 'This link does not work any more.',
  payload_too_large: 'That is too large.',
  notification: (name: string, chat: string) => `${name} in ${chat}`,
} as const
