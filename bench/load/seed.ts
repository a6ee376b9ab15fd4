import pg from 'pg'
import { membersOf, type World } from './world.js'

/** Does the work on a database, which then knows how much it has of what. */
export async function seed(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client)
  await client.query('ANALYZE')
  await client.end()
}

export async function seedMembers(client: pg.Client, world: World): Promise<void> {
  const { chatIds, userIds } = membersOf(world)
  await client.query('CREATE TABLE members (chat_id uuid NOT NULL, user_id uuid NOT NULL, PRIMARY KEY (chat_id, user_id))')
  await client.query('CREATE INDEX ON members (user_id)')
  await client.query('INSERT INTO members SELECT * FROM unnest($1::uuid[], $2::uuid[])', [chatIds, userIds])
}

/** Everybody of a world, verified and with a session, and their chats. */
export async function seedParley(client: pg.Client, world: World): Promise<void> {
  const { chatIds, userIds } = membersOf(world)
  await client.query(
    `INSERT INTO accounts (id, email, password_hash, password_changed_at, handle, display_name, created_at, verified_at)
     SELECT u, 'person' || n || '@example.com', '-', now(), 'person' || n, 'Person', now(), now() FROM unnest($1::uuid[]) WITH ORDINALITY AS t(u, n)`,
    [world.users],
  )
  await client.query(`INSERT INTO users (id, handle, display_name, created_at) SELECT id, handle, display_name, created_at FROM accounts`)
  await client.query(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, access_expires_at, refresh_key, refresh_hash, confirmed_at)
    SELECT id, id, now(), now(), now() + interval '1 day', now() + interval '1 day', '-', '-', now() FROM accounts`)
  await client.query(
    `INSERT INTO chats (id, type, title, member_count, seq, created_at, last_activity_at, changed_at)
     SELECT c, 'group', 'Chat', n, n, now(), now(), now() FROM unnest($1::uuid[], $2::int[]) AS t(c, n)`,
    [world.chats.map(({ id }) => id), world.chats.map(({ members }) => members.length)],
  )
  await client.query(
    `INSERT INTO chat_members (chat_id, user_id, joined_at, seq)
     SELECT c, u, now(), row_number() OVER (PARTITION BY c) FROM unnest($1::uuid[], $2::uuid[]) AS t(c, u)`,
    [chatIds, userIds],
  )
}
