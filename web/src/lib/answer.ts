import type { Answer } from "./api/shapes";

/** Answers that were stored before the server said it of the whole know it of their fetches alone. */
export const isPartial = (answer: Answer): boolean => answer.partial || answer.provenance.some((each) => each.partial);
