import { SourceFile } from '../base/source-file.ts'
import { nodeAt } from '../base/tree.ts'
import { readText } from '../yaml/read-text.ts'

/** Whether a value of `proxyMetadata` breaks the template, which puts it between double quotes as it is. */
export function brokenMetadata(config: string): boolean {
  const root = readText(new SourceFile('annotation', config)).documents[0]?.root
  const metadata = root && (nodeAt(root, ['proxyMetadata']) ?? nodeAt(root, ['proxy_metadata']))
  if (metadata?.type !== 'map') return false
  return metadata.entries.some(({ value }) => {
    return value.type === 'scalar' && typeof value.value === 'string' && value.value.includes('"')
  })
}
