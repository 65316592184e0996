import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { removeWebhook } from '@/lib/http/status-pages/webhooks'

export const DELETE = answerForPage(removeWebhook, 'administrator')
