import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { openIncident } from '@/lib/http/status-pages/events'

export const POST = answerForPage(openIncident, 'operator')
