import 'server-only'

/**
 * POSIX sh: `list_links FOLDER…` prints the targets of descriptors. A file may be named `x -> socket:[7]`, or contain a line break and
 * then look like a line of its own: control characters become `?` (coreutils by -q, busybox always), and
 * `socketLink` requires the first arrow of a line.
 */
export const listLinksFunction = `
ls_options=-ln
ls -lnqd / >/dev/null 2>&1 && ls_options=-lnq
list_links() { ls "$ls_options" "$@" 2>/dev/null; }
`

/** For awk and sed: matches a descriptor that is a socket, and no file whose name ends like one. */
export const socketLink = '^[^>]* [0-9][0-9]* -> socket:\\[[0-9][0-9]*\\]$'
