package dev.larder.table;

import dev.larder.problem.ProblemException;

/**
 * The way of every request to a collection: what it gets is what its caller may read or write of
 * it. There is no implementation by default, so a build without one fails.
 *
 * <p>Methods throw a {@link ProblemException} {@code unauthorized} if the caller is unknown and has
 * to be known, and {@code forbidden} if the caller has none of the roles that are needed.
 */
public interface CollectionAccess {

  /**
   * A collection, as its caller reads it.
   *
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection toRead(String name);

  /**
   * A collection, as its caller writes to it.
   *
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection toWrite(String name);

  /**
   * A collection, as its caller writes to it and learns what is in it by that.
   *
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection toChange(String name);

  /**
   * The same collection, its indexes known too.
   *
   * @param granted what one of the others has given
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection described(Collection granted);

  /** Whether the caller reads or writes a collection at all. */
  boolean knows(String name);

  /** Whether the caller is known, or the API is open to everybody. */
  boolean hasCaller();
}
