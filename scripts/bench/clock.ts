/** Ms since 1970 with fractions, the same clock in every process of this machine: compared across processes and with the browser. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now()
}
