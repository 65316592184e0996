/**
 * The tip of an element on hover and focus. Plain data attributes, read by the one TipLayer of the page: a thousand figures with sources
 * cost a thousand attributes, not a thousand tooltips.
 */
export interface TipProps {
  'data-tip': string
  'data-tip-at'?: string
  'data-tip-time'?: string
  tabIndex?: number
}

/**
 * @param text lines separated by \n
 * @param at when it was read (ISO); its age is counted at the moment the tip is shown
 */
export function tip(text: string, at?: string): TipProps {
  return at === undefined ? { 'data-tip': text, tabIndex: 0 } : { 'data-tip': text, 'data-tip-at': at, tabIndex: 0 }
}
