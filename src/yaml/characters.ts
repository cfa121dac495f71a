/** The characters of YAML 1.1 by code unit, as go.yaml.in/yaml v2.4.3 (yamlprivateh.go) classes them. */

export const TAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SPACE = 0x20
const NEL = 0x85
const LS = 0x2028
const PS = 0x2029
export const BOM = 0xfeff

/** A line break in a scalar: all kinds are read as LF, save the two that Unicode added. */
export function breakText(code: number): string {
  return code === LS || code === PS ? String.fromCharCode(code) : '\n'
}

export function isBreakCode(code: number): boolean {
  return code === LF || code === CR || code === NEL || code === LS || code === PS
}

/** A blank, a line break or the end of the text. */
export function isBlankOrEnd(code: number): boolean {
  return code <= SPACE
    ? code === SPACE || code === LF || code === CR || code === TAB || code === 0
    : code >= NEL && (code === NEL || code === LS || code === PS)
}

/** Letters, digits, `_` and `-`: what anchors and tag handles are made of. */
export function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  )
}

export function isHexCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)
}

/** What Go's unicode.IsSpace holds for white space: more than YAML and JSON do. */
export function isGoSpace(code: number): boolean {
  if (code <= 0xff) return code === SPACE || (code >= TAB && code <= CR) || code === NEL || code === 0xa0
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === LS ||
    code === PS ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}
