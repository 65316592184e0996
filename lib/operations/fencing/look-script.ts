import 'server-only'

/**
 * Runs on the host of a process, given to `sh -s` on its standard input; POSIX sh, and nothing but numbers and a boot id as
 * arguments. It prints what it sees, a fact a line; `end` last, so that a cut connection is no answer.
 *
 *   look PID             everything, also command line and own ports
 *   death PID            only what proves a death
 *   kill PID START BOOT  SIGKILL to exactly this process, waits up to 3 s for its end, then `death`
 *
 * `kill -0` is not used: it is true for zombies. The threads are listed twice, so that one started between two reads is seen.
 * Whether it is there is asked last: one that goes while it is read is gone, and not one that cannot be read.
 */
export const lookScript = `set -uf
LC_ALL=C; export LC_ALL
mode=$1 pid=$2 start=\${3:-} boot=\${4:-}
case $pid in ''|*[!0-9]*) exit 64;; esac
kernel=$(uname -s)
echo "kernel $kernel"
[ "$kernel" = Linux ] || { echo end; exit 0; }
now=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
echo "boot $now"
echo "namespace $(readlink /proc/self/ns/pid 2>/dev/null)"
mounted=$(awk '$2 == "/proc" { o = $4 } END { print o }' /proc/mounts 2>/dev/null)
case $mounted in
  '') echo 'sees some' ;;
  *hidepid=0*|*hidepid=off*) echo 'sees all' ;;
  *hidepid=*) if [ "$(id -u)" = 0 ]; then echo 'sees all'; else echo 'sees some'; fi ;;
  *) echo 'sees all' ;;
esac
stat_of() {
  line=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  set -- \${line##*) }
  state=$1; shift 19; ticks=$1
}
threads() { set +f; sed -n 's/^.*) \\([A-Za-z]\\) .*$/thread \\1/p' /proc/$pid/task/[0-9]*/stat 2>/dev/null; set -f; }
lives() {
  stat_of || return 1
  [ "$ticks" = "$start" ] || return 1
  case $state in Z|X|x) threads | grep -qv 'thread [ZXx]' ;; *) return 0 ;; esac
}
if [ "$mode" = kill ]; then
  if [ "$now" = "$boot" ] && stat_of && [ "$ticks" = "$start" ]; then
    if kill -9 "$pid" 2>/dev/null; then echo 'killed yes'; else echo 'killed no'; fi
    n=0
    while [ $n -lt 150 ] && lives; do n=$((n + 1)); sleep 0.02 2>/dev/null || sleep 1; done
  fi
fi
if [ -d "/proc/$pid" ]; then
  if stat_of; then echo "stat $state $ticks"; fi
  threads
  threads
fi
if [ -d "/proc/$pid" ]; then echo 'there yes'; else echo 'there no'; fi
if [ -r /proc/net/tcp ]; then
  awk '$4 == "0A" { n = split($2, part, ":"); print "listen " part[n] " " $10 }' /proc/net/tcp && { [ ! -r /proc/net/tcp6 ] ||
  awk '$4 == "0A" { n = split($2, part, ":"); print "listen " part[n] " " $10 }' /proc/net/tcp6; } && echo 'ports read'
fi
if [ "$mode" = look ] && [ -d "/proc/$pid" ]; then
  ls "/proc/$pid/fd" >/dev/null 2>&1 && echo 'sockets read' && ls -l "/proc/$pid/fd" 2>/dev/null | sed -n 's/^.*socket:\\[\\([0-9]*\\)\\]$/socket \\1/p'
  echo "command $(od -An -v -tx1 "/proc/$pid/cmdline" 2>/dev/null | tr -d ' \\n')"
fi
echo end
`
