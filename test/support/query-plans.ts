import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { sessionSettings } from '../../src/adapters/prisma/client.js'
import { guardedClient } from '../../src/adapters/prisma/guarded-client.js'
import type { PrismaClient } from '../../src/generated/prisma/client.js'

/** As PostgreSQL's auto_explain writes it. */
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

export interface Plan {
  readonly 'Query Text': string
  readonly Plan: PlanNode
}

/** The server explains every statement it runs, those inside functions too, to the session that runs it. */
const explainAll = [
  'session_preload_libraries=auto_explain',
  'auto_explain.log_min_duration=0',
  'auto_explain.log_analyze=on',
  'auto_explain.log_timing=off',
  'auto_explain.log_nested_statements=on',
  'auto_explain.log_format=json',
  'auto_explain.log_level=notice',
]

/** A client like the product's that also keeps the plan of every statement it ran. */
export function openExplained(url: string, connections = 4): { prisma: PrismaClient; plans: Plan[]; close(): Promise<void> } {
  const plans: Plan[] = []
  const pool = new Pool({
    connectionString: url,
    max: connections,
    options: [...sessionSettings, ...explainAll].map((setting) => `-c ${setting}`).join(' '),
  })
  pool.on('connect', (client) => {
    client.on('notice', ({ message }) => {
      const start = message?.indexOf('plan:\n') ?? -1
      if (message !== undefined && start >= 0) plans.push(JSON.parse(message.slice(start + 6)) as Plan)
    })
  })
  const prisma = guardedClient(new PrismaPg(pool))
  const close = async () => {
    await prisma.$disconnect()
    await pool.end()
  }
  return { prisma, plans, close }
}

/** What in the plan reads much more of these tables than it answers. */
export function wastefulIn({ Plan: top, 'Query Text': query }: Plan, tables: ReadonlySet<string>, rowsAllowed: number): string[] {
  return nodesOf(top)
    .filter((node) => {
      const table = node['Relation Name']
      if (table === undefined ? !node['Index Name'] : !tables.has(table)) return false
      const read = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      return node['Node Type'].includes('Seq Scan') || read > rowsAllowed
    })
    .map(
      (node) =>
        `${node['Node Type']} of ${node['Relation Name'] ?? node['Index Name']}, ${JSON.stringify({ ...node, Plans: undefined })}, in ${query.slice(0, 200)}`,
    )
}

export const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
