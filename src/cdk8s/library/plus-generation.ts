import { unknownValue } from './native.ts'

/**
 * The number of the cdk8s-plus package that the program imports, where it is below 31: from there on all are alike.
 * Compared on random programs: cdk8s-plus-25 2.22.79, -27 2.9.5, -28 2.5.6, -29 2.6.0, -30 2.4.10, -31 2.6.43, -32
 * 2.5.92, -33 2.5.57, -34 2.0.54.
 */
export const generation: { number: number } = { number: 31 }

let isSet = false

/** Says that the program imports this package; one that imports several leaves open what differs among them. */
export function importsGeneration(number: number): void {
  generation.number = isSet
    ? unknownValue('the version of cdk8s-plus', 'import one version of cdk8s-plus in all files')
    : number
  isSet = true
}
