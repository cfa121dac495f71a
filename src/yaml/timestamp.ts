const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether go.yaml.in/yaml v2.4.3 (resolve.go, parseTimestamp) takes a text for a point in time. */
export function isTimestamp(text: string): boolean {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[-+]\d\d:\d\d)?)?$/.exec(text)
  if (!match) return false
  const [, year, month, day, separator, hour, minute, second, zone] = match
  if (separator !== undefined && separator.startsWith(' ') !== (zone === undefined)) return false
  if (zone !== undefined && zone !== 'Z' && (Number(zone.slice(1, 3)) > 24 || Number(zone.slice(4)) > 60)) return false
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return false
  return Number(day) >= 1 && Number(day) <= lastDay(Number(year), Number(month))
}

function lastDay(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (daysOfMonth[month - 1] ?? 0)
}
