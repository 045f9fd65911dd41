// @ts-check
/** An error that the user can correct: one or two sentences that say what is wrong and what to do. */
export class Complaint extends Error {
  /** @param {string} message @param {number} [exitCode] where the command has one of its own for it */
  constructor(message, exitCode) {
    super(message)
    this.exitCode = exitCode
  }
}

/** What the system's error codes mean to a person. @type {Record<string, string>} */
const MEANINGS = {
  EACCES: "permission denied",
  EEXIST: "a file is in the way",
  EISDIR: "it is a folder, not a file",
  ELOOP: "its symbolic links go round in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "it does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is not a folder",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
}

/**
 * Why something failed, without a stack trace or the name of a system call.
 * @param {unknown} error
 * @returns {string}
 */
export function reasonOf(error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
  return MEANINGS[code ?? ""] ?? String(message ?? error).replace(/\.$/, "")
}
