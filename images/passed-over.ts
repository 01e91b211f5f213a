/** Names that systems and programs leave in folders, which are nobody's build and nobody's directory. */
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
 * By their beginning or end: what is hidden (`._NAME` of macOS, `.#NAME` of Emacs, rsync's and our own unfinished files), an
 * editor's copy, a transfer that is not over.
 */
const pattern = /^[.#~]|[~#]$|\.(?:part|partial|filepart|crdownload|download|tmp|temp|bak|orig|swp|swo)$/i;

/** Whether an entry of a folder is passed over without a word, wherever folders are searched. */
export const isPassedOver = (name: string): boolean => Object.hasOwn(names, name) || pattern.test(name);
