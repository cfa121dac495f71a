import type { Severity } from '../../rule/problem.ts'

/** SGR codes that switch a style on and off again. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const

export type Paint = (text: string) => string

/** Text in colour, or the same functions that leave it as it is. */
export type Style = Readonly<Record<keyof typeof codes, Paint>>

function paint(color: boolean, name: keyof typeof codes): Paint {
  const [on, off] = codes[name]
  return (text) => (color && text ? `\u001b[${on}m${text}\u001b[${off}m` : text)
}

export function styleOf(color: boolean): Style {
  return {
    bold: paint(color, 'bold'),
    dim: paint(color, 'dim'),
    underline: paint(color, 'underline'),
    red: paint(color, 'red'),
    green: paint(color, 'green'),
    yellow: paint(color, 'yellow'),
    blue: paint(color, 'blue'),
    cyan: paint(color, 'cyan'),
  }
}

const severityColors = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<
  Severity,
  keyof Style
>

export function severityPaint(style: Style, severity: Severity): Paint {
  return style[severityColors[severity]]
}
