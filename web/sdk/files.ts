import { Malformed } from './decode.js'
import { type Attachment, attachment } from './model.js'
import { ApiProblem, problemOf, Unreachable } from './problem.js'
import type { Session } from './session.js'
import type { Fetch } from './transport.js'

/** Attachments: the calls whose bodies are no JSON. */
export class Files {
  readonly #url: string
  readonly #fetch: Fetch
  readonly #session: Session

  constructor(url: string, fetch: Fetch, session: Session) {
    this.#url = url
    this.#fetch = fetch
    this.#session = session
  }

  async upload(file: File, onProgress: (part: number) => void = () => undefined): Promise<Attachment> {
    const body = new FormData()
    body.set('file', file, file.name)
    const token = await this.#session.token()
    const send = (accessToken: string) =>
      typeof XMLHttpRequest === 'undefined'
        ? this.#post(body, accessToken)
        : postWithProgress(this.#address('/v1/attachments'), body, accessToken, onProgress)
    const answer = await send(token).catch(async (error: unknown) => {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      return send(await this.#session.replace(token))
    })
    return attachment(answer)
  }

  async download(address: string): Promise<Blob> {
    const url = this.#address(address)
    const headers = { authorization: `Bearer ${await this.#session.token()}` }
    const response = await this.#fetch(url, { method: 'GET', headers, credentials: 'same-origin' }).catch(() => {
      throw new Unreachable()
    })
    if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null), response.headers.get('retry-after'))
    return response.blob()
  }

  /** Of our own server only: the token goes nowhere else. */
  #address(path: string): string {
    const url = new URL(path, this.#url)
    if (url.origin !== new URL(this.#url).origin) throw new Malformed('an attachment of another server')
    return url.href
  }

  async #post(body: FormData, token: string): Promise<unknown> {
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
    const response = await this.#fetch(this.#address('/v1/attachments'), {
      method: 'POST',
      headers,
      body,
      credentials: 'same-origin',
    }).catch(() => {
      throw new Unreachable()
    })
    const answer: unknown = await response.json().catch(() => null)
    if (!response.ok) throw problemOf(response.status, answer, response.headers.get('retry-after'))
    return answer
  }
}

/** Only the older interface of browsers tells how much has gone out. */
function postWithProgress(url: string, body: FormData, token: string, onProgress: (part: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'json'
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response)
      else reject(problemOf(request.status, request.response, request.getResponseHeader('retry-after')))
    }
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new Unreachable())
    request.send(body)
  })
}
