import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { updateMaintenance } from '@/lib/http/status-pages/events'

export const POST = answerForPage(updateMaintenance, 'operator')
