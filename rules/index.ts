import type { AnyRule } from '../src/rule/index.ts'

/** Every rule, sorted by id. */
export const rules: readonly AnyRule[] = []
