package dev.larder.query;

import dev.larder.dynamo.expression.Projection;
import dev.larder.table.Collection;
import dev.larder.table.ItemValidator;
import dev.larder.table.schema.CsvCells;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.text.Unicode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The columns of an export as CSV, the same on each of its pages: the requested fields, or else the
 * key, then by name the attributes in the collection's JSON Schema, or without one those of the
 * first page's items, and last {@link CsvCells#REST} for all other attributes.
 */
final class CsvColumns {
  /**
   * The most bytes of the names that the first page finds, since its cursor carries them in a
   * header field.
   */
  private static final int MAX_BYTES = 1024;

  /** Bytes of the length before a name in a cursor. */
  private static final int AROUND = 2;

  private final Set<String> first = new LinkedHashSet<>();
  private final Set<String> others = new TreeSet<>();
  private final boolean hasRest;
  private final boolean isCarried;
  private final boolean isOpen;
  private int bytes;

  /**
   * @param carried the columns of the previous page; empty for the first one
   */
  static CsvColumns of(Collection collection, Projection fields, Optional<List<String>> carried) {
    return new CsvColumns(
        collection.schema().key().stream().map(KeyAttribute::name).toList(),
        collection.itemValidator().map(ItemValidator::properties),
        fields,
        carried);
  }

  /**
   * @param properties the attributes in the collection's JSON Schema; empty without one
   */
  CsvColumns(
      List<String> key,
      Optional<Set<String>> properties,
      Projection fields,
      Optional<List<String>> carried) {
    if (!fields.isAll()) {
      hasRest = fields.attributes().contains(CsvCells.REST);
      isCarried = false;
      isOpen = false;
      fields.attributes().stream().filter(name -> !isRest(name)).forEach(first::add);
      return;
    }
    hasRest = true;
    isCarried = properties.isEmpty();
    isOpen = isCarried && carried.isEmpty();
    first.addAll(key);
    properties.ifPresent(others::addAll);
    properties.ifPresent(named -> others.add(ItemVersion.ATTRIBUTE));
    carried.filter(names -> isCarried).ifPresent(others::addAll);
    Stream.of(first, others).forEach(names -> names.removeIf(fields::omits));
    others.removeAll(first);
    others.removeIf(CsvColumns::isRest);
  }

  private static boolean isRest(String name) {
    return name.equals(CsvCells.REST);
  }

  boolean contains(String name) {
    return first.contains(name) || others.contains(name);
  }

  /** The attributes of an item that get columns of their own if it is added to the first page. */
  List<String> newOf(Set<String> attributes) {
    if (!isOpen) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    int room = MAX_BYTES - bytes;
    for (String name : new TreeSet<>(attributes)) {
      if (!contains(name) && !isRest(name)) {
        room -= bytes(name);
        if (room >= 0) {
          found.add(name);
        }
      }
    }
    return found;
  }

  void add(List<String> names) {
    names.forEach(name -> bytes += bytes(name));
    others.addAll(names);
  }

  private static int bytes(String name) {
    return Unicode.utf8Length(name) + AROUND;
  }

  /** All columns in their order. */
  List<String> names() {
    return Stream.of(first, others, hasRest ? Set.of(CsvCells.REST) : Set.<String>of())
        .flatMap(Set::stream)
        .toList();
  }

  int count() {
    return first.size() + others.size() + (hasRest ? 1 : 0);
  }

  boolean hasRest() {
    return hasRest;
  }

  /** What the cursor of the next page carries; empty if that page has the same columns anyway. */
  Optional<List<String>> carried() {
    return isCarried ? Optional.of(List.copyOf(others)) : Optional.empty();
  }
}
