import {
  ColumnTypeEnum as Column,
  type ColumnType,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import { Prisma } from '../../generated/prisma/client.js'

/** What `$queryRaw` and `$executeRaw` of a client take: a template, or what `Prisma.sql` made of one. */
type Statement = TemplateStringsArray | Prisma.Sql

/**
 * `$queryRaw` and `$executeRaw` as a client of Prisma has them, but by its driver adapter alone, which takes a third of the CPU
 * ([ADR 30](../../../docs/adr/0030-raw-statements-past-the-client.md)). Each is on its own: a transaction's statements are its client's.
 */
export class RawStatements {
  readonly #driver: Promise<SqlDriverAdapter>

  /** Opens no connection: that is left to the first statement. */
  constructor(factory: SqlDriverAdapterFactory) {
    this.#driver = factory.connect()
  }

  async query(statement: Statement, ...values: readonly unknown[]): Promise<Record<string, unknown>[]> {
    const driver = await this.#driver
    const { columnNames, columnTypes, rows } = await driver.queryRaw(queryOf(statement, values))
    const columns = columnTypes.map((type, place) => ({ name: columnNames[place] ?? '', read: readers.get(type) ?? asItIs }))
    return rows.map((row) => {
      const named: Record<string, unknown> = {}
      columns.forEach(({ name, read }, place) => {
        named[name] = read(row[place])
      })
      return named
    })
  }

  /** Answers how many rows there were. */
  async execute(statement: Statement, ...values: readonly unknown[]): Promise<number> {
    const driver = await this.#driver
    return driver.executeRaw(queryOf(statement, values))
  }
}

function queryOf(statement: Statement, given: readonly unknown[]): SqlQuery {
  const { text, values } = statement instanceof Prisma.Sql ? statement : new Prisma.Sql(statement, given)
  return {
    sql: text,
    args: values.map((value) => (typeof value === 'bigint' ? String(value) : value)),
    argTypes: values.map((value) => ({ scalarType: 'unknown', arity: Array.isArray(value) ? 'list' : 'scalar' })),
  }
}

type Read = (value: unknown) => unknown

const toDate = (text: string): Date => new Date(text)

/** What the driver leaves as text, by itself and in arrays. Times of the day it leaves too, and there are none here. */
const leftAsText: readonly [ColumnType, ColumnType, (text: string) => unknown][] = [
  [Column.Int64, Column.Int64Array, BigInt],
  [Column.Numeric, Column.NumericArray, (text) => new Prisma.Decimal(text)],
  [Column.Date, Column.DateArray, toDate],
  [Column.DateTime, Column.DateTimeArray, toDate],
  [Column.Json, Column.JsonArray, (text) => JSON.parse(text)],
]
const readers = new Map<ColumnType, Read>(
  leftAsText.flatMap(([one, several, ofText]): [ColumnType, Read][] => {
    const ofOne: Read = (value) => (value === null ? null : ofText(value as string))
    return [
      [one, ofOne],
      [several, (values) => (values === null ? null : (values as unknown[]).map(ofOne))],
    ]
  }),
)
const asItIs: Read = (value) => value
