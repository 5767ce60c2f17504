package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.http.Preconditions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import java.time.Instant;
import java.util.Optional;

/** The problems of failed preconditions, with the current entity tag if the caller may know it. */
public final class PreconditionFailures {
  private PreconditionFailures() {}

  /**
   * The problem of a write whose condition does not hold.
   *
   * @param current the current item; empty if it does not exist
   * @return {@code precondition-failed}, or the problem of {@link Collection#foreignItem} if
   *     another owner has the item
   */
  public static ProblemException of(Collection collection, Optional<Item> current, Instant now) {
    Optional<Item> present = current.filter(item -> collection.isUnexpired(item, now));
    if (present.isEmpty()) {
      return new ProblemException(
          ProblemType.PRECONDITION_FAILED,
          "The precondition requires an item with this key, but the item does not exist.");
    }
    if (!collection.permits(present.get())) {
      return collection.foreignItem(present.get());
    }
    EntityTag tag = ItemTags.of(collection, present.get());
    return mayReveal(collection, tag) ? of(tag) : changed();
  }

  public static ProblemException of(EntityTag current) {
    return tagged(changed(), current);
  }

  /**
   * The same problem, which also says if the preconditions could never hold.
   *
   * @param sent the preconditions that failed
   */
  public static ProblemException explained(ProblemException problem, Preconditions sent) {
    return problem.type() == ProblemType.PRECONDITION_FAILED && sent.hasOnlyWeakTags()
        ? problem.adding(
            " If-Match has weak entity tags only, as in W/\"a\", which never match (RFC 9110,"
                + " section 13.1.1): send the ETag as a response has it.")
        : problem;
  }

  private static ProblemException changed() {
    return new ProblemException(
        ProblemType.PRECONDITION_FAILED,
        "The item does not match the precondition of the request. Read the item again, then retry"
            + " with its current ETag.");
  }

  /**
   * Whether the caller may see the tag. A derived tag is a digest of the item's content, so it
   * requires permission to read.
   */
  private static boolean mayReveal(Collection collection, EntityTag tag) {
    return collection.readable() || !ItemVersion.isDerived(tag.opaque());
  }

  /** The problem {@code item-exists}, for the creation of an item that exists already. */
  public static ProblemException exists(Collection collection, Item item, Optional<Item> current) {
    ProblemException problem =
        new ProblemException(
            ProblemType.ITEM_EXISTS,
            "The collection "
                + collection.name()
                + " already has an item with this key. Use PUT to replace it, or another key to"
                + " create another item.");
    if (current.filter(there -> !collection.permits(there)).isPresent()) {
      return problem;
    }
    current
        .map(there -> ItemTags.of(collection, there))
        .filter(tag -> mayReveal(collection, tag))
        .ifPresent(tag -> tagged(problem, tag));
    return problem.withHeader("Location", collection.pathOf(item));
  }

  /**
   * The problem of an update whose {@code if} does not hold.
   *
   * @param current empty if the item does not exist
   */
  static ProblemException ofCondition(Optional<EntityTag> current) {
    return current
        .map(
            tag ->
                tagged(
                    new ProblemException(
                        ProblemType.CONDITION_FAILED,
                        "The condition in \"if\" does not hold for the item, so nothing was"
                            + " written."),
                    tag))
        .orElseGet(
            () ->
                new ProblemException(
                    ProblemType.CONDITION_FAILED,
                    "The condition in \"if\" does not hold, since the item does not exist. Nothing"
                        + " was written."));
  }

  private static ProblemException tagged(ProblemException problem, EntityTag current) {
    return problem.with("current", current.toString()).withHeader("ETag", current.toString());
  }
}
