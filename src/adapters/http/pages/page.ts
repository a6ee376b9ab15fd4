import { createHash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; --ink: #1c2330; --faint: #5b6472; --line: #c4cad3; --page: #f4f5f7; --card: #fff; --accent: #2f5bea; --on-accent: #fff; --bad: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --faint: #9aa4b2; --line: #4a5361; --page: #14171d; --card: #1d222b; --accent: #8ca6ff; --on-accent: #10131a; --bad: #ffb4ab } }
* { box-sizing: border-box }
body { margin: 0; padding: 4rem 1rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 26rem; margin: 0 auto; padding: 2rem; background: var(--card); border-radius: 1rem }
.name { margin: 0 0 1.5rem; font-weight: 700 }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 1rem }
label { display: block; margin-bottom: .25rem; font-weight: 600 }
input { width: 100%; margin-bottom: .25rem; padding: .625rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem }
.hint { color: var(--faint); font-size: .875rem }
.bad { color: var(--bad) }
button, .button { display: block; width: 100%; margin-top: .5rem; padding: .75rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .5rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/** Nothing runs on these pages and nothing is loaded: what could read the token along is not there. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

export interface Field {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password'
  readonly autocomplete: string
  readonly hint: string
}

export interface Page {
  readonly title: string
  readonly lead: string
  /** What was wrong with what was sent; read out first. */
  readonly problem?: string
  readonly form?: { readonly token: string; readonly fields: readonly Field[]; readonly button: string }
  readonly link?: { readonly label: string; readonly href: string }
}

/** The form goes to the page's own address, without its query: the token is in the body, and in no address that is sent anywhere. */
export function pageOf({ title, lead, problem, form, link }: Page): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${problem === undefined ? '' : 'Error: '}${escapeHtml(title)} · Parley</title><style>${style}</style></head>
<body>
<main>
<p class="name">Parley</p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(lead)}</p>
${problem === undefined ? '' : `<p class="bad" role="alert" id="problem">${escapeHtml(problem)}</p>`}
${form === undefined ? '' : formOf(form, problem !== undefined)}
${link === undefined ? '' : `<a class="button" href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a>`}
</main>
</body>
</html>
`
}

function formOf({ token, fields, button }: NonNullable<Page['form']>, isWrong: boolean): string {
  const inputs = fields.map(({ name, label, type, autocomplete, hint }, nth) => {
    const described = `aria-describedby="${isWrong ? 'problem ' : ''}${name}-hint"${isWrong ? ' aria-invalid="true"' : ''}${isWrong && nth === 0 ? ' autofocus' : ''}`
    return `<label for="${name}">${escapeHtml(label)}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required ${described}>
<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>`
  })
  return `<form method="post" action="?">
<input type="hidden" name="token" value="${escapeHtml(token)}">
${inputs.join('\n')}
<button type="submit">${escapeHtml(button)}</button>
</form>`
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
