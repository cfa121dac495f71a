import type { Failure } from '../base/failure.ts'
import type { Gaps } from '../base/maybe.ts'
import type { SourceFile } from '../base/source-file.ts'
import type { Remark } from '../cdk8s/interpret-program.ts'
import type { Resource } from '../kube/resource.ts'
import type { TextNote } from '../yaml/document.ts'

/** A file that was read, with what its text says beside its resources. */
export interface ReadFile {
  readonly file: SourceFile
  readonly notes: readonly TextNote[]
}

/** A set of resources that are applied together to one cluster. Rules never look across units. */
export interface Unit {
  /** The folder or program that makes it, relative to the working directory; `.` for the plain files of a project. */
  readonly name: string
  readonly kind: 'plain' | 'kustomize' | 'helm' | 'cdk8s'
  /** In the order of files (by path) and documents. */
  readonly resources: readonly Resource[]
  readonly files: readonly ReadFile[]
  /** What the libraries of a program tell of its constructs, beside the objects. */
  readonly remarks?: readonly Remark[] | undefined
  /** Why it may hold more objects than are listed: a program that could not be read to its end. */
  readonly open?: Gaps | undefined
}

/** A file or document that was left out, and why: `--debug` lists it. */
export interface Skipped {
  readonly path: string
  readonly reason: string
}

/** What one root holds. */
export interface Project {
  /** The root directory, absolute. */
  readonly root: string
  readonly units: readonly Unit[]
  /** The paths of the files whose contents are reported; the others were read for what they say about these. */
  readonly reported: ReadonlySet<string>
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skipped[]
  /** One line each for people, on stderr: charts that were not rendered. */
  readonly notices: readonly string[]
  /** How many documents were left uncomposed because nothing reads their kind. */
  readonly uncomposed: number
}
