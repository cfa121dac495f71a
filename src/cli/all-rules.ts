import { rules } from '../../rules/index.ts'
import { compareText } from '../base/order.ts'
import { ignoreCommentRule } from '../engine/ignore-comment-rule.ts'
import type { AnyRule } from '../rule/rule.ts'

/** What the doors hand to the engine: the rules, and the one about meshlint's own comments. Sorted by id. */
export const allRules: readonly AnyRule[] = [...rules, ignoreCommentRule].sort((a, b) => compareText(a.id, b.id))
