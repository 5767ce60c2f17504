package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import java.util.Optional;

/**
 * A query with the way in which it is served.
 *
 * @param scope what its cursors are bound to
 * @param cursor where the page begins; empty for the first one
 */
record PlannedQuery(
    Collection collection, Query query, Plan plan, String scope, Optional<Cursor> cursor) {

  Optional<Item> after() {
    return cursor.map(Cursor::lastKey);
  }
}
