import type { MetadataRoute } from 'next'

/** What a browser needs to install the console as an application; its colours are those of the icon. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Understudy',
    short_name: 'Understudy',
    description: 'High availability of Apache Flink’s JobManager',
    start_url: '/',
    display: 'minimal-ui',
    background_color: '#14161c',
    theme_color: '#14161c',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    ],
  }
}
