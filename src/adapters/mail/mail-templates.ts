/** What a mail says, before it is laid out. */
export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly action?: { readonly label: string; readonly url: string }
  readonly closing: string
}

export interface LaidOut {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const colors = { page: '#f4f5f7', card: '#ffffff', ink: '#1c2330', faint: '#5b6472', accent: '#2f5bea' }
const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** The same words twice: for people who read text, and in HTML that every mail program shows alike. */
export function layOut({ subject, paragraphs, action, closing }: Letter): LaidOut {
  const text = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), closing, '-- \nParley'].join('\n\n')
  const body = paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`).join('\n')
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:${colors.page};color:${colors.ink};font-size:16px;line-height:1.5;${font}">
<div role="article" style="max-width:520px;margin:0 auto;padding:32px;background:${colors.card};border-radius:12px">
<p style="margin:0 0 24px;font-weight:700;font-size:18px">Parley</p>
${body}
${action ? button(action) : ''}
<p style="margin:24px 0 0;color:${colors.faint};font-size:14px">${escapeHtml(closing)}</p>
</div>
</body>
</html>
`
  return { subject, text: `${text}\n`, html }
}

function button({ label, url }: { readonly label: string; readonly url: string }): string {
  const href = escapeHtml(url)
  return `<p style="margin:24px 0"><a href="${href}" target="_blank" rel="noreferrer" style="display:inline-block;padding:12px 24px;background:${colors.accent};color:#ffffff;border-radius:8px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="margin:0;color:${colors.faint};font-size:14px">Or open this address:<br><span style="word-break:break-all">${href}</span></p>`
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
