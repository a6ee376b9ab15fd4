import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { History } from '../history.js'
import { pause } from './device.js'
import { ClusterNode } from './node.js'
import { PrivatePostgres, PrivateRedis } from './services.js'

/** Keeps every place in a chat that is ever written, in the transaction that writes it: what the tables have is only the last one. */
const recordPlaces = `
  CREATE TABLE prove_places (
    id bigserial PRIMARY KEY, chat_id uuid, user_id uuid, seq bigint, is_active boolean, first_number bigint,
    at timestamptz DEFAULT clock_timestamp()
  );
  CREATE FUNCTION prove_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO prove_places (chat_id, user_id, seq, is_active, first_number)
    VALUES (NEW.chat_id, NEW.user_id, NEW.seq, NEW.left_at IS NULL, NEW.first_number);
    RETURN NULL;
  END $$;
  CREATE TRIGGER prove_place_made AFTER INSERT ON chat_members FOR EACH ROW EXECUTE FUNCTION prove_place();
  CREATE TRIGGER prove_place_changed AFTER UPDATE ON chat_members FOR EACH ROW WHEN (OLD.seq <> NEW.seq) EXECUTE FUNCTION prove_place();`

/** Nodes on a PostgreSQL and a Redis of their own, every link between them in our hands. */
export class Cluster {
  readonly postgres: PrivatePostgres
  readonly redis: PrivateRedis
  readonly nodes: readonly ClusterNode[]
  readonly #folder: string

  private constructor(folder: string, postgres: PrivatePostgres, redis: PrivateRedis, nodes: readonly ClusterNode[]) {
    this.#folder = folder
    this.postgres = postgres
    this.redis = redis
    this.nodes = nodes
  }

  static async start(): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-prove-'))
    const [postgres, redis] = [await PrivatePostgres.start(folder), await PrivateRedis.start()]
    const ports = { postgres: postgres.port, redis: redis.port }
    const nodes: ClusterNode[] = []
    for (const place of [1, 2, 3]) nodes.push(await ClusterNode.of(`node ${place}`, ports, folder))
    // The first one migrates, and the others need not wait for it.
    for (const node of nodes) await node.start()
    await postgres.query(recordPlaces)
    return new Cluster(folder, postgres, redis, nodes)
  }

  /** The replica takes over, which for a second takes no writes yet. */
  async failOver(): Promise<void> {
    await this.postgres.failOver(async (port) => {
      for (const node of this.nodes) node.toPostgres.lead(port)
      await pause(1_000)
    })
  }

  /** How far these chats are. */
  async heads(chatIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.postgres.query<{ id: string; seq: number }>('SELECT id, seq::int FROM chats WHERE id = ANY($1)', [chatIds])
    return new Map(rows.map(({ id, seq }) => [id, seq]))
  }

  /** What the database has of these chats. */
  async contents(chatIds: readonly string[]): Promise<Pick<History, 'chats' | 'messages' | 'places' | 'readNumbers'>> {
    const rows = <Row>(sql: string) => this.postgres.query<Row>(sql, [chatIds])
    return {
      chats: await rows(`SELECT id, seq::int, message_count::int AS "messageCount" FROM chats WHERE id = ANY($1)`),
      messages: await rows(`
        SELECT chat_id AS "chatId", number::int, seq::int, created_seq::int AS "createdSeq", client_id AS "clientId", sender_id AS "senderId", text,
          (extract(epoch FROM created_at) * 1000)::float8 AS "committedAt"
        FROM messages WHERE chat_id = ANY($1)`),
      places: await rows(`
        SELECT chat_id AS "chatId", user_id AS "userId", seq::int, is_active AS "isActive", first_number::int AS "firstNumber",
          (extract(epoch FROM at) * 1000)::float8 AS at
        FROM prove_places WHERE chat_id = ANY($1) ORDER BY id`),
      readNumbers: await rows(`
        SELECT chat_id AS "chatId", user_id AS "userId", read_number::int AS number FROM chat_members WHERE chat_id = ANY($1)`),
    }
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.close()
    await this.redis.kill()
    this.postgres.crash()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
