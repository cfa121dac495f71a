/** What is used of the parser's package: a file of its own, so that the bundle loads it as a chunk, and by name. */
export { parse } from '@typescript-eslint/typescript-estree'
