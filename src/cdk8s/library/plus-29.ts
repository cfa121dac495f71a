import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-29`. */

export * from './plus.ts'

importsGeneration(29)
