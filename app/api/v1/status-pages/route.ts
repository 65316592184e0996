import { answer } from '@/lib/http/answer'
import { makePage, respondPages } from '@/lib/http/status-pages/pages'

export const GET = answer(respondPages)

export const POST = answer((request, _context, actor) => makePage(request, actor), 'administrator')
