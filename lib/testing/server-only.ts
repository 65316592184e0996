// Replaces the `server-only` package where no bundler separates server from browser (vitest, scripts).
export {}
