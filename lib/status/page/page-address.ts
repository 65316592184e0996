/** Where a page is reached. */
export interface PageAddress {
  /** Its own path. */
  base: string
  /** With scheme and host, as others link to it. */
  url: string
}
