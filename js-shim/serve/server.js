// @ts-check
// The HTTP server: the checks before everything else, the API, the metrics and the page.
import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { createAccess } from "./access.js"
import { createApi } from "./api.js"
import { BODY_BYTES } from "./body.js"
import { measure, metricsText } from "./metrics.js"
import { pageFiles } from "./page-files.js"
import { Problem, problemResponse } from "./problem.js"

/** Open connections; further ones are closed at once. */
const CONNECTIONS = 4000
/** Requests that change something, at once. */
const CHANGES_AT_ONCE = 64

/** The page asks this server alone, and no page can frame it. */
const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

/**
 * @param {{
 *   projects: import("./served.js").Projects,
 *   token: string, host: string, names: string[],
 *   report: (error: unknown) => void,
 * }} about
 */
export function createApp({ projects, report, ...about }) {
  const access = createAccess(about)
  const app = new Hono()
  let changes = 0

  app.use(async (c, next) => {
    access.checkOrigin(c.req.raw)
    await next()
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value)
  })
  app.use("/api/*", async (c, next) => {
    access.checkToken(c.req.raw)
    c.header("cache-control", "no-store")
    await next()
  })
  app.use("/api/*", async (c, next) => {
    if (c.req.method === "GET") return next()
    if (changes >= CHANGES_AT_ONCE)
      throw new Problem(
        "too-many",
        `${CHANGES_AT_ONCE} requests are being carried out; try again in a moment.`,
      )
    changes++
    try {
      await next()
    } finally {
      changes--
    }
  })
  app.use(
    "/api/*",
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: () =>
        problemResponse(new Problem("too-large", `A body may have ${BODY_BYTES} bytes.`), {
          connection: "close",
        }),
    }),
  )
  app.route("/api", createApi(projects))
  const measured = projects.all.map(measure)
  app.get("/metrics", (c) => {
    access.checkToken(c.req.raw)
    return c.text(metricsText(measured), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" })
  })
  app.get("/*", async (c, next) => {
    const file = (await pageFiles())[c.req.path]
    return file ? c.text(file.text, 200, { "content-type": file.type, "cache-control": "no-cache" }) : next()
  })
  app.notFound((c) =>
    problemResponse(new Problem("not-found", `There is no ${c.req.method} ${c.req.path} here.`)),
  )
  app.onError((error) => {
    if (error instanceof Problem) return problemResponse(error, headersFor(error))
    report(error)
    return problemResponse(
      new Problem("internal", "The request could not be carried out; the terminal says why."),
    )
  })
  return app
}

/** @param {Problem} problem @returns {Record<string, string>} */
function headersFor({ kind }) {
  if (kind === "unauthorized") return { "www-authenticate": "Bearer" }
  if (kind === "too-many" || kind === "unavailable") return { "retry-after": "1" }
  return {}
}

/**
 * Listens, and resolves with the port.
 * @param {Hono} app @param {{ host: string, port: number }} where
 */
export function listen(app, { host, port }) {
  return new Promise(
    (/** @type {(listening: { port: number, close: () => void }) => void} */ resolve, reject) => {
      const server = /** @type {import("node:http").Server} */ (
        serve({
          fetch: app.fetch,
          hostname: host,
          port,
          serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 },
        })
      )
      server.maxConnections = CONNECTIONS
      server.once("error", reject)
      server.once("listening", () => {
        const address = /** @type {import("node:net").AddressInfo} */ (server.address())
        resolve({
          port: address.port,
          close() {
            server.close()
            server.closeAllConnections()
          },
        })
      })
    },
  )
}
