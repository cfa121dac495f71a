/**
 * A float as sigs.k8s.io/yaml v1.6.0 (yaml.go, convertToJSONableObject) makes a key of it: the shortest digits that give
 * the same 32-bit float, as strconv.FormatFloat(f, 'g', -1, 32) writes them.
 */
export function floatKey(value: number): string {
  const single = Math.fround(value)
  if (Number.isNaN(single)) return '.nan'
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf'
  const sign = single < 0 || Object.is(single, -0) ? '-' : ''
  if (single === 0) return `${sign}0`
  const [digits, exponent] = shortest(Math.abs(single))
  return sign + (exponent < -4 || exponent >= 6 ? scientific(digits, exponent) : decimal(digits, exponent))
}

/** Significant digits, and the exponent of the first of them. */
function shortest(value: number): [string, number] {
  let text = value.toExponential(8)
  for (let precision = 0; precision < 8; precision++) {
    const shorter = value.toExponential(precision)
    if (Math.fround(Number(shorter)) === value) {
      text = shorter
      break
    }
  }
  const at = text.indexOf('e')
  return [text.slice(0, at).replace('.', ''), Number(text.slice(at + 1))]
}

function scientific(digits: string, exponent: number): string {
  const rest = digits.length > 1 ? `.${digits.slice(1)}` : ''
  return `${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function decimal(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return digits + '0'.repeat(exponent + 1 - digits.length)
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}
