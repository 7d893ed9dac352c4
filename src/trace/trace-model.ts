/**
 * The constants of the model, with one version for all of them: a trace can only be compared with one of the same version.
 * Sources: Agrawal, Evfimievski, Kiernan and Velu (SIGMOD 2007) for the question; Laarhoven (2016) for the record mixture; Wang and
 * Ramdas (2022) for e-values. Slack, controls and guards were chosen on simulated organisations (docs/design of the trace).
 */
export const TRACE_MODEL = {
  version: 'two-key-6',
  /** Shares of the list that one actor may have given, for the e-value. */
  shares: [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97],
  /** Points of the midpoint rule over the share, for the ranking. */
  rankShares: 24,
  /** Lengths in days of the half-overlapping windows; 14 days and less named innocents beside an unlogged culprit. */
  windowDays: [180, 120, 60, 30],
  /** Share of a list that may coincide with an innocent's views for reasons nobody modelled, and the size at which it is reached. */
  slack: 0.03,
  slackFullAt: 100,
  /** Unleaked customers asked per leaked one, and the bounds of how an actor may exceed the null on them. */
  controlsPerLeaked: 15,
  /** Controls asked of every stratum of a listed segment, so that the popularity curve has no holes. */
  controlsPerStratum: 40,
  /** Pairs of a control and an actor that are fetched; controls in all, beyond those of `controlsPerStratum`. */
  controlPairBudget: 400_000,
  controlsMost: 15_000,
  /** Customers among whom controls are looked for, and whose viewers give rough volumes: of more, a sample. */
  controlBase: 50_000,
  volumeBase: 50_000,
  /** Made-up people for links by chance, of a larger base a sample; accesses kept while a trace runs, about 24 bytes each. */
  decoysMost: 200_000,
  keptAccessesMost: 20_000_000,
  controlPrior: 1.5,
  liftMax: 30,
  /** Probability that a leaked value is not the one that stood in the record when it was copied. */
  valueError: 0.02,
  /** Prior weight of "someone else": nobody in this log. */
  elsePrior: 0.5,
  posteriorToName: 0.999,
  /** "Nobody in this log" is said of this share of the linked records or more. */
  shareToName: 0.25,
  /**
   * A single culprit of a smaller share than `below` is only named if the e-value holds with `slack`: a colleague of an unlogged culprit
   * explains some of a list, and seldom more than that.
   */
  smallShares: [
    { below: 0.25, slack: 0.1 },
    { below: 0.4, slack: 0.055 },
    { below: 0.55, slack: 0.08 },
  ],
  /** Probability that nobody gave `shareToName` or more, from which the answer can be "not in this log". */
  absenceLevel: 0.99,
  /** Posterior of one actor from which that answer is not given, however small his share. */
  presenceLevel: 0.9,
  /**
   * Of the stated posterior: logistic in the ranking's log odds (within `logits`) and in the share, fitted on the benchmark's lists of the seeds
   * 1001 to 1112, which its table does not use, as many by somebody in the log as by nobody.
   */
  calibration: { intercept: -6.646, perLogit: 0.48, perShare: 16.485, logits: [-6, 12] },
  recordsMin: 8,
  shortlist: 40,
  /** Simulated leaks: their greatest length, least share of the culprit, actors weighed in each, slack tried in turn. */
  replayRecordsMax: 300,
  replayPurity: 0.3,
  replayShortlist: 20,
  replaySlacks: [0, 0.045, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3],
  replayGhosts: 40,
  replayOutsiders: 1_500,
  replayActors: 600,
  /** Listed customers that are asked for; of a longer list an even selection, which only costs power. */
  positionsMax: 5_000,
  windowLevel: 0.9,
} as const;

/** Slack of the first member for a list of `records` linked customers: small lists can afford less of it. `least` is what replays ask for. */
export const slackFor = (records: number, least: number): number =>
  Math.max(least, TRACE_MODEL.slack * Math.min(1, records / TRACE_MODEL.slackFullAt));
