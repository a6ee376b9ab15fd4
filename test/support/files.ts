import type { Answer, Json, Person } from './client.js'
import { Contract } from './contract.js'

/** For callers that send texts. */
export const formOfOneFile = {
  headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
  body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello\r\n--b--\r\n',
}

/** Sends a file as a browser's form does. */
export async function upload(
  person: Pick<Person, 'url' | 'token'>,
  content: Uint8Array | string,
  { name = 'notes.bin', type = 'application/octet-stream', field = 'file' } = {},
): Promise<Answer> {
  const form = new FormData()
  form.append(field, new Blob([content as string], { type }), name)
  return sendForm(person, form)
}

export async function sendForm({ url, token }: Pick<Person, 'url' | 'token'>, form: FormData): Promise<Answer> {
  const response = await fetch(`${url}/v1/attachments`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: form })
  const body = await response.json()
  await asDescribed(url, 'POST', '/v1/attachments', response, body)
  return { status: response.status, headers: response.headers, body }
}

/** Uploads what must be taken. */
export async function attach(person: Person, content: Uint8Array | string, as: { name?: string; type?: string } = {}): Promise<Json> {
  const { status, body } = await upload(person, content, as)
  if (status !== 201) throw new Error(`the upload was answered ${status} ${JSON.stringify(body)}`)
  return body
}

export interface Download {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
}

export async function download(
  { url, token }: { readonly url: string; readonly token: string | null },
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Download> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...headers },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('Content-Type')?.includes('json')
  await asDescribed(url, method, path, response, isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : null)
  return { status: response.status, headers: response.headers, bytes }
}

async function asDescribed(url: string, method: string, path: string, { status, headers }: Response, body: Json): Promise<void> {
  const complaint = (await Contract.of(url)).complaintOf({ method, path, status, type: headers.get('Content-Type'), body })
  if (complaint !== null) throw new Error(complaint)
}
