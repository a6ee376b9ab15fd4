import { UnsupportedFile } from '../errors.js'
import { endingsOf } from './file-name.js'
import { type Head, isUncleanable, type Kind, kinds } from './media-kinds.js'

/** What is kept without being looked into: only ever downloaded, never shown. */
export const opaqueType = 'application/octet-stream'

/** Endings of what a server, a system or a browser runs. */
const activeEndings: ReadonlySet<string> = new Set(
  'asp aspx bat cgi cmd exe hta htm html jar js jsp mjs msi phar php php3 php4 php5 phtml pif ps1 scr shtml svg svgz vbs xht xhtml'.split(
    ' ',
  ),
)
const activeType = /html|javascript|svg/

/** So many bytes at the beginning tell what something is. */
export const headLength = 512

/** Pictures are rewritten before they are kept. */
export const isPicture = (type: string): boolean => type.startsWith('image/')

/** What a browser may show where it stands; a document may bring a program, and is only downloaded. */
export const isShownInline = (type: string): boolean => /^(?:image|video|audio)\//.test(type)

/**
 * The type of a file by how it begins. One whose name or sender calls it something else is not taken.
 * @throws UnsupportedFile
 */
export function mediaTypeOf(beginning: Uint8Array, name: string, declared: string): string {
  const bytes = beginning.subarray(0, headLength)
  const head: Head = { bytes, text: String.fromCharCode(...bytes) }
  if (isUncleanable(head)) throw new UnsupportedFile('Send this picture as JPEG, PNG or WebP: its kind keeps where it was taken.')
  const kind = kinds.find(({ begins }) => begins(head)) ?? null
  const endings = endingsOf(name)
  const claims = [byEnding(endings.at(-1)), byType(declared)].filter((claimed) => claimed.length > 0)
  const isHonest = kind === null ? claims.length === 0 : claims.every((claimed) => claimed.some((one) => isOneFamily(one, kind)))
  const isKnown = kind !== null || endings.some((ending) => byEnding(ending).length > 0)
  const isActive = endings.some((ending) => activeEndings.has(ending)) || activeType.test(declared)
  if (!isHonest || (isKnown && isActive)) throw new UnsupportedFile('The file is not what its name or its type says.')
  return kind?.type ?? opaqueType
}

const byEnding = (ending = ''): readonly Kind[] => kinds.filter(({ endings }) => endings.includes(ending))

const byType = (type: string): readonly Kind[] => kinds.filter((kind) => kind.type === type || kind.aliases?.includes(type))

/** Names and senders do not tell sound from pictures where both come in one container. */
const isOneFamily = (one: Kind, other: Kind): boolean => one === other || one.endings.some((ending) => other.endings.includes(ending))

/** A ZIP archive ends with a record of 22 bytes and a comment of at most 65,535. */
export const tailLength = 22 + 65_535
const archiveEnd = [0x50, 0x4b, 0x05, 0x06]

/** Whether what ends so is an archive, whatever it begins as: a picture that a Java machine would run. */
export function endsAsArchive(tail: Uint8Array): boolean {
  for (let place = tail.length - 22; place >= 0; place -= 1) {
    if (archiveEnd.some((byte, index) => tail[place + index] !== byte)) continue
    const comment = (tail[place + 20] ?? 0) + 256 * (tail[place + 21] ?? 0)
    if (place + 22 + comment === tail.length) return true
  }
  return false
}
