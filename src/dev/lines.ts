import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sharedFolder } from './shared.ts'

/** The lines of a file of JSON lines; none when it is not there. */
export function jsonLines<T>(path: string): T[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

/** Recorded answers by the name of their file: the copies of this repository, and all of them where `../shared` is there. */
export function oracleLines<T>(component: string, file: string): T[] {
  const copies = fileURLToPath(new URL(`../../test-fixtures/oracle/${component}/`, import.meta.url))
  const shared = sharedFolder(`oracle/${component}`)
  return [...jsonLines<T>(`${copies}${file}`), ...(shared ? jsonLines<T>(`${shared}/${file}`) : [])]
}
