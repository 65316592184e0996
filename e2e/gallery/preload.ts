import { processWide } from '@/lib/base/process-wide'
import { fakeSignIns } from '@/lib/testing/fake-sign-ins'
import { getJournal } from '@/lib/journal/database'
import { playDrill, seedDrills } from './a-drills'
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

// Next's own workers load this too: the rows of the first one stay.
void getJournal().then(async (journal) => {
  await seedDrills(journal).catch(() => undefined)
  setInterval(() => void playDrill(journal).catch(() => undefined), 1_000).unref()
})
