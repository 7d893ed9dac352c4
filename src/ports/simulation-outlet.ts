import type { Result } from '../core/result.ts';

/** What a simulated company leaves beside its log. */
export type CompanyFile = 'customers.csv' | 'workforce.csv' | 'ties.csv' | 'leak.csv' | 'company.yml' | 'truth.json';

/** A file being written from its start; throws a FaultError when the disk refuses. */
export interface FileWriter {
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Where a simulated company goes: a folder, or straight into a data directory. */
export interface SimulationOutlet {
  /** Opens a file anew. `ties.csv` is open while the log is taken: both come out of one pass. */
  file(name: CompanyFile): FileWriter;
  /** Takes the whole log, native lines of the source `candour`, at its own pace; it may keep the chunks. */
  log(lines: AsyncIterable<Buffer>): Promise<Result<null>>;
  /** All files are closed but `truth.json`, which comes last: where it is, the company is whole. */
  people(): Promise<Result<null>>;
}
