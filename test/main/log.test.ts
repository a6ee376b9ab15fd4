import { describe, expect, it } from '@jest/globals'
import { createLog, writeSecurityEvent } from '../../src/main/log.js'

const startLog = () => {
  const lines: string[] = []
  return { log: createLog('trace', (line) => void lines.push(line)), lines }
}

const canary = 'canary-0123456789'

/** As Prisma's are: the call that failed, with all of its values, and what was wrong at the end. */
class PrismaClientValidationError extends Error {
  override readonly name = 'PrismaClientValidationError'
  readonly meta = { email: canary }
  constructor() {
    super(`\nInvalid \`prisma.message.create()\` invocation:\n\n{\n  data: { text: "${canary}" }\n}\n\nArgument \`chatId\` is missing.`)
  }
}

describe('the log', () => {
  it('S177 says of an error what it is and where, and nothing that was put into it', () => {
    const { log, lines } = startLog()
    const driver = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: `Key (email)=(${canary}) exists.`,
      parameters: [canary],
    })
    log.error({ err: new Error('It failed.', { cause: driver }) }, 'a request failed')
    log.error({ err: new PrismaClientValidationError() }, 'a request failed')
    log.error({ err: canary }, 'a request failed')
    expect(lines.join('')).not.toContain(canary)
    const [first, second] = lines.map((line) => JSON.parse(line).err)
    expect(first).toMatchObject({ type: 'Error', message: 'It failed.', cause: { code: '23505', message: 'duplicate key' } })
    expect(first.stack).toContain('log.test.ts')
    expect(second).toMatchObject({ type: 'PrismaClientValidationError', message: 'Argument `chatId` is missing.' })
  })

  it('S177 says what the database said, where only the driver adapter has it, and no row', () => {
    const { log, lines } = startLog()
    const facts = {
      kind: 'UniqueConstraintViolation',
      originalCode: '23505',
      originalMessage: 'duplicate key',
      detail: `Key (email)=(${canary})`,
    }
    log.error({ err: new Error('UniqueConstraintViolation', { cause: facts }) }, 'a request failed')
    expect(JSON.parse(lines[0] ?? '').err.cause).toEqual({
      kind: 'UniqueConstraintViolation',
      originalCode: '23505',
      originalMessage: 'duplicate key',
    })
  })

  it('S177 covers what has the name of a secret, wherever it is handed in', () => {
    const { log, lines } = startLog()
    for (const name of [
      'password',
      'token',
      'accessToken',
      'refreshToken',
      'authorization',
      'cookie',
      'set-cookie',
      'newPassword',
      'text',
      'html',
      'to',
    ]) {
      log.warn({ [name]: canary, mail: { [name]: canary }, request: { headers: { [name]: canary } } }, 'handed in')
    }
    expect(lines).toHaveLength(11)
    expect(lines.join('')).not.toContain(canary)
  })

  it('S176 is one line for each event, whatever words of others are in it', () => {
    const { log, lines } = startLog()
    const words = '\r\n\u001b[31m\u0085\u009b\u2028\u2029\u202e\u2066{"level":60}\u007f'
    const origin = { requestId: 'r', ip: '192.0.2.1', userAgent: words }
    const event = {
      id: 'i',
      at: new Date(0),
      type: 'sign_in',
      outcome: 'failure',
      userId: null,
      sessionId: null,
      origin,
      detail: {},
    } as const
    writeSecurityEvent(log, event)
    log.error({ path: words }, words)
    for (const line of lines) {
      expect(line).toMatch(/^[\u0020-\u007e]+\n$/)
      expect(Object.values(JSON.parse(line))).toContain(words)
    }
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 40,
      type: 'sign_in',
      outcome: 'failure',
      ip: '192.0.2.1',
      user: null,
      requestId: 'r',
    })
  })
})
