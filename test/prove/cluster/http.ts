import { Agent, request } from 'node:http'

export interface Answer<Body> {
  readonly status: number
  readonly body: Body
}

const agent = new Agent({ keepAlive: true, maxSockets: 400 })

/** One call. Rejects if no answer comes back in time, whatever was done. */
export function call<Body>(
  port: number,
  method: string,
  path: string,
  { token, body, limitMs = 4_000 }: { readonly token?: string; readonly body?: unknown; readonly limitMs?: number } = {},
): Promise<Answer<Body>> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve, reject) => {
    const calling = request({ agent, port, host: '127.0.0.1', method, path, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', fail)
      response.on('end', () => {
        clearTimeout(timer)
        const answer = Buffer.concat(parts).toString()
        const isJson = response.headers['content-type']?.includes('json')
        resolve({ status: response.statusCode ?? 0, body: (isJson ? JSON.parse(answer) : answer) as Body })
      })
    })
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => calling.destroy(new Error('no answer in time')), limitMs)
    calling.on('error', fail)
    calling.end(text)
  })
}
