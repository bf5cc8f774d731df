/** The end of the bootstrap for a reason that the reader can act on. */
export class Stop extends Error {
  /**
   * @param {string} message what happened and what to do, in Russian
   * @param {number} exitCode
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
