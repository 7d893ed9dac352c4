export const NOTICE_STATES = ['drafted', 'queued', 'accepted', 'letter', 'unreachable', 'excepted', 'unknown'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** The document of `candour notices draft|status --json`; balanced when every affected person is in exactly one state. */
export interface NoticeBook {
  readonly case: string;
  readonly affected: number;
  readonly perState: Readonly<Record<NoticeState, number>>;
  readonly variants: readonly {
    readonly id: string;
    readonly regime: string;
    readonly language: string;
    readonly persons: number;
  }[];
  readonly balanced: boolean;
}
