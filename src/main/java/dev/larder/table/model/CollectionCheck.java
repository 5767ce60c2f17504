package dev.larder.table.model;

import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.KeyType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks a collection of a model against its table: keys, path, and what names attributes. */
final class CollectionCheck {
  private static final Set<String> GENERATORS = Set.of("uuidv7");

  private final CollectionModel collection;
  private final TableModel table;
  private final Findings findings;
  private final Map<String, KeyAttribute> stored = new LinkedHashMap<>();
  private final Map<String, KeyTemplate> templates = new TreeMap<>();
  private boolean wrongTemplates;

  CollectionCheck(CollectionModel collection, TableModel table, Findings findings) {
    this.collection = collection;
    this.table = table;
    this.findings = findings;
    table.keyAttributes().forEach(key -> stored.putIfAbsent(key.name(), key));
  }

  private void add(String complaint, String... names) {
    findings.add(complaint, path(names));
  }

  private void addToName(String complaint, String... names) {
    findings.addToName(complaint, path(names));
  }

  private String[] path(String... names) {
    return Stream.concat(Stream.of("collections", collection.name()), Stream.of(names))
        .toArray(String[]::new);
  }

  /**
   * @return the path of the items and what tells them from others; empty if there are mistakes in
   *     the keys or the path
   */
  Optional<CheckedCollection> run() {
    collection.keys().forEach(this::checkTemplate);
    checkTypes();
    checkGenerated();
    checkType();
    checkAccess();
    if (wrongTemplates || table.key().isEmpty()) {
      return Optional.empty();
    }
    List<KeyTemplate> key = key();
    return path(key)
        .map(
            path ->
                new CheckedCollection(collection, path, new Distinction(collection.type(), key)));
  }

  private void checkTemplate(String attribute, String text) {
    KeyAttribute key = stored.get(attribute);
    if (key == null) {
      addToName(
          "is no key attribute of tables."
              + table.id()
              + "; "
              + Findings.instead(attribute, stored.keySet(), "key attributes"),
          "keys",
          attribute);
      wrongTemplates = true;
      return;
    }
    try {
      KeyTemplate template = KeyTemplate.parse(key, text, name -> false);
      templates.put(attribute, template);
      for (KeyTemplate.Variable variable : template.variables()) {
        String name = variable.attribute().name();
        if (name.equals(ItemVersion.ATTRIBUTE)) {
          add(
              "has {" + name + "}, the version of the items, which changes with each write",
              "keys",
              attribute);
        } else if (collection.keys().containsKey(name) && !template.isAttribute()) {
          add(
              "has {"
                  + name
                  + "}, which is itself a key with a template; name an attribute of the items",
              "keys",
              attribute);
        }
      }
    } catch (IllegalArgumentException e) {
      add(e.getMessage(), "keys", attribute);
      wrongTemplates = true;
    }
  }

  /** Each attribute has one type in all keys. */
  private void checkTypes() {
    Map<String, KeyAttribute> bare = new TreeMap<>();
    stored.values().stream()
        .filter(key -> !collection.keys().containsKey(key.name()))
        .forEach(key -> bare.put(key.name(), key));
    templates.values().stream()
        .filter(template -> template.stored().type() != KeyType.S)
        .forEach(
            template -> {
              String name = template.variables().get(0).attribute().name();
              KeyAttribute other = bare.putIfAbsent(name, template.stored());
              if (other != null && other.type() != template.stored().type()) {
                differ(name, template.stored(), other);
              }
            });
    for (KeyTemplate template : templates.values()) {
      for (KeyTemplate.Variable variable : template.variables()) {
        String name = variable.attribute().name();
        KeyAttribute other = bare.get(name);
        if (other != null && template.stored().type() == KeyType.S) {
          boolean fits =
              switch (other.type()) {
                case S -> variable.digits() == 0;
                case N -> true;
                case B -> false;
              };
          if (!fits) {
            differ(name, template.stored(), other);
          }
        }
      }
    }
  }

