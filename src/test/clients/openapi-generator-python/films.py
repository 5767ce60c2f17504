import os

from larder import ApiClient, ApiException, Configuration, FilmsApi, FilmsItem

films = FilmsApi(ApiClient(Configuration(host=os.environ["LARDER_URL"])))
year = 1975

# Create
for title in ["Nashville", "Jaws", "Barry Lyndon"]:
    created = films.create_films_item(FilmsItem(year=year, title=title, rating=7.5))
    assert created.title == title, created

# List all pages
titles = []
cursor = None
while True:
    page = films.list_films(year=year, limit=2, cursor=cursor, fields=["title", "rating"])
    titles += [film.title for film in page.items]
    cursor = page.next
    if cursor is None:
        break
assert titles == ["Barry Lyndon", "Jaws", "Nashville"], titles

# Count, and go back
first = films.list_films(year=year, limit=2, count=True)
assert (first.count.value, first.count.complete, first.prev) == (3, True, None), first
second = films.list_films(year=year, limit=2, cursor=first.next)
again = films.list_films(year=year, limit=2, cursor=second.prev)
assert again.items == first.items, again
assert films.list_films(year=year, limit=0).count.value == 3

# Filter
found = films.list_films(year=year, title_prefix="Na", rating_gte=7, genres_exists=False)
assert [film.title for film in found.items] == ["Nashville"], found
some = films.list_films(year=year, title_in=["Jaws", "Nashville"])
assert len(some.items) == 2, some

# Read, and change what was read
read = films.get_films_item_with_http_info(year, "Nashville")
assert read.data.rating == 7.5, read
tag = read.headers["ETag"]
changed = films.patch_films_item(
    year,
    "Nashville",
    {"rating": 7.6, "director": {"name": "Robert Altman"}},
    if_match=tag,
)
assert changed.director.name == "Robert Altman", changed

# A conflict: somebody has changed the film since
try:
    films.patch_films_item(year, "Nashville", {"rating": 1}, if_match=tag)
    raise AssertionError("The film was changed")
except ApiException as e:
    assert e.status == 412, e
    assert e.data.type == "urn:problem-type:larder:precondition-failed", e.data
    assert e.data.current == f'"{changed.version}"', e.data

# Delete
for title in titles:
    assert films.delete_films_item_with_http_info(year, title).status_code == 204
