import type { TreePath } from '../base/tree.ts'

/**
 * The ways in which people leave a value to a template engine, to a script or to the reader. Where a form has a look-alike
 * in real manifests, it is held to the spelling that only a placeholder has: `$VAR` in capitals (not the end of a regular
 * expression, not a password), `<name>` without the `?` of a named group, words like REPLACE_ME only as whole words.
 * Lengths are bounded, so that no text is slow.
 */
const forms: readonly string[] = [
  // envsubst, Flux, OpenShift, Terraform: ${VAR}, ${VAR:-default}, ${VAR/./-}; not ${1}, which a regular expression fills.
  String.raw`\$\{[A-Za-z_{][^{}\n]{0,200}\}{1,2}`,
  // kustomize vars and sed scripts: $(VAR); a command in a shell has blanks.
  String.raw`\$\([A-Za-z_][\w.-]{0,100}\)`,
  // shells and envsubst.
  String.raw`(?<![\w$\\])\$[A-Z][A-Z0-9_]+(?![a-z0-9])`,
  // Helm, Go, Jinja, Handlebars.
  String.raw`\{\{[^\n]{0,200}?\}\}`,
  String.raw`\{%[^\n]{0,200}?%\}`,
  // ytt, ERB, Azure DevOps.
  String.raw`\(@[^\n]{0,200}?@\)`,
  String.raw`<%[^\n]{0,200}?%>`,
  String.raw`#\{[A-Za-z_][\w.]{0,100}\}#?`,
  // <name>, also <Name of the database>, <path:secret/data#key>; neither (?<name>…) nor (?P<name>…).
  String.raw`(?<!\?P?)<[A-Za-z][\w .:/#-]{0,100}>`,
  // __NAME__ and @NAME@.
  String.raw`(?<!\w)__[A-Z][A-Z0-9_]{0,100}?__(?!\w)`,
  String.raw`(?<![\w.@])@[A-Z][A-Z0-9_]{0,100}@(?![\w.@])`,
  // Words for the reader.
  String.raw`(?<![\w-])(?:[A-Z0-9_]{0,100}_)?PLACEHOLDER(?:_[A-Z0-9_]*)?(?![\w-])`,
  String.raw`(?<![\w-])(?:REPLACE[_-]?(?:ME|THIS|WITH|IMAGE)|CHANGE[_-]?(?:ME|THIS))(?:[_-][A-Z0-9_-]+)?(?![a-z])`,
  String.raw`(?<![\w-])YOUR[_-][A-Z0-9][A-Z0-9_-]*`,
]

const anyForm = new RegExp(forms.join('|'))
/** What every placeholder has somewhere: few texts have it. */
const anyMark = /[$<]|\{[{%]|\(@|#\{|__[A-Z]|@[A-Z]|PLACEHOLDER|REPLACE|CHANGE|YOUR[_-]/

/** Whether a text, a whole file also, can hold a placeholder: quick, and true more often than it is. */
export function mayHoldPlaceholder(text: string): boolean {
  return anyMark.test(text)
}

/**
 * The first placeholder in a text, as it is written. Meant for leaves that hold a name, a number or another short value;
 * where scripts and templates stand, ask `holePolicy` first.
 */
export function placeholderIn(text: string): string | undefined {
  return anyMark.test(text) ? anyForm.exec(text)?.[0] : undefined
}

/** Annotations that decide something here: a placeholder in them is a gap. All others may be any program's templates. */
const readAnnotation = /(?:^|[./])(?:istio|prometheus)\.io\//

/** Leaves that hold scripts, expressions, templates or prose, in whatever object. */
const proseKeys: ReadonlySet<string> = new Set([
  'description',
  'expr',
  'expression',
  'inlineCode',
  'inlineString',
  'jqFilter',
  'json',
  'jsonnet',
  'lua',
  'message',
  'pattern',
  'query',
  'regex',
  'rego',
  'script',
  'source',
  'subPathExpr',
  'summary',
  'template',
])

/** Maps and lists of scripts, files and templates: everything below them. */
const proseBelow: ReadonlySet<string> = new Set([
  'args',
  'command',
  'defaultConfig',
  'dynamicTemplates',
  'matchRules',
  'openAPIV3Schema',
  'pluginConfig',
  'scripts',
])

/**
 * Whether what looks like a placeholder at a path of a body is legitimate text of Kubernetes or of a program: `$(VAR)` in
 * commands, arguments and variables, which the kubelet expands; the files of a ConfigMap; annotations for other tools;
 * alerts, Envoy's patches, scripts and prose. Everywhere else it stands for a value that the input does not say.
 */
export function holePolicy(path: TreePath): boolean {
  const [first, second] = path
  if (first === 'data' || first === 'stringData' || first === 'binaryData') return true
  if (first === 'spec' && second === 'groups' && path.includes('rules')) return true
  const parent = path.at(-2)
  const last = path.at(-1)
  if (parent === 'labels' || parent === 'matchLabels') return false
  if (parent === 'annotations') return !readAnnotation.test(String(last))
  if (last === 'value' && path.at(-3) === 'env') return true
  if (typeof last === 'string' && proseKeys.has(last)) return true
  if (first === 'spec' && second === 'configPatches' && path[3] === 'patch') return true
  return path.some((step) => typeof step === 'string' && proseBelow.has(step))
}