  private void differ(String attribute, KeyAttribute one, KeyAttribute other) {
    add(
        "needs another type of {%s} than the key %s, which is of type %s; an attribute has one type"
            .formatted(attribute, other.name(), other.type()),
        "keys",
        one.name());
  }

  /** The templates of the table's key. */
  private List<KeyTemplate> key() {
    return table.key().stream()
        .map(
            attribute ->
                Optional.ofNullable(templates.get(attribute.name()))
                    .orElseGet(() -> KeyTemplate.of(attribute)))
        .toList();
  }

  private static Stream<String> names(KeyTemplate template) {
    return template.variables().stream().map(variable -> variable.attribute().name());
  }

  private Optional<ItemPath> path(List<KeyTemplate> key) {
    Set<String> variables = new LinkedHashSet<>();
    key.forEach(template -> names(template).forEach(variables::add));
    if (variables.isEmpty()) {
      add(
          "have no attribute in the key of the table, so that there could be one item; add one, as"
              + " in CUSTOMER#{customerId}",
          "keys");
      return Optional.empty();
    }
    if (collection.path().isEmpty()) {
      return Optional.of(ItemPath.of(collection.name(), List.copyOf(variables)));
    }
    try {
      ItemPath path = ItemPath.parse(collection.path().get());
      for (String name : path.variables()) {
        if (!variables.contains(name)) {
          add(
              "has {"
                  + name
                  + "}, which is not in the key of the table; "
                  + Findings.instead(name, variables, "attributes of the key"),
              "path");
        }
      }
      checkPartition(key.get(0), path);
      if (key.size() > 1) {
        checkSort(key.get(1), path);
      }
      return Optional.of(path);
    } catch (IllegalArgumentException e) {
      add(e.getMessage(), "path");
      return Optional.empty();
    }
  }

  private void checkPartition(KeyTemplate partition, ItemPath path) {
    names(partition)
        .filter(name -> !path.variables().contains(name))
        .forEach(
            name ->
                add(
                    "lacks {"
                        + name
                        + "}, which the partition key "
                        + partition.stored().name()
                        + " has; add it",
                    "path"));
  }

  /** A path may lack the last attributes of the sort key if a text before them remains. */
  private void checkSort(KeyTemplate sort, ItemPath path) {
    Optional<String> lacking = Optional.empty();
    for (String name : names(sort).toList()) {
      boolean there = path.variables().contains(name);
      if (there && lacking.isPresent()) {
        add(
            "lacks {%s} and has {%s}, which is after it in the sort key %s; add the first, or remove the other"
                .formatted(lacking.get(), name, sort.stored().name()),
            "path");
        return;
      }
      if (!there && lacking.isEmpty()) {
        lacking = Optional.of(name);
      }
    }
    if (lacking.isPresent() && sort.beginning().isEmpty()) {
      add(
          "lacks {%s}, which only a sort key that begins with a text can have besides; add it, or write a text before it in %s, as in %s"
              .formatted(lacking.get(), sort.stored().name(), "ORDER#" + sort.text()),
          "path");
    }
  }

  private void checkGenerated() {
    collection
        .generate()
        .forEach(
            (name, generator) -> {
              if (!GENERATORS.contains(generator)) {
                add("is no way to make a value; write uuidv7", "generate", name);
              }
              List<KeyTemplate.Variable> inKey =
                  wrongTemplates
                      ? List.of()
                      : key().stream()
                          .flatMap(template -> template.variables().stream())
                          .filter(variable -> variable.attribute().name().equals(name))
                          .toList();
              if (!wrongTemplates && inKey.isEmpty()) {
                addToName(
                    "is not in the key of the table; "
                        + Findings.instead(
                            name,
                            key().stream().flatMap(CollectionCheck::names).distinct().toList(),
                            "attributes of the key"),
                    "generate",
                    name);
              } else if (inKey.stream()
                  .anyMatch(
                      variable ->
                          variable.digits() > 0 || variable.attribute().type() != KeyType.S)) {
                add(
                    "must be a string to be generated, but its key is of another type",
                    "generate",
                    name);
              }
            });
  }

