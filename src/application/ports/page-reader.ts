/** What a web page says of itself: plain text, of a length that can be shown. */
export interface PageFacts {
  readonly title: string
  readonly description: string | null
  readonly siteName: string | null
}

/** Looks at pages that people link to, which may be anybody's. */
export interface PageReader {
  /**
   * [PR1] What an HTML page says of itself in its head; `null` for what is none, says no title, or does not answer. Never throws. [PR2] Connects
   * to no address that is not for everybody to reach, whatever name, number or redirect leads there. [PR3] Ends within 3.5 s, and takes at most 512 KiB.
   */
  read(url: string): Promise<PageFacts | null>
}
