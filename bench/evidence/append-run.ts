/** What one run of appends gave; milliseconds from the append to its published checkpoint. */
export interface AppendRun {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor an entry, the client's own work included; null where it is not known. */
  readonly cpuMicros: number | null;
}
