package dev.larder.query;

import dev.larder.table.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A query with the way in which it is served.
 *
 * @param scope what its cursors are bound to
 * @param sent the cursor of the request; empty for the first page
 */
record PlannedQuery(
    Collection collection, Query query, Plan plan, String scope, Optional<Cursor> sent) {

  /** Where the page begins. */
  Position from() {
    return sent.map(Cursor::position).orElse(Position.START);
  }

  /**
   * The cursor of another page.
   *
   * @param position where it begins; empty if there is none
   * @param columns the columns that it must have too; empty if there are none
   */
  Optional<String> cursor(Optional<Position> position, Optional<List<String>> columns) {
    return position.map(at -> Cursor.write(scope, at, columns));
  }
}
