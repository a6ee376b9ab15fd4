export interface Head {
  readonly bytes: Uint8Array
  /** The bytes as characters of the same numbers. */
  readonly text: string
}

export interface Kind {
  readonly type: string
  readonly endings: readonly string[]
  /** What senders call it besides. */
  readonly aliases?: readonly string[]
  readonly begins: (head: Head) => boolean
}

const at =
  (offset: number, ...texts: readonly string[]) =>
  ({ text }: Head): boolean =>
    texts.some((one) => text.startsWith(one, offset))

const isBox = at(4, 'ftyp')
/** ISO base media files say in their first box what they are: a brand, and others that it is compatible with. */
const brand =
  (...names: readonly string[]) =>
  (head: Head): boolean =>
    isBox(head) && at(8, ...names)(head)

const isAvif = (head: Head): boolean =>
  brand('avif', 'avis')(head) || (brand('mif1', 'msf1')(head) && head.text.slice(16, 64).includes('avif'))

const isRiff = (form: string) => (head: Head) => at(0, 'RIFF')(head) && at(8, form)(head)

const isWebm = (head: Head): boolean => at(0, '\x1a\x45\xdf\xa3')(head) && head.text.slice(4, 64).includes('webm')

const isMp3 = (head: Head): boolean => {
  const [first = 0, second = 0] = head.bytes
  return at(0, 'ID3')(head) || (first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0)
}

/** The kinds of content that are known; of each file the first one that fits. */
export const kinds: readonly Kind[] = [
  { type: 'image/png', endings: ['png'], begins: at(0, '\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', endings: ['jpg', 'jpeg', 'jfif'], aliases: ['image/jpg'], begins: at(0, '\xff\xd8\xff') },
  { type: 'image/gif', endings: ['gif'], begins: at(0, 'GIF87a', 'GIF89a') },
  { type: 'image/webp', endings: ['webp'], begins: isRiff('WEBP') },
  { type: 'image/avif', endings: ['avif'], begins: isAvif },
  { type: 'video/quicktime', endings: ['mov', 'qt'], begins: brand('qt  ') },
  { type: 'audio/mp4', endings: ['m4a', 'mp4'], aliases: ['audio/x-m4a', 'audio/m4a'], begins: brand('M4A ', 'M4B ') },
  { type: 'video/mp4', endings: ['mp4', 'm4v', 'mov', '3gp'], aliases: ['video/x-m4v', 'video/3gpp'], begins: isBox },
  { type: 'video/webm', endings: ['webm'], aliases: ['audio/webm'], begins: isWebm },
  { type: 'audio/ogg', endings: ['ogg', 'oga', 'opus'], aliases: ['application/ogg', 'audio/opus', 'video/ogg'], begins: at(0, 'OggS') },
  { type: 'audio/wav', endings: ['wav'], aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'], begins: isRiff('WAVE') },
  { type: 'audio/flac', endings: ['flac'], aliases: ['audio/x-flac'], begins: at(0, 'fLaC') },
  { type: 'audio/mpeg', endings: ['mp3'], aliases: ['audio/mp3'], begins: isMp3 },
  { type: 'application/pdf', endings: ['pdf'], begins: at(0, '%PDF-') },
]

/** Pictures that may say where they were taken, and that we cannot rewrite: TIFF and camera files, JPEG XL, JPEG 2000, HEIC. */
export const isUncleanable = (head: Head): boolean =>
  !isAvif(head) &&
  (at(0, 'II*\0', 'MM\0*', '\xff\x0a', '\0\0\0\x0cJXL ', '\0\0\0\x0cjP  ')(head) ||
    brand('heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1', 'crx ')(head))
