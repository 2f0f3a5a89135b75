import { Pinyin } from "./pinyin-engine.ts";

const ADDRESS = "assets/pinyin.txt";
let loading: Promise<Pinyin | null> | null = null;

/** The dictionary, fetched once. Null when it cannot be had: the keyboard then offers letters and digits, and says so. */
export function loadPinyin(): Promise<Pinyin | null> {
  loading ??= fetch(new URL(ADDRESS, document.baseURI)).then(
    async (answer) => (answer.ok ? new Pinyin(await answer.text()) : null),
    () => null,
  );
  // A failed load is tried again with the next keyboard.
  void loading.then((pinyin) => {
    if (!pinyin) loading = null;
  });
  return loading;
}
