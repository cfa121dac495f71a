import { mapObject } from './native.ts'
import { Capability as Newer } from './plus-enums.ts'
import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-27`. */

export * from './plus.ts'

/** In this package alone the capabilities are written with their prefix. */
export const Capability = Object.freeze(mapObject(Newer, (name) => (name === 'ALL' ? undefined : `CAP_${name}`)))

importsGeneration(27)
