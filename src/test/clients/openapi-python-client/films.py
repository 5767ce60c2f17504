import os

from larder import Client
from larder.api.films import (
    create_films_item,
    delete_films_item,
    get_films_item,
    list_films,
    patch_films_item,
)
from larder.models import FilmsItem, FilmsPage, MergePatch, Problem
from larder.types import UNSET

client = Client(base_url=os.environ["LARDER_URL"])
year = 1975

# Create
for title in ["Nashville", "Jaws", "Barry Lyndon"]:
    film = FilmsItem(year=year, title=title, rating=7.5)
    created = create_films_item.sync(client=client, body=film)
    assert isinstance(created, FilmsItem), created

# List all pages
titles = []
cursor = UNSET
while cursor is not None:
    page = list_films.sync(
        client=client, year=year, limit=2, cursor=cursor, fields=["title", "rating"]
    )
    assert isinstance(page, FilmsPage), page
    titles += [film.title for film in page.items]
    cursor = page.next_ or None
assert titles == ["Barry Lyndon", "Jaws", "Nashville"], titles

# Filter
found = list_films.sync(client=client, year=year, titleprefix="Na", ratinggte=7)
assert isinstance(found, FilmsPage) and len(found.items) == 1, found
some = list_films.sync(client=client, year=year, titlein=["Jaws", "Nashville"])
assert isinstance(some, FilmsPage) and len(some.items) == 2, some

# Read, and change what was read
read = get_films_item.sync_detailed(year, "Nashville", client=client)
assert isinstance(read.parsed, FilmsItem) and read.parsed.rating == 7.5, read
tag = read.headers["ETag"]
changed = patch_films_item.sync(
    year,
    "Nashville",
    client=client,
    body=MergePatch.from_dict({"rating": 7.6, "director": {"name": "Robert Altman"}}),
    if_match=tag,
)
assert isinstance(changed, FilmsItem) and changed.director.name == "Robert Altman", changed

# A conflict: somebody has changed the film since
conflict = patch_films_item.sync(
    year, "Nashville", client=client, body=MergePatch.from_dict({"rating": 1}), if_match=tag
)
assert isinstance(conflict, Problem), conflict
assert conflict.type_ == "urn:problem-type:larder:precondition-failed", conflict
assert conflict.current == f'"{changed.field_version}"', conflict

# Delete
for title in titles:
    deleted = delete_films_item.sync_detailed(year, title, client=client)
    assert deleted.status_code == 204, deleted
