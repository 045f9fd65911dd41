// @ts-check
// Who may ask: a request of this machine's own browser page or of a program that has the token.
//
// A page of another site can make a browser send requests to this address, and by DNS rebinding even
// under a name of its own. So the name must be one that this server has, the origin must be the page
// itself, and the token goes into a header, which no other site can set: there are no cookies.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import fs from "node:fs"
import { isIP } from "node:net"
import os from "node:os"
import path from "node:path"
import { ensureDir } from "../state-dir.js"
import { Problem } from "./problem.js"

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"])

/** Whether only this machine reaches an address. @param {string} host */
export function isLoopback(host) {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/**
 * The token of a state folder, made on first use; only the user can read it.
 * @param {string} dir
 */
export function tokenOf(dir) {
  const folder = path.join(dir, "serve")
  ensureDir(dir)
  ensureDir(folder)
  const file = path.join(folder, "token")
  try {
    fs.writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 })
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error
    fs.chmodSync(file, 0o600)
  }
  const token = fs.readFileSync(file, "utf8").trim()
  if (!/^[\w-]{20,}$/.test(token))
    throw new Error(`${file} holds no token; remove it, and another one is made`)
  return { token, file }
}

/**
 * The checks that every request passes.
 * @param {{ token: string, host: string, names?: string[] }} about `names`: further names of this server
 */
export function createAccess({ token, host, names = [] }) {
  const expected = digest(token)
  const own = new Set([...names, host, os.hostname()].map((name) => name.toLowerCase()))

  /** @param {string} name without the port */
  function isOwnName(name) {
    if (LOOPBACK.has(name)) return true
    if (isLoopback(host)) return names.includes(name)
    return own.has(name) || isIP(name.replace(/^\[|\]$/g, "")) !== 0
  }

  return {
    /** Throws unless the request was meant for this server by a page of its own, or by no page. @param {Request} request */
    checkOrigin(request) {
      const name = request.headers.get("host")?.toLowerCase() ?? ""
      if (!isOwnName(name.replace(/:\d+$/, "")))
        throw new Problem("forbidden", "The Host header names another server; use the link that was printed.")
      const origin = request.headers.get("origin")
      if (origin !== null && !isSame(origin, name))
        throw new Problem("forbidden", "The request comes from a page of another origin.")
      const site = request.headers.get("sec-fetch-site")
      if (site !== null && origin === null && site === "cross-site" && request.method !== "GET")
        throw new Problem("forbidden", "The request comes from a page of another site.")
    },
    /** Throws unless the request has the token. @param {Request} request */
    checkToken(request) {
      const [, given = ""] = request.headers.get("authorization")?.match(/^Bearer +(\S+)$/i) ?? []
      if (!timingSafeEqual(digest(given), expected))
        throw new Problem(
          "unauthorized",
          "Send the token as `Authorization: Bearer …`; it is in the link that `holdfast serve` printed and in its token file.",
        )
    },
  }
}

/** @param {string} origin @param {string} host */
function isSame(origin, host) {
  return origin.toLowerCase() === `http://${host}` || origin.toLowerCase() === `https://${host}`
}

/** Of one length, so that the time of a comparison tells nothing. @param {string} text */
function digest(text) {
  return createHash("sha256").update(text).digest()
}
