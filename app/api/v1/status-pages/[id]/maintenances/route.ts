import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { announceMaintenance } from '@/lib/http/status-pages/events'

export const POST = answerForPage(announceMaintenance, 'operator')
