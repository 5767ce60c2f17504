package dev.larder.table.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks a model as a whole, before it serves anything. */
public final class ModelCheck {
  private static final List<String> RULES =
      List.of("read", "write", "admin", "owner", "rows", "share", "fields", "schema");

  /** Rules whose texts are JSON or one name, and not lists. */
  private static final Set<String> WHOLE = Set.of("rows", "share", "fields", "schema");

  private final DeclaredModel declared;
  private final Model model;
  private final Findings findings;

  private ModelCheck(DeclaredModel declared, Findings findings) {
    this.declared = declared;
    this.model = declared.model();
    this.findings = findings;
  }

  /**
   * Reads a model and checks it.
   *
   * @param mistakes that have been found in the text already
   * @throws IllegalArgumentException with a line for each mistake: the source, line and column,
   *     what is wrong and what would be right
   */
  public static DeclaredModel check(ModelNode text, Mistakes mistakes) {
    DeclaredModel declared = ModelReader.read(text, mistakes);
    new ModelCheck(declared, new Findings(text, mistakes)).run();
    mistakes.refuse();
    return declared;
  }

  private void run() {
    checkNames("tables", model.tables().keySet());
    checkNames("collections", model.collections().keySet());
    model.collections().keySet().stream()
        .filter(CollectionName::isReserved)
        .forEach(
            name ->
                findings.addToName(
                    "is a path of the API itself; choose another name", "collections", name));
    model.tables().values().forEach(table -> new TableCheck(table, findings).run());
    checkNamesOfTables();
    List<CheckedCollection> checked = new ArrayList<>();
    for (CollectionModel collection : model.collections().values()) {
      TableModel table = model.tables().get(collection.table());
      if (table != null) {
        new CollectionCheck(collection, table, findings).run().ifPresent(checked::add);
      } else if (!collection.table().isEmpty()) {
        findings.add(
            "is "
                + collection.table()
                + ", which is no table of the model; "
                + Findings.instead(collection.table(), model.tables().keySet(), "tables"),
            "collections",
            collection.name(),
            "table");
      }
      checkParent(collection);
    }
    for (int i = 0; i < checked.size(); i++) {
      for (CheckedCollection other : checked.subList(0, i)) {
        checkPaths(checked.get(i), other);
        checkDistinction(checked.get(i), other);
      }
    }
  }

  private void checkNames(String part, Set<String> names) {
    Map<String, String> variables = new HashMap<>();
    for (String name : names) {
      if (!CollectionName.isWellFormed(name)) {
        findings.addToName(
            "must begin with a letter or digit and have only letters, digits, - and _", part, name);
      }
      String other = variables.put(name.replace('-', '_').toUpperCase(Locale.ROOT), name);
      if (other != null) {
        findings.addToName(
            "has the same environment variables as " + part + "." + other + "; rename one",
            part,
            name);
      }
    }
  }

  private void checkNamesOfTables() {
    Map<String, String> ids = new HashMap<>();
    for (TableModel table : model.tables().values()) {
      String other = table.name().map(name -> ids.putIfAbsent(name, table.id())).orElse(null);
      if (other != null) {
        findings.add(
            "is also the name of tables." + other + "; declare each table once",
            "tables",
            table.id(),
            "name");
      }
    }
  }

  private void checkParent(CollectionModel collection) {
    if (collection.parent().isEmpty()) {
      return;
    }
    String parent = collection.parent().get();
    if (!model.collections().containsKey(parent)) {
      findings.add(
          "is "
              + parent
              + ", which is no collection of the model; "
              + Findings.instead(parent, model.collections().keySet(), "collections"),
          "collections",
          collection.name(),
          "parent");
      return;
    }
    Set<String> ancestors = new HashSet<>();
    Optional<String> next = collection.parent();
    while (next.isPresent() && ancestors.add(next.get())) {
      next =
          Optional.ofNullable(model.collections().get(next.get())).flatMap(CollectionModel::parent);
    }
    if (ancestors.contains(collection.name())) {
      findings.add(
          "makes the collection its own ancestor; remove one of the parents",
          "collections",
          collection.name(),
          "parent");
    }
  }

  private void checkPaths(CheckedCollection one, CheckedCollection other) {
    for (ItemPath path : paths(one)) {
      for (ItemPath taken : paths(other)) {
        if (path.meets(taken)) {
          findings.add(
              "makes %s a path, which can also be %s of collections.%s; choose another one"
                  .formatted(path, taken, other.model().name()),
              "collections",
              one.model().name(),
              "path");
          return;
        }
      }
    }
  }

  /** Of the items, of the list, and of queries of the whole collection. */
  private static List<ItemPath> paths(CheckedCollection collection) {
    return Stream.concat(
            Stream.of(collection.path(), ItemPath.of(collection.model().name(), List.of())),
            collection.path().list().stream())
        .toList();
  }

  private void checkDistinction(CheckedCollection one, CheckedCollection other) {
    if (!one.model().table().equals(other.model().table())
        || one.distinction().tellsFrom(other.distinction())) {
      return;
    }
    List<String> different =
        RULES.stream()
            .filter(rule -> !rule(one.model(), rule).equals(rule(other.model(), rule)))
            .toList();
    if (!different.isEmpty()) {
      findings.addToName(
          "cannot be told from collections.%s in the same table, but differs in %s; give both types with different values of one attribute, or keys that begin differently, or the same rules"
              .formatted(other.model().name(), String.join(", ", different)),
          "collections",
          one.model().name());
    }
  }

  private Set<String> rule(CollectionModel collection, String rule) {
    String value = setting(collection, rule);
    if (value == null) {
      return Set.of();
    }
    return WHOLE.contains(rule)
        ? Set.of(value)
        : new TreeSet<>(Stream.of(value.split(",")).toList());
  }

  private String setting(CollectionModel collection, String name) {
    return declared.settings().get("larder.collections." + collection.name() + "." + name);
  }
}
