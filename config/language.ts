/** The languages of the house. Texts are complete in each. */
export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text that administrators write: catalogue, templates, notices. */
export type LocalText = Readonly<Record<Language, string>>;
