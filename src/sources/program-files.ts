import type { Host } from '../base/host.ts'

/** Whether a file can be a program, or a part of one. */
export function isProgramName(name: string): boolean {
  return /\.[mc]?[jt]sx?$/i.test(name) && !/\.d\.[mc]?ts$/i.test(name)
}

/** Whether a file tests something: what it makes is applied to no cluster. */
export function isTestFile(path: string): boolean {
  return /\.(test|spec|e2e)\.\w+$|(^|\/)(__tests__|__mocks__|tests?)\//.test(path)
}

/** The longest file that is searched for `new App(`. */
const longestProgram = 1_000_000

const importsCdk8s = /\b(?:from|import|require)\s*\(?\s*["']cdk8s["']/

/** Whether a file seems to make an app of CDK8s; whether it does is for the interpreter to say. */
export function mayMakeApp(host: Host, path: string): boolean {
  try {
    const bytes = host.read(path, longestProgram + 1)
    if (bytes.length > longestProgram) return false
    const text = new TextDecoder().decode(bytes)
    if (!text.includes('cdk8s') || !importsCdk8s.test(text)) return false
    const alias = /\bApp\s+as\s+([\w$]+)/.exec(text)?.[1]
    return /\bnew\s+(?:[\w$]+\.)?[\w$]*App\b/.test(text) || (alias !== undefined && text.includes(`new ${alias}`))
  } catch {
    return false
  }
}
