package dev.larder.table;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import dev.larder.table.filter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which items a request may read and write, in a collection with rules for them: those that have,
 * in each of some attributes, one of the caller's values.
 *
 * @param attributes the attributes that decide whose an item is
 * @param values the caller's values of each of them, at least one; empty if the caller may use the
 *     items of everybody
 * @param share who else may read an item; empty if nobody may
 * @param hidesOthers whether items of others look absent
 */
public record Rows(
    List<String> attributes,
    Optional<Map<String, List<String>>> values,
    Optional<Share> share,
    boolean hidesOthers) {

  /**
   * An attribute with the names of callers who may read an item of others.
   *
   * @param reader the name of the caller; empty if it has none
   * @param suffices whether the request only reads
   */
  public record Share(String attribute, Optional<String> reader, boolean suffices) {
    boolean names(Item item) {
      AttributeValue readers = item.attributes().get(attribute);
      return readers != null && reader.filter(name -> names(readers, name)).isPresent();
    }

    private static boolean names(AttributeValue readers, String name) {
      return readers.ss().contains(name)
          || readers.l().stream().map(AttributeValue::s).anyMatch(name::equals);
    }

    /** As {@link #names}; DynamoDB's {@code contains} also finds a name within a string. */
    Condition condition() {
      return reader
          .map(AttributeValue::fromS)
          .map(
              name ->
                  new Condition.Contains(List.of(attribute), name)
                      .and(Condition.string(attribute).negated()))
          .orElseGet(() -> Condition.stringIn(attribute, List.of()));
    }

    private void requireNames(Item item) {
      AttributeValue readers = item.attributes().get(attribute);
      if (readers != null
          && !readers.hasSs()
          && !(readers.hasL() && readers.l().stream().allMatch(name -> name.s() != null))) {
        throw invalid(
            attribute,
            "The attribute " + attribute + " must be a list of strings, the names of callers.");
      }
    }
  }

  /** Whether the attribute decides who may use an item. */
  public boolean decides(String attribute) {
    return attributes.contains(attribute)
        || share.filter(with -> with.attribute().equals(attribute)).isPresent();
  }

  /**
   * Whether the request may use the item.
   *
   * @param item an item, or a key with all the attributes
   */
  public boolean permits(Item item) {
    return areOf(item) || share.filter(Share::suffices).filter(to -> to.names(item)).isPresent();
  }

  /**
   * Whether the request may use no item with a key, whatever else it has.
   *
   * @param key has any of the attributes
   */
  boolean exclude(Item key) {
    return share.filter(Share::suffices).isEmpty() && areNotOf(key);
  }

  /**
   * Whether an item with a key is another caller's, whatever else it has.
   *
   * @param key has any of the attributes
   */
  boolean areNotOf(Item key) {
    return values.isPresent()
        && attributes.stream().anyMatch(name -> key.has(name) && !hasOwn(name, key));
  }

  /**
   * Holds for the stored item of a key if the request may use it.
   *
   * @param key may have some of the attributes
   */
  Condition condition(Item key) {
    Optional<Share> others = share.filter(Share::suffices);
    if (areNotOf(key)) {
      return others.orElseThrow().condition();
    }
    List<Filter> own = filters().stream().filter(row -> !key.has(row.attribute())).toList();
    return own.isEmpty()
        ? Condition.ALWAYS
        : others.map(Share::condition).map(Filter.all(own)::or).orElseGet(() -> Filter.all(own));
  }

  /** Whether the caller may read the item, although it may not write it. */
  boolean show(Item item) {
    return !hidesOthers || share.filter(to -> to.names(item)).isPresent();
  }

  private boolean areOf(Item item) {
    return values.isEmpty() || attributes.stream().allMatch(name -> hasOwn(name, item));
  }

  private boolean hasOwn(String attribute, Item item) {
    return item.string(attribute).filter(values.orElseThrow().get(attribute)::contains).isPresent();
  }

  /** Select the items of the caller; empty if the request may use all. */
  public List<Filter> filters() {
    List<Filter> filters = new ArrayList<>();
    for (String attribute : values.isPresent() ? attributes : List.<String>of()) {
      List<String> own = values.orElseThrow().get(attribute);
      filters.add(
          own.size() == 1
              ? Filter.equal(attribute, own.get(0))
              : new Filter(
                  List.of(attribute),
                  Operator.IN,
                  own.stream().map(AttributeValue::fromS).toList()));
    }
    return filters;
  }

  /** The attribute's only value in the caller's items; empty if there is a choice. */
  public Optional<String> onlyValue(String attribute) {
    return values
        .map(of -> of.get(attribute))
        .filter(own -> own != null && own.size() == 1)
        .map(own -> own.get(0));
  }

  /**
   * The item to write. Attributes that it lacks get the values of the caller.
   *
   * @throws ProblemException {@code forbidden} if it is another caller's; {@code invalid-item} if
   *     it lacks a value that is not clear
   */
  public Item of(Item item) {
    Item own = item;
    for (String attribute : attributes) {
      Optional<String> only = onlyValue(attribute);
      if (only.isPresent() && !own.has(attribute)) {
        own = own.with(attribute, only.get());
      }
      requireValue(attribute, own);
    }
    Item written = own;
    share.ifPresent(with -> with.requireNames(written));
    return own;
  }

  private void requireValue(String attribute, Item item) {
    if (values.isPresent() && !item.has(attribute)) {
      throw invalid(
          attribute,
          "The item has no "
              + attribute
              + ", and you have several values for it: "
              + String.join(", ", values.get().get(attribute))
              + ". Set one of them.");
    }
    if (item.string(attribute).filter(name -> !name.isEmpty()).isEmpty()) {
      throw invalid(
          attribute,
          "The attribute "
              + attribute
              + " says whose the item is, so it must be a string that is not empty.");
    }
    if (values.isPresent() && !hasOwn(attribute, item)) {
      throw new ProblemException(
              ProblemType.FORBIDDEN,
              "The attribute "
                  + attribute
                  + " has a value that makes the item another caller's. "
                  + onlyValue(attribute)
                      .map(own -> "Omit it, and it is set to yours.")
                      .orElse("Name one of your own."))
          .with("pointer", JsonPointers.to(attribute));
    }
  }

  private static ProblemException invalid(String attribute, String detail) {
    return new ProblemException(ProblemType.INVALID_ITEM, detail)
        .with("pointer", JsonPointers.to(attribute));
  }

  /** The attributes that decide whether the request may use an item. */
  List<String> needed() {
    List<String> needed = new ArrayList<>(attributes);
    share.filter(Share::suffices).map(Share::attribute).ifPresent(needed::add);
    return needed;
  }
}
