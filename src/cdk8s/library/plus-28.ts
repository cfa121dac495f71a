import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-28`. */

export * from './plus.ts'

importsGeneration(28)
