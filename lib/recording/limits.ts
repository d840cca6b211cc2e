/** What a recording may cost: it comes from anybody, so every count has an end. */
import 'server-only';

const mebibyte = 1024 * 1024;

export interface Limits {
  /** Bytes as uploaded or on disk. */
  packedBytes: number;
  /** Bytes after inflating, counted as they come out: what an archive says about itself is not trusted. */
  unpackedBytes: number;
  /** Output to input of the compression, looked at from `ratioFromBytes` of output on. */
  ratio: number;
  ratioFromBytes: number;
  /** Headers of an archive or entries of a folder, of whatever type. */
  files: number;
  /** Length of one name inside an archive, and its segments. */
  nameBytes: number;
  nameSegments: number;
  /** One object, or one document that is no list. */
  itemBytes: number;
  /** One line of YAML. */
  lineBytes: number;
  /** One YAML file: a YAML parser is fifty times slower than a JSON parser. */
  yamlBytes: number;
  /** White space before, between and after the documents of one file. */
  spaceBytes: number;
  /** Lines between the documents of one file that are no part of any: a warning of kubectl. */
  strayLines: number;
  /** Objects and documents in all. */
  objects: number;
  /** Nesting of one JSON or YAML document. */
  depth: number;
  /** YAML aliases resolved in one document. */
  aliases: number;
  /** Tail kept of one container instance's log. */
  logBytes: number;
  logLines: number;
  /** All kept logs together, compressed. */
  logStoreBytes: number;
  /** Kept objects together, as JSON. */
  keptBytes: number;
  /** Silence of a body, and its whole time. */
  idleMs: number;
  totalMs: number;
}

/**
 * 200 MB, 1 GB and 50,000 files are what the README promises. The ratio: real lists of pods reach 60 to 1, deflate can do 1,032 to 1.
 * One object: etcd refuses more than 1.5 MiB. Tail of a log: what is read of a live one (2,000 lines, 256 KiB).
 */
export const defaultLimits: Limits = {
  packedBytes: 200_000_000,
  unpackedBytes: 1_000_000_000,
  ratio: 200,
  ratioFromBytes: 32 * mebibyte,
  files: 50_000,
  nameBytes: 1024,
  nameSegments: 32,
  itemBytes: 8 * mebibyte,
  lineBytes: 2 * mebibyte,
  yamlBytes: 64 * mebibyte,
  spaceBytes: 16 * mebibyte,
  strayLines: 100_000,
  objects: 400_000,
  depth: 64,
  aliases: 100,
  logBytes: 256 * 1024,
  logLines: 2000,
  logStoreBytes: 64 * mebibyte,
  keptBytes: 1_000_000_000,
  idleMs: 30_000,
  totalMs: 600_000,
};

/** An upload lives beside the cluster's own picture: design §7 gives all opened ones together 200 MB. */
export const uploadLimits: Limits = { ...defaultLimits, keptBytes: 200_000_000 };
