import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { TextDecoder } from 'node:util'
import type { PageFacts, PageReader } from '../../application/ports/page-reader.js'
import { HeadReader } from './page-facts.js'
import { isPublicAddress } from './public-address.js'

const mostTime = 3_000
const mostBytes = 512 * 1024
const mostRedirects = 3

export interface WebPageReaderOptions {
  /** Of the service itself: they are not fetched by it, wherever they lead. */
  readonly ownHosts: readonly string[]
  /** Whom the pages are told is asking. */
  readonly userAgent: string
  readonly resolve?: (host: string) => Promise<readonly string[]>
  /** Which addresses may be connected to. */
  readonly allows?: (address: string, port: number) => boolean
}

const resolveAll = async (host: string) => (await lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address)

/** Only where pages are for everybody: other ports are those of other services. */
const isForEverybody = (address: string, port: number): boolean => isPublicAddress(address) && (port === 80 || port === 443)

/**
 * Reads pages itself, over connections whose address it has chosen: a name is resolved once, every address it has must be allowed, and the
 * socket goes to the one that was looked at, not to what the name says by then.
 */
export class WebPageReader implements PageReader {
  readonly #options: Required<WebPageReaderOptions>

  constructor(options: WebPageReaderOptions) {
    this.#options = { resolve: resolveAll, allows: isForEverybody, ...options }
  }

  async read(url: string): Promise<PageFacts | null> {
    const end = AbortSignal.timeout(mostTime)
    const late = new Promise<null>((resolve) => end.addEventListener('abort', () => setTimeout(resolve, 100, null).unref(), { once: true }))
    return Promise.race([this.#follow(url, end).catch(() => null), late])
  }

  async #follow(url: string, end: AbortSignal): Promise<PageFacts | null> {
    let target = new URL(url)
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await this.#get(target, end)
      const { statusCode = 0, headers } = response
      if (statusCode === 200) return factsOf(response)
      response.destroy()
      if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return null
      target = new URL(headers.location, target)
    }
    return null
  }

  async #get(target: URL, end: AbortSignal): Promise<IncomingMessage> {
    const address = await this.#addressOf(target)
    end.throwIfAborted()
    // Whatever is asked for, in whichever of its two forms.
    const pinned: LookupFunction = (_host, { all }, answer) => {
      if (all) answer(null, [{ address, family: isIP(address) }])
      else answer(null, address, isIP(address))
    }
    return new Promise((resolve, reject) => {
      const send = target.protocol === 'https:' ? requestHttps : requestHttp
      const headers = {
        'User-Agent': this.#options.userAgent,
        Accept: 'text/html,application/xhtml+xml',
        // What is compressed can be a thousand times as large: it is neither asked for nor taken.
        'Accept-Encoding': 'identity',
      }
      send(target, { agent: false, lookup: pinned, signal: end, headers, maxHeaderSize: 16 * 1024 }, resolve)
        .on('error', reject)
        .end()
    })
  }

  async #addressOf({ protocol, hostname, port, username, password }: URL): Promise<string> {
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
    if ((protocol !== 'http:' && protocol !== 'https:') || username !== '' || password !== '') throw new Error('not a page of the web')
    if (this.#options.ownHosts.includes(host)) throw new Error('a page of our own')
    const addresses = isIP(host) === 0 ? await this.#options.resolve(host) : [host]
    const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
    const [first] = addresses
    if (first === undefined || !addresses.every((address) => this.#options.allows(address, number))) throw new Error('not for everybody')
    return first
  }
}

async function factsOf(response: IncomingMessage): Promise<PageFacts | null> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = response.headers
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type) || encoding !== 'identity') {
    response.destroy()
    return null
  }
  const head = new HeadReader()
  await readInto(head, response, type).catch(() => undefined)
  response.destroy()
  // Cut off is not unread: what a page says of itself comes first in it.
  return head.facts()
}

async function readInto(head: HeadReader, response: IncomingMessage, type: string): Promise<void> {
  let decoder: TextDecoder | null = null
  let taken = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    decoder ??= decoderFor(type, chunk)
    head.take(decoder.decode(chunk.subarray(0, mostBytes - taken), { stream: true }))
    taken += chunk.length
    if (head.isOver || taken >= mostBytes) return
  }
}

/** By what the header says, or a `meta` at the beginning; otherwise UTF-8. */
function decoderFor(type: string, beginning: Buffer): TextDecoder {
  const inHeader = /charset\s{0,9}=\s{0,9}"?([\w-]{1,40})/i.exec(type)
  const [, name = 'utf-8'] =
    inHeader ?? /<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([\w-]{1,40})/i.exec(beginning.toString('latin1', 0, 1_024)) ?? []
  try {
    return new TextDecoder(name)
  } catch {
    return new TextDecoder()
  }
}
