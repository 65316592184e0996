import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../scripts/setup/root.mjs'

/** Bundles the gallery's preload into `folder`, because Next’s own workers load it too and know no TypeScript. @returns its file, for `node --import` */
export async function bundleGallery(folder) {
  const preload = join(folder, 'preload.mjs')
  await build({
    absWorkingDir: root,
    entryPoints: ['e2e/gallery/preload.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: preload,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
  })
  return preload
}
