// @ts-check
/** Something that the user can put right: one sentence or two that say what is wrong and what to do. */
export class Complaint extends Error {}
