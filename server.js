// @ts-check
// The server half for both hosts: OpenCode 1 calls `server`, OpenCode 2 calls `setup`. It lies
// here since OpenCode 2 looks for a file of this name, whatever `exports` says, in a folder that a
// configuration names.
import { setup } from "./js-shim/opencode2/setup.js"
import server from "./js-shim/server.js"

export default { id: "opencode-holdfast", server, setup }
