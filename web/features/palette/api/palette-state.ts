import { Observable } from '../../../sdk/observable.js'

export const paletteIsOpen = new Observable(false)

export const openPalette = (): void => paletteIsOpen.set(true)
export const closePalette = (): void => paletteIsOpen.set(false)
