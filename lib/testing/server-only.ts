// Stands in for the `server-only` package where no bundler tells server from browser (vitest, scripts).
export {}
