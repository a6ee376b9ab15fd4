interface Held<Item> {
  readonly item: Item
  readonly since: number
}

/**
 * Puts the changes of one chat back in the order of their `seq`: commit order is not arrival order, and an arrival may be a repeat.
 * Knows no time but what it is told, and delivers nothing itself.
 */
export class Sequencer<Item> {
  #position: number | null = null
  /** Made when it is needed: most chats never need one, and there are many. */
  #held: Map<number, Held<Item>> | null = null

  /** Everything up to here was delivered or may be taken for known; `null` until that can be said of anything. */
  get position(): number | null {
    return this.#position
  }

  /** How many changes wait for an earlier one. */
  get held(): number {
    return this.#held?.size ?? 0
  }

  /** When the first of the held ones arrived; `null` if none is held. */
  get holdingSince(): number | null {
    let first: number | null = null
    for (const { since } of this.#held?.values() ?? []) if (first === null || since < first) first = since
    return first
  }

  /** Answers what is due now: nothing for a repeat or after a gap, else this change and those that waited for it. */
  take(seq: number, item: Item, now: number): readonly Item[] {
    if (this.#position !== null && seq <= this.#position) return []
    if (this.#position === null || seq > this.#position + 1) {
      this.#held ??= new Map()
      if (!this.#held.has(seq)) this.#held.set(seq, { item, since: now })
      return []
    }
    this.#position = seq
    return this.held === 0 ? [item] : [item, ...this.#release()]
  }

  /** Everything up to `seq` is known to the receivers in another way: moves on to there, never back, and answers what is due then. */
  advanceTo(seq: number): readonly Item[] {
    if (this.#position === null || seq > this.#position) this.#position = seq
    for (const held of this.#held?.keys() ?? []) if (held <= this.#position) this.#held?.delete(held)
    return this.#release()
  }

  /** Waits no longer: answers all that is held, in order, and moves past what is missing. */
  giveUp(): readonly Item[] {
    const held = [...(this.#held ?? [])].sort(([one], [other]) => one - other)
    const last = held.at(-1)
    if (last) this.#position = last[0]
    this.#held = null
    return held.map(([, { item }]) => item)
  }

  /** Forgets what is held since then or longer. */
  dropHeldUntil(time: number): void {
    for (const [seq, { since }] of this.#held ?? []) if (since <= time) this.#held?.delete(seq)
  }

  #release(): Item[] {
    const due: Item[] = []
    while (this.#position !== null && this.#held) {
      const next = this.#held.get(this.#position + 1)
      if (!next) break
      this.#position += 1
      this.#held.delete(this.#position)
      due.push(next.item)
    }
    return due
  }
}
