import type { Mail } from '../../../application/ports/mail-outbox.js'

const style = `
:root { color-scheme: light dark; --ink: #1c2330; --faint: #5b6472; --line: #dfe3e8; --page: #f4f5f7; --card: #fff; --accent: #2f5bea }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --faint: #9aa4b2; --line: #323946; --page: #14171d; --card: #1d222b; --accent: #8ca6ff } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem 1rem 4rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto }
h1 { margin: 0; font-size: 1.5rem }
.note { margin: .25rem 0 1.5rem; color: var(--faint) }
form { display: flex; gap: .5rem; margin-bottom: 1.5rem }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: inherit }
input { flex: 1; min-width: 0 }
button { cursor: pointer }
details { margin-bottom: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow: hidden }
details details { margin: 0; border-width: 1px 0 0; border-radius: 0 }
summary { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .75rem 1rem; cursor: pointer; list-style: none }
summary strong, summary bdi { overflow-wrap: anywhere }
summary time, summary bdi { color: var(--faint); font-size: .875rem }
iframe { display: block; width: 100%; height: 30rem; border: 0; border-top: 1px solid var(--line); background: #fff }
pre { margin: 0; padding: 1rem; border-top: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; font-size: .875rem }
a { color: var(--accent) }
.open { margin: 0; padding: 0 1rem .75rem }
.empty { padding: 3rem 1rem; text-align: center; color: var(--faint) }
`

/** The held mail, newest first and open, as a page that needs no script. */
export function devMailPage(mails: readonly Mail[], to: string | null): string {
  const list =
    mails.map(mailOf).join('\n') || `<p class="empty">No mail${to === null ? '' : ` to ${escapeHtml(to)}`} yet. Reload to look again.</p>`
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Held mail · Parley</title><style>${style}</style></head>
<body>
<main>
<h1>Held mail</h1>
<p class="note">No mail server is configured (<code>SMTP_URL</code>), so what would have been sent is here. Newest first.</p>
<form method="get" action="/dev/mail" role="search"><input type="search" name="to" value="${escapeHtml(to ?? '')}" placeholder="Only mail to this address" aria-label="Only mail to this address"><button>Show</button></form>
${list}
</main>
</body>
</html>
`
}

function mailOf({ to, subject, text, html, createdAt }: Mail, place: number): string {
  const [link] = /https?:\/\/\S+/.exec(text) ?? []
  return `<details${place === 0 ? ' open' : ''}>
<summary><strong>${escapeHtml(subject)}</strong><time datetime="${createdAt.toISOString()}">${createdAt.toISOString().replace('T', ' ').slice(0, 19)} UTC</time><bdi>to ${escapeHtml(to)}</bdi></summary>
${link === undefined ? '' : `<p class="open"><a href="${escapeHtml(link)}" rel="noreferrer">Open the link in this mail</a></p>`}
<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="${escapeHtml(subject)}" srcdoc="${escapeHtml(html)}"></iframe>
<details><summary>As plain text</summary><pre>${escapeHtml(text)}</pre></details>
</details>`
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
