/** Where Redis is: one server, the masters that sentinels know by a name, or a cluster. */
export type RedisPlace =
  | { readonly kind: 'one'; readonly url: string }
  | { readonly kind: 'sentinels'; readonly hosts: readonly Host[]; readonly name: string; readonly login: Login }
  | { readonly kind: 'cluster'; readonly hosts: readonly Host[]; readonly login: Login }

interface Host {
  readonly host: string
  readonly port: number
}

interface Login {
  readonly username?: string
  readonly password?: string
}

const several = /^redis\+(cluster|sentinel):\/\/(?:([^:@/]*):([^@/]*)@)?([^/]+)(?:\/([^/]*))?$/
const host = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i
const defaultPorts = { cluster: 6379, sentinel: 26_379 } as const

/**
 * `redis://` and `rediss://` as everywhere; `redis+cluster://[user:password@]host:port,host:port` with some of a cluster's nodes;
 * `redis+sentinel://[user:password@]host:port,host:port/name` with sentinels, and what they call the master. `null`: none of these.
 */
export function placeOf(text: string): RedisPlace | null {
  if (/^rediss?:\/\//.test(text)) return URL.canParse(text) ? { kind: 'one', url: text } : null
  const [, scheme, username = '', password = '', list = '', name = ''] = several.exec(text) ?? []
  if (scheme !== 'cluster' && scheme !== 'sentinel') return null
  const hosts = list.split(',').flatMap((each) => hostOf(each, defaultPorts[scheme]) ?? [])
  if (hosts.length !== list.split(',').length) return null
  const login = {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  }
  if (scheme === 'cluster') return name === '' ? { kind: 'cluster', hosts, login } : null
  return name === '' ? null : { kind: 'sentinels', hosts, name, login }
}

function hostOf(text: string, defaultPort: number): Host | null {
  const [, name, port] = host.exec(text) ?? []
  return name === undefined ? null : { host: name.replace(/^\[|\]$/g, ''), port: Number(port ?? defaultPort) }
}
