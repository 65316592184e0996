import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { updateIncident } from '@/lib/http/status-pages/events'

export const POST = answerForPage(updateIncident, 'operator')
