/**
 * What a limit counts by. `address`: an IPv4 address, or the /64 network of an IPv6 one. `account`: the user; where nobody is signed in, the
 * e-mail address or session that the request is about. `account_at_address`: each account at each address by itself. `account_elsewhere`:
 * the account from everywhere, except that an address it has signed in from before counts by itself, so that no stranger locks its owner out.
 */
export type CountedBy = 'address' | 'account' | 'account_at_address' | 'account_elsewhere'

export interface Limit {
  readonly by: CountedBy
  /** `refusals`: a request that is not answered with 401, 403 or 410 is not counted. */
  readonly counts: 'requests' | 'refusals'
  readonly points: number
  readonly seconds: number
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

const requests = (by: CountedBy, points: number, seconds: number): Limit => ({ by, counts: 'requests', points, seconds })
const refusals = (by: CountedBy, points: number, seconds: number): Limit => ({ by, counts: 'refusals', points, seconds })

/** Every limit there is. A person meets none of them, nor do all the people of an office behind one address. */
export const rateLimits = {
  register: requests('address', 100, hour),
  registerAccount: requests('account', 10, hour),
  verify: requests('address', 200, 15 * minute),
  /** Mails that anybody can ask for in anybody's name. */
  mail: requests('address', 100, hour),
  mailAccount: requests('account', 10, hour),
  /** By itself: each of these has sent the owner a link, so spending them keeps nobody from a new password. */
  resetMailAccount: requests('account', 10, hour),
  reset: requests('address', 200, 15 * minute),
  login: refusals('address', 100, 15 * minute),
  loginAccount: refusals('account_at_address', 10, 15 * minute),
  /** NIST SP 800-63B: at most 100 failures in a row. */
  loginAccountDaily: refusals('account_elsewhere', 100, day),
  /** Right passwords cost as much to check as wrong ones. */
  loginWork: requests('account_at_address', 60, 5 * minute),
  refresh: requests('address', 1_500, 5 * minute),
  refreshSession: requests('account', 100, 5 * minute),
  /** Password asked for again by somebody who is signed in. */
  password: refusals('account', 10, 15 * minute),
  exportAccount: requests('account', 10, hour),
  send: requests('address', 6_000, minute),
  sendAccount: requests('account', 300, minute),
  /** Of what is there: messages, chats, members, what is one's own. */
  change: requests('address', 6_000, minute),
  changeAccount: requests('account', 300, minute),
  upload: requests('address', 1_000, 10 * minute),
  uploadAccount: requests('account', 60, minute),
  createChat: requests('address', 1_000, hour),
  createChatAccount: requests('account', 100, hour),
  /** Nobody is asked whether they want to be in a group: who adds them again and again is a nuisance. */
  addMember: requests('address', 6_000, hour),
  addMemberAccount: requests('account', 600, hour),
  createInvite: requests('address', 1_000, hour),
  createInviteAccount: requests('account', 100, hour),
  /** Looking at an invite and using it: nobody guesses codes of 256 bits, nor asks the database to. */
  useInvite: requests('address', 3_000, hour),
  useInviteAccount: requests('account', 200, hour),
  block: requests('address', 1_000, hour),
  blockAccount: requests('account', 100, hour),
  subscribe: requests('address', 3_000, hour),
  subscribeAccount: requests('account', 200, hour),
  report: requests('address', 600, hour),
  reportAccount: requests('account', 60, hour),
  search: requests('address', 3_000, minute),
  searchAccount: requests('account', 200, minute),
  presence: requests('address', 6_000, minute),
  presenceAccount: requests('account', 300, minute),
  /** Refusals that make an entry in the audit log where nothing else limits them: of more of them nothing is kept. */
  audited: requests('address', 60, minute),
  connect: requests('address', 3_000, minute),
  connectAccount: requests('account', 200, minute),
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof rateLimits
