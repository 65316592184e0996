import { answerForPage } from '@/lib/http/status-pages/answer-for-page'
import { changePage, removePage, respondPage } from '@/lib/http/status-pages/pages'

export const GET = answerForPage(respondPage, 'viewer')

export const PUT = answerForPage(changePage, 'administrator')

export const DELETE = answerForPage(removePage, 'administrator')
