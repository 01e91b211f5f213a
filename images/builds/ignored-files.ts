/** Names that systems and programs leave in folders, with their origin. */
const names: Readonly<Record<string, string>> = {
  __MACOSX: "macOS, in an archive that it packed",
  "lost+found": "fsck, at the top of each ext file system",
  "@eaDir": "Synology's file server",
  "#recycle": "Synology's file server",
  "$RECYCLE.BIN": "Windows",
  "System Volume Information": "Windows",
  "Thumbs.db": "Windows",
  "desktop.ini": "Windows",
};

/**
 * Hidden files (`._NAME` of macOS, `.#NAME` of Emacs, unfinished files of rsync and of this program), editors' copies, and
 * unfinished transfers.
 */
const pattern = /^[.#~]|[~#]$|\.(?:part|partial|filepart|crdownload|download|tmp|temp|bak|orig|swp|swo)$/i;

/** Whether every search ignores this entry of a folder without a message. */
export const isIgnored = (name: string): boolean => Object.hasOwn(names, name) || pattern.test(name);
