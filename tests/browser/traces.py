"""Everything that a device keeps of a page: its stores, its caches, and what stands on the screen."""

from playwright.sync_api import Page

COLLECT = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((opened) => {
      indexedDB.open(name).onsuccess = ({ target }) => opened(target.result);
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      kept.push(JSON.stringify(await new Promise((read) => (all.onsuccess = () => read(all.result)))));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      kept.push(request.url);
      if (/json|text\\/plain/.test(answer.headers.get("Content-Type") ?? "")) kept.push(await answer.text());
    }
  }
  return [...kept, document.documentElement.outerHTML].join("\\n");
}"""


def traces_on(page: Page) -> str:
    """All of it as one text."""
    return str(page.evaluate(COLLECT))
