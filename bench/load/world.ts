import { randomUUID } from 'node:crypto'

export interface World {
  readonly users: readonly string[]
  readonly chats: readonly { readonly id: string; readonly members: readonly string[] }[]
}

/** So many people, all of whom are in one chat of each size: people / size chats of it. */
export function makeWorld(people: number, sizes: readonly number[]): World {
  const users = Array.from({ length: people }, () => randomUUID() as string)
  const chats = sizes.flatMap((size) =>
    Array.from({ length: Math.floor(people / size) }, (_, nth) => ({
      id: randomUUID() as string,
      members: users.slice(nth * size, (nth + 1) * size),
    })),
  )
  return { users, chats }
}

/** Columns for `unnest`. */
export function membersOf({ chats }: World): { readonly chatIds: readonly string[]; readonly userIds: readonly string[] } {
  const pairs = chats.flatMap(({ id, members }) => members.map((userId) => ({ id, userId })))
  return { chatIds: pairs.map(({ id }) => id), userIds: pairs.map(({ userId }) => userId) }
}
