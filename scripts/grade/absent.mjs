/**
 * For processes below Node's permission model: what they may not see is not
 * there. Node 22 throws instead, and libraries that look whether a file exists
 * do not expect that. Loaded before everything else; allows nothing.
 * @see https://nodejs.org/api/permissions.html
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { existsSync } = fs;
fs.existsSync = (path) => {
  try {
    return existsSync(path);
  } catch (error) {
    if (Object(error).code === "ERR_ACCESS_DENIED") return false;
    throw error;
  }
};
syncBuiltinESMExports();
