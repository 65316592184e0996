import { createCookieChoice } from './cookie-choice'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const choice = createCookieChoice<Theme>('theme')

export function setTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset.theme = theme
  choice.set(theme)
}

export const useTheme = choice.use
