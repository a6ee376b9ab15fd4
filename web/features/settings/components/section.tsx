import type { ReactNode } from 'react'

export const SectionTitle = ({ title, lead }: { title: string; lead?: string }) => (
  <>
    <h2 className="font-semibold text-xl">{title}</h2>
    {lead !== undefined && <p className="mt-1 text-muted">{lead}</p>}
  </>
)

/** One thing to set, with what it means. */
export const Card = ({ title, lead, children }: { title?: string; lead?: string; children: ReactNode }) => (
  <section aria-label={title} className="mt-5 rounded-2xl border border-line bg-panel p-5 shadow-raised">
    {title !== undefined && <h3 className="font-semibold">{title}</h3>}
    {lead !== undefined && <p className="mt-0.5 text-muted text-sm">{lead}</p>}
    <div className={title === undefined ? '' : 'mt-4'}>{children}</div>
  </section>
)
