import type { IncomingMessage } from 'node:http'
import proxyAddr from 'proxy-addr'

/** The address that a request comes from, for one that Express has not seen. Trusts the same proxies as its `trust proxy`. */
export function clientAddress(trustProxy: number | readonly string[]): (request: IncomingMessage) => string {
  const trusted = typeof trustProxy === 'number' ? (_: string, hop: number) => hop < trustProxy : proxyAddr.compile([...trustProxy])
  return (request) => proxyAddr(request, trusted)
}
