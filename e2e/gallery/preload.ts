import { processWide } from '@/lib/base/process-wide'
import { fakeSignIns } from '@/lib/testing/fake-sign-ins'
import { aGalleryConsole } from './a-console'
import { aGalleryOperations, aGalleryTakeoverService } from './an-operations'

/**
 * Loaded before Next (`node --import`): the product's own pages and routes over named situations, to look at. The product itself knows
 * nothing of it. GALLERY names the situations, separated by commas; all without it.
 */
const names = process.env.GALLERY?.split(',').filter((name) => name !== '')
processWide.console ??= Promise.resolve(aGalleryConsole(names as Parameters<typeof aGalleryConsole>[0]))
processWide.operations ??= Promise.resolve(aGalleryOperations())
processWide.takeovers ??= aGalleryTakeoverService()
processWide.signIns ??= Promise.resolve(fakeSignIns('administrator'))
