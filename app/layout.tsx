import type { Metadata } from 'next'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/layout/providers'
import { readTheme } from '@/components/layout/read-theme'
import { toKnownZone } from '@/components/ui/clock-text'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Understudy', template: '%s · Understudy' },
  // Beside robots.txt, for pages that are linked to despite it. Status pages do not use this layout.
  robots: { index: false, follow: false },
  description: 'Who leads, could a standby take over right now, and how long would it take.',
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme()
  const kept = await cookies()
  const zone = toKnownZone(kept.get('zone')?.value)
  const zoneChoice = kept.get('times')?.value === 'utc' ? 'utc' : 'local'
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <noscript>
          <p style={{ padding: '8px 24px' }}>
            Picture of {new Date(renderedNow()).toISOString().slice(11, 19)} UTC. Without JavaScript this page does not move; reload it for
            a newer one.
          </p>
        </noscript>
        <Providers renderedAt={renderedNow()} zone={zone} zoneChoice={zoneChoice}>
          {children}
        </Providers>
      </body>
    </html>
  )
}

/** Ages on the page are counted from here until the browser's own clock takes over. */
function renderedNow(): number {
  return Date.now()
}