  private void checkType() {
    collection
        .type()
        .keySet()
        .forEach(
            name -> {
              if (name.equals(ItemVersion.ATTRIBUTE) || table.ttl().equals(Optional.of(name))) {
                addToName(
                    "is the version or the expiry time of the items; choose another attribute",
                    "type",
                    name);
              } else if (collection.keys().containsKey(name)) {
                addToName(
                    "is a key with a template; choose an attribute of the items", "type", name);
              } else if (templates.values().stream()
                      .flatMap(CollectionCheck::names)
                      .anyMatch(name::equals)
                  || table.key().stream().anyMatch(key -> key.name().equals(name))) {
                addToName(
                    "is an attribute of a key; write the value itself in the template of the key, as"
                        + " in ORDER#{orderId}",
                    "type",
                    name);
              } else if (stored.containsKey(name) && stored.get(name).type() != KeyType.S) {
                addToName("is a key attribute of an index of another type than S", "type", name);
              }
            });
  }

  /** Checks the attributes that rules of access are about. */
  private void checkAccess() {
    Set<String> rows = new TreeSet<>(findings.names(path("access", "rows")));
    for (String name : rows) {
      checkRow(name, "access", "rows", name);
    }
    Optional<String> owner = findings.text(path("access", "owner"));
    owner.ifPresent(name -> checkRow(name, "access", "owner"));
    if (owner.filter(name -> !rows.add(name)).isPresent()) {
      add("is " + owner.get() + ", which is in rows too; keep one", "access", "owner");
    }
    Optional<String> share = findings.text(path("access", "share"));
    if (share.isPresent()) {
      checkRow(share.get(), "access", "share");
      if (rows.isEmpty()) {
        add("needs rows or an owner, without which everybody reads all items", "access", "share");
      } else if (rows.contains(share.get())) {
        add("decides whose an item is already; name another attribute", "access", "share");
      }
    }
    for (String name : findings.names(path("access", "fields"))) {
      checkField(name, rows.contains(name) || share.equals(Optional.of(name)));
    }
  }

  private void checkRow(String name, String... place) {
    String complaint = complaintOf(name);
    if (!complaint.isEmpty()) {
      addAt(complaint, place);
    } else if (isNumberOrBinary(name)) {
      addAt("is a number or binary in a key, but must be a string", place);
    }
  }

  private void checkField(String name, boolean isRow) {
    String complaint = complaintOf(name);
    if (!complaint.isEmpty()) {
      addToName(complaint, "access", "fields", name);
    } else if (isRow) {
      addToName(
          "decides whose an item is, so whoever reads the item reads it; remove it",
          "access",
          "fields",
          name);
    } else if (isInKey(name)) {
      addToName(
          "is in the key of the items and so in their paths; remove it", "access", "fields", name);
    }
  }

  /** What is wrong with a rule about an attribute; empty for nothing. */
  private String complaintOf(String name) {
    if (name.equals(ItemVersion.ATTRIBUTE) || table.ttl().equals(Optional.of(name))) {
      return "is the version or the expiry time of the items; choose another attribute";
    }
    if (collection.keys().containsKey(name)) {
      return "is a key with a template; name the attribute of the items in it";
    }
    return collection.type().containsKey(name)
        ? "is an attribute of the type, which all items have alike; choose another attribute"
        : "";
  }

  private boolean isNumberOrBinary(String name) {
    KeyAttribute key = stored.get(name);
    return key != null && key.type() != KeyType.S
        || templates.values().stream()
            .flatMap(template -> template.variables().stream())
            .anyMatch(
                variable ->
                    variable.attribute().name().equals(name)
                        && (variable.digits() > 0 || variable.attribute().type() != KeyType.S));
  }

  private boolean isInKey(String name) {
    return table.key().stream().anyMatch(key -> key.name().equals(name))
        || !wrongTemplates
            && !table.key().isEmpty()
            && key().stream().flatMap(CollectionCheck::names).anyMatch(name::equals);
  }

  /** Adds a mistake to the value of an attribute's name, or to the name itself. */
  private void addAt(String complaint, String... place) {
    if (place.length == 2) {
      add(complaint, place);
    } else {
      addToName(complaint, place);
    }
  }
}
