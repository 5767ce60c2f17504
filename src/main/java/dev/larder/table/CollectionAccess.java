package dev.larder.table;

import dev.larder.problem.ProblemException;
import java.time.Duration;

/**
 * Resolves the collection of a request and checks the caller's rights to it. Every resource gets
 * its collection here. No default implementation exists, so a build without one fails.
 *
 * <p>Methods throw a {@link ProblemException} {@code unauthorized} if the operation needs a caller
 * and the request has none, and {@code forbidden} if the caller has none of the required roles.
 */
public interface CollectionAccess {

  /**
   * Returns a collection for reading.
   *
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection forRead(String name);

  /**
   * Returns a collection for writing.
   *
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection forWrite(String name);

  /**
   * Returns a collection for a write whose outcome reveals what is stored, as a patch's does. The
   * caller needs the rights to read and to write.
   *
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection forReadAndWrite(String name);

  /**
   * Adds the table's indexes to a collection's schema.
   *
   * @param granted a collection that another method of this interface returned
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection withIndexes(Collection granted);

  /**
   * Describes the table again, since its indexes may have changed, unless that was done for another
   * request or a moment ago.
   *
   * @param granted a collection that {@link #withIndexes} returned
   * @param age how old its description must be
   * @return the collection with its current indexes
   * @throws ProblemException as {@link CollectionRegistry#get}
   */
  Collection withCurrentIndexes(Collection granted, Duration age);

  /**
   * What the caller may do with a collection.
   *
   * @param fields the attributes that it may not read or write
   */
  record Rights(boolean read, boolean write, Fields fields) {
    /** May do nothing. */
    public static final Rights NONE = new Rights(false, false, Fields.ALL);

    /** Whether the caller may do anything. */
    public boolean any() {
      return read || write;
    }
  }

  /** What the caller may do with the collection; nothing if it does not exist. */
  Rights rights(String name);

  /** Whether the caller may read or write the collection; false if it does not exist. */
  default boolean isAccessible(String name) {
    return rights(name).any();
  }

  /** Whether the request has a caller, or the API is open to everybody. */
  boolean isCallerKnown();
}
