export const channels = ["daily", "release"] as const;
export type Channel = (typeof channels)[number];

export const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text);
