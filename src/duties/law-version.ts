/** A value as it holds from one day on, until a day that is no longer inside or until the next version. */
export interface DatedValue {
  readonly from: string;
  readonly to?: string | undefined;
}

/** The version that holds on `day` (`YYYY-MM-DD`); undefined before the first and after an end. `versions`: oldest first. */
export function versionOn<T extends DatedValue>(versions: readonly T[], day: string): T | undefined {
  const version = versions.findLast(({ from }) => from <= day);
  return version?.to !== undefined && version.to <= day ? undefined : version;
}
