// @ts-check
// What every `holdfast serve` of a project knows of the OpenCode that one of them has started: where
// it is, in `serve/opencode.json`, and which of them live, in `serve/servers/`. So they share one, and
// the last of them ends it.
import { randomUUID } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { isAlive, ownerHere, processStart } from "../files.js"
import { ensureDir } from "../state-dir.js"

/** @typedef {import("../owner.js").Owner} Owner */
/** @typedef {{ url: string, password: string, process: Owner, by: Owner }} Known `by`: the server that is to end it */

/** @param {string} dir the project's state folder */
export function knowOpenCode(dir) {
  const me = ownerHere(randomUUID())
  const file = path.join(dir, "serve", "opencode.json")
  const servers = path.join(dir, "serve", "servers")
  const own = path.join(servers, `${me.nonce}.json`)
  for (const folder of [dir, path.dirname(file), servers]) ensureDir(folder)
  fs.writeFileSync(own, JSON.stringify(me), { mode: 0o600 })

  /** @param {Known} about */
  function remember(about) {
    const fresh = `${file}.${process.pid}`
    fs.writeFileSync(fresh, JSON.stringify(about), { mode: 0o600 })
    fs.renameSync(fresh, file)
    return about
  }

  /** The servers that live, besides this one; what a crash has left is removed. */
  function others() {
    const names = fs.readdirSync(servers).filter((name) => name !== path.basename(own))
    return names.filter((name) => {
      const lives = isAlive(parsed(path.join(servers, name)), dir)
      if (!lives) fs.rmSync(path.join(servers, name), { force: true })
      return lives
    })
  }

  const known = {
    /** The one that runs, if one does. @returns {Known | null} */
    now() {
      const about = parsed(file)
      return about?.url && isAlive(about.process, dir) ? about : null
    },
    /** The process that a server began to start and, being killed, will not finish. @returns {number | null} */
    abandoned() {
      const about = parsed(file)
      const isLeft = about && !about.url && isAlive(about.process, dir) && !isAlive(about.by, dir)
      return isLeft ? about.process.pid : null
    },
    /** Whether it is for this server to end it: it has started it, or whoever has is gone. @param {Known} about */
    isOurs(about) {
      if (about.by.nonce === me.nonce) return true
      if (isAlive(about.by, dir)) return false
      remember({ ...about, by: me })
      return true
    },
    /** Also before it says where it listens: then with an empty `url`. @param {number} pid @param {string} url @param {string} password */
    started(pid, url, password) {
      const start = me.start.replace(/^[^@]*/, processStart(pid) ?? "")
      return remember({ url, password, process: { pid, start, nonce: me.nonce }, by: me })
    },
    forget: () => fs.rmSync(file, { force: true }),
    /** This server ends. Whether no other one is left that uses it. */
    leave() {
      fs.rmSync(own, { force: true })
      return others().length === 0
    },
  }
  return known
}

/** @param {string} file @returns {any} */
function parsed(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"))
  } catch {
    return null
  }
}
