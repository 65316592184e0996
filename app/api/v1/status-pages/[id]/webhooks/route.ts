import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { makeWebhook, respondWebhooks } from '@/lib/http/status-pages/webhooks'

export const GET = answerForPage(respondWebhooks, 'administrator')

export const POST = answerForPage(makeWebhook, 'administrator')
