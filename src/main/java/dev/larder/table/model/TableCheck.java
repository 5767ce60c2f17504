package dev.larder.table.model;

import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks a table of a model against what DynamoDB allows. */
final class TableCheck {
  /** Limits of "Quotas in Amazon DynamoDB". */
  private static final int MAX_GLOBAL_INDEXES = 20;

  private static final int MAX_LOCAL_INDEXES = 5;
  private static final int MAX_PROJECTED_OF_INDEX = 20;
  private static final int MAX_PROJECTED = 100;
  private static final int MAX_KEY_NAME = 255;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

  private static final Pattern TABLE =
      Pattern.compile("(arn:[^:/]+:dynamodb:[^:/]+:\\d+:table/)?[A-Za-z0-9_.-]{3,255}");

  private final TableModel table;
  private final Findings findings;

  TableCheck(TableModel table, Findings findings) {
    this.table = table;
    this.findings = findings;
  }

  private void add(String complaint, String... names) {
    findings.add(
        complaint,
        Stream.concat(Stream.of("tables", table.id()), Stream.of(names)).toArray(String[]::new));
  }

  void run() {
    table
        .name()
        .filter(name -> !TABLE.matcher(name).matches())
        .ifPresent(
            name ->
                add(
                    "is neither the name of a table (3 to 255 letters, digits, _ . and -) nor the"
                        + " ARN of one",
                    "name"));
    table
        .ttl()
        .filter(ItemVersion.ATTRIBUTE::equals)
        .ifPresent(ttl -> add("is the version of the items; name another attribute", "ttl"));
    checkKeyAttributes();
    checkCount(false, MAX_GLOBAL_INDEXES);
    checkCount(true, MAX_LOCAL_INDEXES);
    table.indexes().forEach(this::checkIndex);
    checkProjections();
  }

  private void checkKeyAttributes() {
    Map<String, KeyType> types = new HashMap<>();
    table.key().forEach(attribute -> checkKeyAttribute(types, attribute, "key"));
    for (IndexModel index : table.indexes()) {
      for (KeyAttribute attribute : index.key()) {
        checkKeyAttribute(types, attribute, "indexes", index.name());
      }
    }
  }

  private void checkKeyAttribute(
      Map<String, KeyType> types, KeyAttribute attribute, String... names) {
    KeyType other = types.putIfAbsent(attribute.name(), attribute.type());
    if (other != null && other != attribute.type()) {
      add(
          "has the key attribute %s as %s, which is %s elsewhere in the table; an attribute has one type"
              .formatted(attribute.name(), attribute.type(), other),
          names);
    }
    if (attribute.name().equals(ItemVersion.ATTRIBUTE)) {
      add(
          "has " + ItemVersion.ATTRIBUTE + ", the version of the items; name another attribute",
          names);
    }
    if (attribute.name().isEmpty() || attribute.name().length() > MAX_KEY_NAME) {
      add(
          "has a key attribute whose name does not have 1 to " + MAX_KEY_NAME + " characters",
          names);
    }
  }

  private void checkCount(boolean local, int most) {
    long count = table.indexes().stream().filter(index -> index.local() == local).count();
    if (count > most) {
      add(
          "has %d %s indexes; a table can have %d"
              .formatted(count, local ? "local" : "global", most),
          "indexes");
    }
  }

  private void checkIndex(IndexModel index) {
    if (!NAME.matcher(index.name()).matches()) {
      add(
          "has a name that DynamoDB refuses; it must have 3 to 255 letters, digits, _ . and -",
          "indexes",
          index.name());
    }
    Set<String> names = new HashSet<>();
    for (KeyAttribute attribute : index.key()) {
      if (!names.add(attribute.name())) {
        add("has " + attribute.name() + " twice in its key; name it once", "indexes", index.name());
      }
    }
    if (index.local() && !table.key().isEmpty() && !index.partition().isEmpty()) {
      checkLocal(index);
    }
  }

  private void checkLocal(IndexModel index) {
    if (table.key().size() < 2) {
      add(
          "is local, but only a table with a sort key has local indexes; remove local",
          "indexes",
          index.name());
    } else if (!index.partition().equals(table.key().subList(0, 1)) || index.sort().size() != 1) {
      add(
          "is local: its key must be the partition key of the table, "
              + table.key().get(0).name()
              + ", and one other attribute",
          "indexes",
          index.name());
    }
  }

  private void checkProjections() {
    int all = 0;
    for (IndexModel index : table.indexes()) {
      List<String> projected = index.projected().orElse(List.of());
      all += projected.size();
      Set<String> seen = new HashSet<>();
      for (String attribute : projected) {
        boolean isKey =
            table.key().stream().anyMatch(key -> key.name().equals(attribute))
                || index.key().stream().anyMatch(key -> key.name().equals(attribute));
        if (isKey || !seen.add(attribute)) {
          add(
              "names "
                  + attribute
                  + (isKey
                      ? ", which is a key and always projected; remove it"
                      : " twice; name it once"),
              "indexes",
              index.name(),
              "projection");
        }
      }
      if (projected.size() > MAX_PROJECTED_OF_INDEX) {
        add(
            "names %d attributes; DynamoDB takes %d, or ALL"
                .formatted(projected.size(), MAX_PROJECTED_OF_INDEX),
            "indexes",
            index.name(),
            "projection");
      }
    }
    if (all > MAX_PROJECTED) {
      add(
          "project %d attributes by name; DynamoDB takes %d in all indexes of a table"
              .formatted(all, MAX_PROJECTED),
          "indexes");
    }
  }
}
