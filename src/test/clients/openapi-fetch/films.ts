import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

type Json = "application/json" | "application/problem+json";

const client = createClient<paths, Json>({ baseUrl: process.env.LARDER_URL });

const year = 1975;

// Create
for (const title of ["Nashville", "Jaws", "Barry Lyndon"]) {
  const { data, error } = await client.POST("/films", {
    body: { year, title, rating: 7.5, genres: ["drama"] },
  });
  assert(data && "_version" in data, error?.detail);
}

// List all pages
const titles: (string | undefined)[] = [];
let cursor: string | undefined;
do {
  const { data, error } = await client.GET("/films", {
    params: { query: { year, limit: 2, cursor, fields: ["title", "rating"] } },
  });
  assert(data, error?.detail);
  titles.push(...data.items.map((film) => film.title));
  cursor = data.next;
} while (cursor);
assert.deepEqual(titles, ["Barry Lyndon", "Jaws", "Nashville"]);

// Count, and go back
const query = { year, limit: 2 };
const first = await client.GET("/films", { params: { query: { ...query, count: true } } });
assert.deepEqual(first.data?.count, { value: 3, complete: true });
assert.equal(first.data.prev, undefined);
const second = await client.GET("/films", {
  params: { query: { ...query, cursor: first.data.next } },
});
const again = await client.GET("/films", {
  params: { query: { ...query, cursor: second.data?.prev } },
});
assert.deepEqual(again.data?.items, first.data.items);

// Filter
const found = await client.GET("/films", {
  params: { query: { year, "title[prefix]": "Na", "rating[gte]": 7, "genres[contains]": "drama" } },
});
assert.equal(found.data?.items.length, 1);
const some = await client.GET("/films", {
  params: { query: { year, "title[in]": ["Jaws", "Nashville"] } },
});
assert.equal(some.data?.items.length, 2);

// Read, and change what was read
const path = { year, title: "Nashville" };
const read = await client.GET("/films/{year}/{title}", { params: { path } });
assert.equal(read.data?.rating, 7.5);
const tag = read.response.headers.get("ETag") ?? undefined;
const changed = await client.PATCH("/films/{year}/{title}", {
  params: { path, header: { "If-Match": tag } },
  body: { rating: 7.6, director: { name: "Robert Altman" } },
});
assert(changed.data && "director" in changed.data, changed.error?.detail);
assert.equal(changed.data.director?.name, "Robert Altman");

// A conflict: somebody has changed the film since
const conflict = await client.PATCH("/films/{year}/{title}", {
  params: { path, header: { "If-Match": tag } },
  body: { rating: 1 },
});
assert.equal(conflict.error?.type, "urn:problem-type:larder:precondition-failed");
assert.equal(conflict.error.current, changed.response.headers.get("ETag"));

// Delete
for (const title of titles) {
  assert(title);
  const { response } = await client.DELETE("/films/{year}/{title}", {
    params: { path: { year, title } },
  });
  assert.equal(response.status, 204);
}
