import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-25`. */

export * from './plus.ts'

importsGeneration(25)
