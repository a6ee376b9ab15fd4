import { Fragment, type ReactNode } from 'react'
import { textLink } from '../../../components/text-link.js'
import { safeHref } from '../../../lib/safe-href.js'
import type { Token } from './parse-markdown.js'

/** Draws runs of plain text: where mentions are found. */
export type DrawText = (text: string, key: number) => ReactNode

/** Tokens as elements of a short list of kinds; a token of no known kind is shown as its text. */
export function FormattedText({ tokens, text }: { tokens: readonly Token[]; text: DrawText }) {
  return <>{nest(tokens, text)}</>
}

interface Open {
  readonly token: Token | null
  readonly children: ReactNode[]
}

function nest(tokens: readonly Token[], text: DrawText): ReactNode[] {
  const root: Open = { token: null, children: [] }
  const stack: Open[] = [root]
  tokens.forEach((token, key) => {
    const top = stack.at(-1) ?? root
    if (token.nesting === 1) stack.push({ token, children: [] })
    else if (token.nesting === -1 && stack.length > 1) {
      stack.pop()
      const parent = stack.at(-1) ?? root
      parent.children.push(keyed(key, top.token && wrap(top.token, top.children)))
    } else top.children.push(keyed(key, leaf(token, text, key)))
  })
  return root.children
}

/** The parts of a text have no other names than their places. */
const keyed = (place: number, node: ReactNode): ReactNode => <Fragment key={place}>{node}</Fragment>

function leaf(token: Token, text: DrawText, key: number): ReactNode {
  switch (token.type) {
    case 'inline':
      return nest(token.children ?? [], text)
    case 'softbreak':
    case 'hardbreak':
      return '\n'
    case 'code_inline':
      return <code className="rounded bg-ink/8 px-1 py-0.5 font-mono text-[0.9em]">{token.content}</code>
    case 'fence':
    case 'code_block':
      return (
        <pre dir="ltr" className="my-1 max-w-full overflow-x-auto rounded-lg bg-ink/8 px-3 py-2 font-mono text-sm whitespace-pre">
          <code>{token.content.replace(/\n$/, '')}</code>
        </pre>
      )
    default:
      return text(token.content, key)
  }
}

function wrap(token: Token, children: readonly ReactNode[]): ReactNode {
  switch (token.type) {
    case 'strong_open':
      return <strong className="font-semibold">{children}</strong>
    case 'em_open':
      return <em>{children}</em>
    case 's_open':
      return <s>{children}</s>
    case 'link_open': {
      // `[words]()` is a link as well, to nowhere.
      const href = safeHref(token.attrGet('href')?.toString() ?? '')
      return href === undefined ? children : <SafeLink href={href}>{children}</SafeLink>
    }
    case 'blockquote_open':
      return <blockquote className="my-1 border-current/30 border-s-2 ps-3 opacity-85">{children}</blockquote>
    case 'bullet_list_open':
      return <ul className="my-0.5 list-disc ps-6">{children}</ul>
    case 'ordered_list_open':
      return (
        <ol start={Number(token.attrGet('start') ?? 1)} className="my-0.5 list-decimal ps-6">
          {children}
        </ol>
      )
    case 'list_item_open':
      return <li>{children}</li>
    case 'paragraph_open':
      return <p className="[&:not(:first-child)]:mt-1.5">{children}</p>
    default:
      return children
  }
}

/** Says where it leads if its words do not. */
function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  const { host, protocol } = new URL(href)
  const words = wordsOf(children)
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href} className={textLink}>
        {children}
      </a>
      {protocol !== 'mailto:' && !words.includes(host) && <span className="text-muted text-sm"> ({host})</span>}
    </>
  )
}

function wordsOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(wordsOf).join('')
  if (typeof node === 'object' && node !== null && 'props' in node) return wordsOf((node.props as { children?: ReactNode }).children)
  return ''
}
