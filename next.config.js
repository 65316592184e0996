/** @type {import('next').NextConfig} */
const config = {
  agentRules: false,
  poweredByHeader: false,
  devIndicators: false,
  serverExternalPackages: ['pino', 'undici'],
}

export default config
