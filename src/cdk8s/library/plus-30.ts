import { importsGeneration } from './plus-generation.ts'

/** The package `cdk8s-plus-30`. */

export * from './plus.ts'

importsGeneration(30)
