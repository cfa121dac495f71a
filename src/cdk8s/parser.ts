import type { TSESTree } from '@typescript-eslint/typescript-estree'

/** The syntax tree of a program file; every node carries its range. */
export type ProgramTree = TSESTree.Program

/** Why a text is no program: one sentence without a full stop, and the offset where it ends to be one. */
export class SyntaxFault extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** Reads a program file. Throws a SyntaxFault where the text is not TypeScript (JavaScript). */
export type ProgramParser = (text: string, path: string) => ProgramTree

/**
 * Loads the parser: the one place that does. TypeScript takes a third of a second to load, so only projects that hold a
 * program come here.
 */
export async function loadParser(): Promise<ProgramParser> {
  const { parse } = await import('./estree.ts')
  return (text, path) => {
    try {
      return parse(text, { range: true, loc: false, jsx: /\.[jt]sx$/.test(path), jsDocParsingMode: 'none' })
    } catch (error) {
      throw faultOf(error)
    }
  }
}

function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('location' in error)) return error
  const { location } = error as { location?: { start?: { offset?: number } } }
  return new SyntaxFault(error.message.replace(/\.$/, ''), location?.start?.offset ?? 0)
}
