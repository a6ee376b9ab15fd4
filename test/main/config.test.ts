import { describe, expect, it } from '@jest/globals'
import { newVapidKeys } from '../../src/adapters/web-push/vapid-keys.js'
import { readConfig } from '../../src/main/config.js'

const keys = { S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' }
const read = { bucket: 'files', accessKeyId: 'id', secretAccessKey: 'secret', region: 'us-east-1' }

describe('the lifetimes of tokens', () => {
  it.each([
    ['ACCESS_TOKEN_TTL', '86401'],
    ['ACCESS_TOKEN_TTL', '4'],
    ['REFRESH_TOKEN_TTL', '315360001'],
    ['REFRESH_TOKEN_TTL', '1.5'],
  ])('S28 %s is not %s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name)
  })

  it('S28 are what they are set to, within their bounds', () => {
    expect(readConfig({ ACCESS_TOKEN_TTL: '86400', REFRESH_TOKEN_TTL: '5' })).toMatchObject({ accessTokenTtl: 86_400, refreshTokenTtl: 5 })
  })
})

describe('the pair by what push services know the installation', () => {
  const { publicKey, privateKey } = newVapidKeys()
  const other = newVapidKeys()

  it('is the one that is set', () => {
    expect(readConfig({}).vapidKeys).toBeNull()
    expect(readConfig({ VAPID_KEYS: `${publicKey}:${privateKey}` }).vapidKeys).toEqual({ publicKey, privateKey })
  })

  it.each([publicKey, `${privateKey}:${publicKey}`, `${publicKey}:${other.privateKey}`, `${publicKey}:`, 'public:private'])(
    'is not %s',
    (text) => {
      expect(() => readConfig({ VAPID_KEYS: text })).toThrow('VAPID_KEYS')
    },
  )
})

describe('the settings of a store for files', () => {
  it('are none unless they are given', () => {
    expect(readConfig({}).s3).toBeNull()
    expect(readConfig({ S3_REGION: 'eu-west-1', S3_FORCE_PATH_STYLE: 'true' }).s3).toBeNull()
  })

  it.each([
    [{}, { ...read, endpoint: null, forcePathStyle: false }],
    [{ S3_REGION: 'eu-west-1' }, { ...read, region: 'eu-west-1', endpoint: null, forcePathStyle: false }],
    [{ S3_FORCE_PATH_STYLE: 'true' }, { ...read, endpoint: null, forcePathStyle: true }],
    [{ S3_ENDPOINT: 'http://127.0.0.1:9000' }, { ...read, endpoint: 'http://127.0.0.1:9000', forcePathStyle: true }],
    [
      { S3_ENDPOINT: 'https://s3.example', S3_FORCE_PATH_STYLE: 'false' },
      { ...read, endpoint: 'https://s3.example', forcePathStyle: false },
    ],
  ])('with %j are %j', (more, settings) => {
    expect(readConfig({ ...keys, ...more }).s3).toEqual(settings)
  })

  it.each([
    ['S3_BUCKET', { S3_ENDPOINT: 'http://127.0.0.1:9000' }],
    ['S3_BUCKET', { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' }],
    ['S3_BUCKET', { S3_SECRET_ACCESS_KEY: 'secret' }],
    ['S3_ACCESS_KEY_ID', { S3_BUCKET: 'files', S3_SECRET_ACCESS_KEY: 'secret' }],
    ['S3_SECRET_ACCESS_KEY', { S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'id' }],
    ['S3_ENDPOINT', { ...keys, S3_ENDPOINT: 'ftp://s3.example' }],
    ['S3_FORCE_PATH_STYLE', { ...keys, S3_FORCE_PATH_STYLE: 'yes' }],
  ])('name %s where it is missing or wrong: %j', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(name)
  })
})
