/** What must be closed, in the reverse order of its opening. */
export class Lifecycle {
  readonly #owned: { readonly name: string; readonly close: () => unknown }[] = []

  own<Resource>(name: string, resource: Resource, close: (resource: Resource) => unknown): Resource {
    this.#owned.push({ name, close: () => close(resource) })
    return resource
  }

  /** Closes everything, also when something fails to close. @throws AggregateError with what failed. */
  async shutdown(): Promise<void> {
    const failures: Error[] = []
    for (let owned = this.#owned.pop(); owned; owned = this.#owned.pop()) {
      try {
        await owned.close()
      } catch (cause) {
        failures.push(new Error(`closing ${owned.name} failed`, { cause }))
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map((failure) => failure.message).join('; '))
  }
}
