/** What the environment says. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Whether to write colours: --color, then FORCE_COLOR, NO_COLOR, TERM=dumb, and last whether a terminal reads it. */
export function wantsColor(when: string | undefined, env: Environment, isTerminal: boolean): boolean {
  if (when === 'always') return true
  if (when === 'never') return false
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = env
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (no) return false
  return terminal !== 'dumb' && isTerminal
}
