import type { Cell, Json } from "./types";

/** The server's text does not have the promised shape. `path` says where, for the error report. */
export class DecodeError extends Error {
  constructor(
    readonly path: string,
    expected: string,
  ) {
    super(`${path}: expected ${expected}`);
    this.name = "DecodeError";
  }
}

export type Decoder<T> = (value: unknown, path: string) => T;

export const text: Decoder<string> = (value, path) => {
  if (typeof value !== "string") throw new DecodeError(path, "text");
  return value;
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new DecodeError(path, "a number");
  return value;
};

export const boolean: Decoder<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new DecodeError(path, "true or false");
  return value;
};

/** Ids are decimal strings; a number would lose digits beyond 2^53 and is refused. */
export function id<T extends string>(): Decoder<T> {
  return (value, path) => {
    const decoded = text(value, path);
    if (decoded === "") throw new DecodeError(path, "an id");
    return decoded as T;
  };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Decoder<T> {
  return (value, path) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new DecodeError(path, `one of ${allowed.join(", ")}`);
    return found;
  };
}

export function list<T>(item: Decoder<T>): Decoder<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new DecodeError(path, "a list");
    return value.map((element: unknown, index) => item(element, `${path}[${index}]`));
  };
}

export function record<T>(item: Decoder<T>): Decoder<Record<string, T>> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new DecodeError(path, "an object");
    return Object.fromEntries(
      Object.entries(value).map(([name, member]: [string, unknown]) => [name, item(member, `${path}.${name}`)]),
    );
  };
}

/** Absent and null mean the same to the pages. */
export function optional<T>(inner: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === undefined || value === null ? null : inner(value, path));
}

export function withDefault<T>(inner: Decoder<T>, fallback: T): Decoder<T> {
  return (value, path) => (value === undefined || value === null ? fallback : inner(value, path));
}

/** Reads members of one JSON object; members nobody asks for are ignored. */
export class Members {
  private constructor(
    private readonly members: ReadonlyMap<string, unknown>,
    private readonly path: string,
  ) {}

  static of(value: unknown, path: string): Members {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new DecodeError(path, "an object");
    }
    return new Members(new Map(Object.entries(value)), path);
  }

  get<T>(name: string, decoder: Decoder<T>): T {
    return decoder(this.members.get(name), `${this.path}.${name}`);
  }
}

export function object<T>(read: (members: Members) => T): Decoder<T> {
  return (value, path) => read(Members.of(value, path));
}

const jsonDepthMax = 64;

/** Anything that JSON can say, for parts that are shown but not understood (arguments, plans). */
export const json: Decoder<Json> = (value, path) => copyJson(value, path, 0);

function copyJson(value: unknown, path: string, depth: number): Json {
  if (depth > jsonDepthMax) throw new DecodeError(path, "less nesting");
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element: unknown) => copyJson(element, path, depth + 1));
  }
  if (typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, copyJson(member, path, depth + 1)]),
    );
  }
  throw new DecodeError(path, "JSON");
}

export const cell: Decoder<Cell> = (value, path) => {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean" || typeof value === "number") return value;
  return text(value, path);
};

/** The browser is sent there, so anything but a web address is refused (`javascript:`, `data:`). */
export const webAddress: Decoder<string> = (value, path) => {
  const url = URL.parse(text(value, path));
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new DecodeError(path, "a web address");
  }
  return url.href;
};

/** The position to go on from, in either spelling of a sequence number; null at the end. */
export const cursor: Decoder<string | null> = (value) =>
  typeof value === "number" || typeof value === "string" ? String(value) : null;

/** The server writes an absent name as an empty text. */
export const name: Decoder<string | null> = (value, path) => {
  const found = optional(text)(value, path);
  return found === "" ? null : found;
};
