import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Schema = Readonly<Record<string, unknown>>

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface AsyncApi {
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: Schema }>>
    readonly schemas: Readonly<Record<string, Schema>>
  }
}

export interface Answered {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly status: number
  readonly type: string | null
  readonly body: unknown
}

/** What a node says of itself, at `/openapi.json` and `/asyncapi.json`. */
export class Contract {
  static readonly #known = new Map<string, Promise<Contract>>()
  readonly openApi: OpenApi
  readonly asyncApi: AsyncApi
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
  readonly #paths: readonly { readonly path: string; readonly pattern: RegExp }[]

  private constructor(openApi: OpenApi, asyncApi: AsyncApi) {
    this.openApi = openApi
    this.asyncApi = asyncApi
    this.#ajv.addSchema(openApi, 'openapi', undefined, false).addSchema(asyncApi, 'asyncapi', undefined, false)
    // Where a word and a parameter both fit, Express takes the route that comes first, and its table has the words first.
    this.#paths = Object.keys(openApi.paths).map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
  }

  static of(url: string): Promise<Contract> {
    const known = Contract.#known.get(url)
    if (known) return known
    const document = async (path: string) => {
      const response = await fetch(url + path)
      if (!response.ok) throw new Error(`${url}${path} answers ${response.status}`)
      return response.json()
    }
    const contract = Promise.all([document('/openapi.json'), document('/asyncapi.json')]).then(
      ([openApi, asyncApi]) => new Contract(openApi as OpenApi, asyncApi as AsyncApi),
    )
    Contract.#known.set(url, contract)
    return contract
  }

  /** Says what the documents do not foresee in an answer of the API, or `null`. */
  complaintOf({ method, path, status, type, body }: Answered): string | null {
    const [bare = ''] = path.split('?')
    if (!bare.startsWith('/v1/') || method === 'OPTIONS') return null
    const route = this.#paths.find(({ pattern }) => pattern.test(bare))?.path
    const operation = route === undefined ? undefined : this.openApi.paths[route]?.[method === 'HEAD' ? 'get' : method.toLowerCase()]
    const name = `${method} ${route ?? bare}: ${status}`
    if (route === undefined || operation === undefined) {
      return [401, 404, 405, 426].includes(status)
        ? this.#check('openapi#/components/schemas/Problem', body, name)
        : `${name} of no operation`
    }
    const { content } = operation.responses[status] ?? {}
    if (operation.responses[status] === undefined) return `${name} is not described (${JSON.stringify(body)})`
    if (method === 'HEAD') return null
    if (content === undefined) return body === null ? null : `${name} has a body`
    const media = type?.split(';')[0] ?? ''
    if (!content[media] && !content['*/*']) return `${name} is ${media}`
    if (!content[media]) return null
    const place = ['paths', route, method.toLowerCase(), 'responses', String(status), 'content', media, 'schema']
    return this.#check(`openapi#/${place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`, body, name)
  }

  /** The same of a frame. */
  complaintOfFrame(frame: { readonly type: string }): string | null {
    const { type } = frame
    if (!this.asyncApi.components.messages[type]) return `a frame of the type ${type} is not described`
    return this.#check(`asyncapi#/components/messages/${type}/payload`, frame, type)
  }

  #check(reference: string, value: unknown, name: string): string | null {
    const validate = this.#ajv.getSchema(encodeURI(reference)) as ValidateFunction
    if (validate(value)) return null
    return `${name} is not as described: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(value)?.slice(0, 2_000)}`
  }
}

const unsettled = new Set<Promise<void>>()
const complaints: string[] = []

/** Has a frame checked; what there is to say of it is said by `framesAsDescribed`. */
export function checkFrame(url: string, frame: { readonly type: string }): void {
  const check = Contract.of(url)
    .then((contract) => contract.complaintOfFrame(frame), String)
    .then((complaint) => {
      if (complaint !== null) complaints.push(complaint)
      unsettled.delete(check)
    })
  unsettled.add(check)
}

/** @throws if a frame that came since the last time was not as the documents say */
export async function framesAsDescribed(): Promise<void> {
  await Promise.all(unsettled)
  const [complaint] = complaints.splice(0)
  if (complaint !== undefined) throw new Error(complaint)
}
