/** A double as Go's `strconv.FormatFloat(x, 'g', -1, 64)` writes it. */
export function showDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power < -4 || power >= 6) return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  return `${zeroSign(value)}${plain(value)}`
}

function zeroSign(value: number): string {
  return Object.is(value, -0) ? '-' : ''
}

/** Without an exponent: `FormatFloat(x, 'f', -1, 64)`. */
export function plain(value: number): string {
  const [digits = '', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const all = digits.replace('.', '')
  const point = Number(exponent) + 1
  const sign = value < 0 ? '-' : ''
  if (point <= 0) return value === 0 ? '0' : `${sign}0.${'0'.repeat(-point)}${all}`
  if (all.length <= point) return `${sign}${all}${'0'.repeat(point - all.length)}`
  return `${sign}${all.slice(0, point)}.${all.slice(point)}`
}
