// Opens quick capture without network. It keeps the empty form and its looks, and no page with data.
// Before this text stands KEEP: the mark of the release, the page, its empty form, and the files.
"use strict";

const PREFIX = "capture-";
const CACHE = PREFIX + KEEP.release;
const PATIENCE = 6000;
const AWAY = [502, 503, 504];

const fresh = (address) => new Request(address, { cache: "reload" });

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([KEEP.shell, ...KEEP.files].map(fresh));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// The page was shown by the server: the empty form is kept anew, in the language of now.
self.addEventListener("message", (event) => {
  if (event.data !== "again") return;
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(fresh(KEEP.shell))));
});

async function pageOrShell(request) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (!AWAY.includes(answer.status)) return answer;
  } catch {
    // No network, or one that answers nothing: that is what the empty form is for.
  }
  return (await caches.match(KEEP.shell)) || Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === KEEP.page) {
    event.respondWith(pageOrShell(request));
  } else if (KEEP.files.includes(address.pathname + address.search)) {
    event.respondWith(caches.match(address.pathname + address.search).then((kept) => kept || fetch(request)));
  }
});
