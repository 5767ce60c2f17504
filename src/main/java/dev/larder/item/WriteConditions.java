package dev.larder.item;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import dev.larder.http.Preconditions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Fields;
import dev.larder.table.schema.ItemVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the preconditions of a write into the condition of its one DynamoDB call. */
public class WriteConditions {
  /** The most entity tags in a list; DynamoDB's {@code IN} compares with at most 100 values. */
  static final int MAX_TAGS = 100;

  /**
   * The most attributes that can be compared with the 300 operators that DynamoDB allows in an
   * expression.
   */
  public static final int MAX_COMPARED_ATTRIBUTES = 140;

  private final Collection collection;
  private final Item key;
  private final DynamoDb dynamoDb;
  private final Instant now;

  public WriteConditions(Collection collection, Item key, DynamoDb dynamoDb, Instant now) {
    this.collection = collection;
    this.key = key;
    this.dynamoDb = dynamoDb;
    this.now = now;
  }

  /**
   * Makes the condition for the preconditions.
   *
   * @throws ProblemException {@code precondition-failed} if they clearly do not hold; {@code
   *     forbidden} if the response would reveal the item to a caller who may not read the
   *     collection; {@code limit-exceeded} if the request has no read units left for the item
   */
  public Condition of(Preconditions sent) {
    Preconditions preconditions = ItemTags.ofVersions(sent);
    if (mentionsDerived(preconditions)) {
      if (!collection.readable()) {
        throw new ProblemException(
            ProblemType.FORBIDDEN,
            "An entity tag that begins with none- is a digest of an item without a version, so a"
                + " condition on it requires permission to read the collection "
                + collection.name()
                + ".");
      }
      if (dynamoDb.hasRead(collection.readUnits())) {
        throw new ProblemException(
                ProblemType.LIMIT_EXCEEDED,
                "Entity tags that begin with none- are digests of items without a version, which"
                    + " are read to compare them. To read the items of this request would consume"
                    + " more read units than a request may. Send fewer such conditions at once.")
            .with("limit", (long) collection.readUnits())
            .with("setting", "larder.limits.read-units");
      }
      Optional<Item> unversioned =
          dynamoDb
              .get(collection.table(), key, true, Projection.ALL)
              .filter(item -> collection.isVisible(item, now))
              .filter(item -> ItemVersion.isDerived(collection.versionOf(item)));
      if (unversioned.isPresent()) {
        return conditionOnContent(unversioned.get(), preconditions);
      }
    }
    return matching(preconditions).and(noneMatching(preconditions));
  }

  private Condition matching(Preconditions preconditions) {
    if (preconditions.ifMatch().isPresent()) {
      EntityTagList list = preconditions.ifMatch().get();
      return list.any()
          ? collection.presentCondition(now)
          : presentWith(versionIn("If-Match", list.tags().stream().filter(tag -> !tag.weak())));
    }
    return preconditions.ifUnmodifiedSince().map(this::unmodifiedSince).orElse(Condition.ALWAYS);
  }

  private Condition noneMatching(Preconditions preconditions) {
    return preconditions
        .ifNoneMatch()
        .map(
            list ->
                list.any()
                    ? collection.presentCondition(now).negated()
                    : presentWith(versionIn("If-None-Match", list.tags().stream())).negated())
        .orElse(Condition.ALWAYS);
  }

  /** An item with a version exists, but may have expired. */
  private Condition presentWith(Condition version) {
    return collection.expiry().attribute().isEmpty()
        ? version
        : version.and(collection.presentCondition(now));
  }

  private static Condition versionIn(String field, Stream<EntityTag> tags) {
    List<String> versions = tags.map(EntityTag::opaque).distinct().toList();
    if (versions.size() > MAX_TAGS) {
      throw new ProblemException(
          ProblemType.INVALID_HEADER, field + " can have at most " + MAX_TAGS + " entity tags.");
    }
    return Condition.stringIn(ItemVersion.ATTRIBUTE, versions);
  }

  /**
   * Dates in header fields have a resolution of a second, so a change within the named second does
   * not count as after it.
   */
  private Condition unmodifiedSince(Instant date) {
    Condition unmodified =
        Condition.absent(ItemVersion.ATTRIBUTE)
            .or(
                Condition.stringBefore(
                    ItemVersion.ATTRIBUTE, ItemVersion.lowestAt(date.plusSeconds(1))));
    return collection.expiry().attribute().isEmpty()
        ? unmodified
        : unmodified.or(collection.presentCondition(now).negated());
  }

  private static boolean mentionsDerived(Preconditions preconditions) {
    return Stream.of(preconditions.ifMatch(), preconditions.ifNoneMatch())
        .flatMap(Optional::stream)
        .flatMap(list -> list.tags().stream())
        .anyMatch(tag -> ItemVersion.isDerived(tag.opaque()));
  }

  private Condition conditionOnContent(Item item, Preconditions preconditions) {
    EntityTag tag = ItemTags.of(collection, item);
    if (preconditions.evaluate(tag, Optional.empty()) != Preconditions.Verdict.PROCEED) {
      throw PreconditionFailures.of(tag);
    }
    return unchanged(collection.fields(), item);
  }

  /**
   * Holds if the item has not changed since it was read. An item without a version is compared
   * attribute by attribute.
   *
   * @param fields those of the caller, who must not learn how many hidden ones the item has
   * @throws ProblemException {@code precondition-failed} if it has too many attributes for that
   */
  public static Condition unchanged(Fields fields, Item item) {
    String version = ItemVersion.of(item);
    if (!ItemVersion.isDerived(version)) {
      return Condition.stringIn(ItemVersion.ATTRIBUTE, List.of(version));
    }
    int attributes = fields.visible(item).attributes().size() + fields.hidden().size();
    if (attributes > MAX_COMPARED_ATTRIBUTES) {
      throw new ProblemException(
          ProblemType.PRECONDITION_FAILED,
          "The precondition cannot be evaluated: the item has no version, and more than "
              + MAX_COMPARED_ATTRIBUTES
              + " attributes are too many to compare. PUT the item once without a precondition.");
    }
    Condition same = Condition.unchanged(item);
    return item.has(ItemVersion.ATTRIBUTE)
        ? same
        : same.and(Condition.absent(ItemVersion.ATTRIBUTE));
  }
}
