import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-26`. */

export * from './plus.ts'

importsGeneration(26)
