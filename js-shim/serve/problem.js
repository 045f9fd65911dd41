// @ts-check
// Errors as problem details (RFC 9457): what went wrong, and what to do.

/** What each problem is called; its page is in docs/serve.md. @type {Record<string, { status: number, title: string }>} */
const KINDS = {
  "bad-request": { status: 400, title: "The request is wrong" },
  unauthorized: { status: 401, title: "The token is missing or wrong" },
  forbidden: { status: 403, title: "The request comes from elsewhere" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "The method is not allowed here" },
  conflict: { status: 409, title: "That does not fit its state" },
  "too-large": { status: 413, title: "The body is too large" },
  "not-json": { status: 415, title: "The body is not JSON" },
  "key-reused": { status: 422, title: "The Idempotency-Key belongs to another request" },
  "too-many": { status: 429, title: "Too many requests at once" },
  internal: { status: 500, title: "An internal error occurred" },
  unavailable: { status: 503, title: "Not available now" },
}

/** A request that cannot be carried out, as whoever sent it reads it. */
export class Problem extends Error {
  /** @param {string} kind one of the above @param {string} detail a whole sentence @param {Record<string, unknown>} [more] */
  constructor(kind, detail, more = {}) {
    super(detail)
    this.kind = kind
    this.more = more
  }

  get status() {
    return KINDS[this.kind].status
  }

  toJSON() {
    const { status, title } = KINDS[this.kind]
    return { type: `urn:holdfast:problem:${this.kind}`, title, status, detail: this.message, ...this.more }
  }
}

/** @param {Problem} problem @param {Record<string, string>} [headers] */
export function problemResponse(problem, headers = {}) {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...headers },
  })
}
