import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-27`. */

export * from './plus.ts'

importsGeneration(27)
