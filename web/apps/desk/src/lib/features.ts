//! The features and channels that plug into the desk. None is named here: each brings a `web/index.ts`.
import type { DeskFeature } from '@guiche/core'

const found = import.meta.glob<{ default: DeskFeature }>(
  ['../../../../../features/*/web/index.ts', '../../../../../channels/*/web/index.ts'],
  { eager: true },
)

/** The web side of every feature and channel, in the order of their folders. */
export const features: readonly DeskFeature[] = Object.entries(found)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([, module]) => module.default)

/** The feature's page at a path, with the feature. */
export function pageAt(path: string) {
  const at = path.split('/').slice(3).join('/')
  for (const feature of features) for (const page of feature.pages ?? []) if (at === page.path || ((page.tree ?? page.deep) && at.startsWith(`${page.path}/`))) return { ...page, feature }
  return undefined
}
