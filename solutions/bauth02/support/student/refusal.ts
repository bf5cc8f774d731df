/** A command cannot do what it was asked to: why, and what to do, in Russian. */
export class Refusal extends Error {}
