import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { FormattedText } from '../../web/features/messages/markdown/formatted-text.js'
import { parseMarkdown, safeLink } from '../../web/features/messages/markdown/parse-markdown.js'
import { fastestOf } from '../support/fastest-of.js'

/** What a message becomes: text as it is, or elements. */
function render(text: string): string {
  const tokens = parseMarkdown(text)
  return renderToStaticMarkup(tokens ? createElement(FormattedText, { tokens, text: (part) => part }) : createElement('span', {}, text))
}

const allowed = /^(?:a|b|blockquote|code|em|li|ol|p|pre|s|span|strong|ul)$/
const allowedAttributes = /^(?:class|dir|href|rel|start|target|title)$/

function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<([a-z0-9-]+)/gi)].map(([, name = '']) => name.toLowerCase())
}

function expectHarmless(html: string): void {
  expect(tagsOf(html).filter((name) => !allowed.test(name))).toEqual([])
  const attributes = [...html.matchAll(/<[a-z]+((?:\s[a-z-]+(?:="[^"]*")?)*)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/\s([a-z-]+)/g)].map(([, name = '']) => name),
  )
  expect(attributes.filter((name) => !allowedAttributes.test(name) && !/^[a-z]/.test(name))).toEqual([])
  for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(?:https?:|mailto:)/)
}

describe('Markdown', () => {
  it.each([
    ['**bold** and *soft* and ~~gone~~', /<strong.*>bold<\/strong>.*<em>soft<\/em>.*<s>gone<\/s>/],
    ['`code`', /<code.*>code<\/code>/],
    ['```\na < b\n```', /<pre.*><code>a &lt; b<\/code><\/pre>/],
    ['- one\n- two', /<ul.*><li>.*one.*<\/li>.*<li>.*two/s],
    ['3. three\n4. four', /<ol start="3"/],
    ['> said', /<blockquote.*said/],
    ['https://example.org/a', /<a href="https:\/\/example.org\/a"/],
    ['[words](https://example.org)', />words<\/a>.*\(example\.org\)/],
  ])('draws %j', (text, expected) => {
    expect(render(text)).toMatch(expected)
  })

  it.each(['plain', ' two  spaces,\ttab\n\nand lines ', '&amp; &lt;b&gt; \\n %00', '# no heading', '    no code', 'a_b_c', 'README.md'])(
    'S141 leaves %j as it was written',
    (text) => {
      expect(parseMarkdown(text)).toBeNull()
    },
  )

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVa\tScript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox)',
    '[x](//evil.example)',
    '[x](/local)',
    '<javascript:alert(1)>',
    'javascript:alert(1)',
  ])('S152 makes nothing to click of %j', (text) => {
    expect(render(text)).not.toContain('<a ')
  })

  it('S152 opens links away from this page, and shows look-alike hosts as they really are', () => {
    const html = render('https://аррӏе.com/ and [apple.com](https://аррӏе.com/)')
    expect(html).toContain('xn--')
    expect(html).not.toMatch(/>https:\/\/аррӏе/)
    expect(html.match(/\(xn--[^)]*\)/g)).toHaveLength(1)
    expect(html.match(/rel="noopener noreferrer nofollow"/g)).toHaveLength(2)
    expect(safeLink('https://user@example.org')?.host).toBe('example.org')
  })

  const corpus = [
    '<img src=x onerror=alert(1)>',
    '<svg><style><img title="</style><img src=x onerror=alert(1)>">',
    '[a](https://x.y "t" onclick="alert(1)")',
    '![a](https://x.y/z.png)',
    '[![a](https://x.y/z.png)](https://x.y)',
    '[a<b>](https://x.y/"><script>)',
    '<https://x.y/<script>alert(1)</script>>',
    '`<script>` ```<img src=x>```',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '[a]: javascript:alert(1)\n\n[a]',
    '*_**~~`x`~~**_*',
    '> > > - 1. ```\n<x>',
    '[a]()',
    '[a](<>)',
    '![a]() []("b")',
  ]

  it.each(corpus)('S153 makes only harmless elements of %j', (text) => {
    expectHarmless(render(text))
  })

  it('S153 makes only harmless elements of anything', () => {
    const piece = fc.oneof(
      fc.constantFrom(...corpus, '[', '](', '**', '`', '\n> ', '\n- ', '~~', '<', '>', 'https://a.b/', ')'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => expectHarmless(render(pieces.join('')))),
      { numRuns: 300 },
    )
  })

  it.each(['[', '*', '_*', '`', '> ', '- ', '](', '<', '~', 'a**b'])('S153 has done with 8,000 characters of %j at once', (part) => {
    const text = part.repeat(8_000 / part.length)
    expect(fastestOf(5, () => void render(text), 100)).toBeLessThan(200)
  })
})
