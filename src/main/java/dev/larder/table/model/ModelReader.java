package dev.larder.table.model;

import dev.larder.table.config.CollectionRules;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a model declares, and finds the mistakes that its members have by themselves. */
public final class ModelReader {
  /** The members of each part of a model. */
  static final List<String> MODEL = List.of("$schema", "tables", "collections");

  static final List<String> TABLE = List.of("name", "key", "indexes", "ttl", "stream");

  static final List<String> INDEX = List.of("key", "partition", "sort", "projection", "local");

  static final List<String> COLLECTION =
      List.of(
          "table",
          "path",
          "keys",
          "type",
          "schema",
          "generate",
          "store",
          "parent",
          "scan",
          "read-units",
          "access");

  static final List<String> ACCESS =
      List.of("read", "write", "admin", "owner", "rows", "share", "fields");

  static final List<String> FIELD = List.of("read", "write");

  private static final List<String> KEY_TYPES = List.of("S", "N", "B");

  /** The most attributes of a partition key or a sort key of a global index. */
  private static final int MAX_KEY_PART = 4;

  private final Mistakes mistakes;

  private ModelReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Reads a model that may have mistakes. */
  static DeclaredModel read(ModelNode text, Mistakes mistakes) {
    return new ModelReader(mistakes).read(text);
  }

  /**
   * Reads the JSON of a model that has been checked.
   *
   * @param source where the text is, for messages
   * @throws IllegalArgumentException if something in it cannot be read
   */
  public static DeclaredModel read(String json, String source) {
    Mistakes mistakes = new Mistakes(source);
    DeclaredModel declared = read(ModelJson.parse(json, source), mistakes);
    mistakes.refuse();
    return declared;
  }

  private DeclaredModel read(ModelNode text) {
    Members model = Members.of(text, "", MODEL, mistakes);
    Map<String, TableModel> tables = new LinkedHashMap<>();
    Map<String, CollectionModel> collections = new LinkedHashMap<>();
    ModelSettings settings = new ModelSettings();
    for (Map.Entry<String, ModelNode> part : parts(model, "tables").entrySet()) {
      TableModel table = table(part.getKey(), part.getValue());
      tables.put(table.id(), table);
      settings.add(table);
    }
    for (Map.Entry<String, ModelNode> part : parts(model, "collections").entrySet()) {
      String path = String.join(".", "collections", part.getKey());
      Members members = Members.of(part.getValue(), path, COLLECTION, mistakes);
      CollectionModel collection = collection(part.getKey(), members);
      collections.put(collection.name(), collection);
      settings.add(collection, members, access(members), tables.get(collection.table()));
    }
    return new DeclaredModel(new Model(tables, collections), settings.all());
  }

  private Map<String, ModelNode> parts(Members members, String name) {
    Optional<ModelNode> part = members.find(name);
    return part.isPresent() ? Members.of(part.get(), members.path(name), mistakes).all() : Map.of();
  }

  private Members access(Members collection) {
    ModelNode none = new ModelNode.Mapping(new ModelNode.Place(1, 1), List.of());
    Members access =
        Members.of(
            collection.find("access").orElse(none), collection.path("access"), ACCESS, mistakes);
    checkRows(access);
    checkFields(access);
    return access;
  }

  private void checkRows(Members access) {
    ModelNode rows = access.find("rows").orElse(null);
    if (rows == null) {
      return;
    }
    Members sources = Members.of(rows, access.path("rows"), mistakes);
    for (Map.Entry<String, ModelNode> row : sources.all().entrySet()) {
      if (!(row.getValue() instanceof ModelNode.Text source)
          || !CollectionRules.isSource(source.value())) {
        sources.mistake(
            row.getKey(), "must be caller, or claim: with the name of a claim, as in claim:tenant");
      }
    }
    requireMembers(access, "rows", "rows: {tenantId: claim:tenant}");
  }

  private void checkFields(Members access) {
    ModelNode fields = access.find("fields").orElse(null);
    if (fields == null) {
      return;
    }
    Members attributes = Members.of(fields, access.path("fields"), mistakes);
    for (Map.Entry<String, ModelNode> field : attributes.all().entrySet()) {
      Members rights =
          Members.of(field.getValue(), attributes.path(field.getKey()), FIELD, mistakes);
      for (String right : FIELD) {
        rights.list(right);
      }
      requireMembers(attributes, field.getKey(), "salary: {read: [hr], write: [hr]}");
    }
    requireMembers(access, "fields", "fields: {salary: {read: [hr]}}");
  }

  private static void requireMembers(Members members, String name, String example) {
    if (members.find(name).orElseThrow() instanceof ModelNode.Mapping mapping
        && mapping.members().isEmpty()) {
      members.mistake(name, "has no members; write them, as in ".concat(example));
    }
  }

  private TableModel table(String id, ModelNode text) {
    Members members = Members.of(text, String.join(".", "tables", id), TABLE, mistakes);
    if (!members.has("key")) {
      members.missing("key", "key: {PK: S, SK: S}");
    }
    List<IndexModel> indexes = new ArrayList<>();
    for (Map.Entry<String, ModelNode> index : parts(members, "indexes").entrySet()) {
      String path = String.join(".", members.path("indexes"), index.getKey());
      indexes.add(index(index.getKey(), index.getValue(), path));
    }
    return new TableModel(
        id,
        members.text("name"),
        key(members, "key", 2),
        indexes,
        members.text("ttl"),
        members.flag("stream", false));
  }

  private IndexModel index(String name, ModelNode text, String path) {
    Members members = Members.of(text, path, INDEX, mistakes);
    List<KeyAttribute> partition;
    List<KeyAttribute> sort;
    if (members.has("key")) {
      List<KeyAttribute> key = key(members, "key", 2);
      partition = key.subList(0, Math.min(1, key.size()));
      sort = key.subList(partition.size(), key.size());
      for (String other : List.of("partition", "sort")) {
        if (members.has(other)) {
          members.mistake(other, "is beside key; write either key alone, or partition and sort");
        }
      }
    } else {
      if (!members.has("partition")) {
        members.missing("key", "key: {GSI1PK: S, GSI1SK: S}");
      }
      partition = key(members, "partition", MAX_KEY_PART);
      sort = key(members, "sort", MAX_KEY_PART);
    }
    return new IndexModel(name, members.flag("local", false), partition, sort, projection(members));
  }

  private static Optional<List<String>> projection(Members members) {
    ModelNode value = members.find("projection").orElse(null);
    if (value == null || value instanceof ModelNode.Text text && text.value().equals("ALL")) {
      return Optional.empty();
    }
    if (value instanceof ModelNode.Text text && text.value().equals("KEYS_ONLY")) {
      return Optional.of(List.of());
    }
    if (value instanceof ModelNode.Sequence sequence && !sequence.elements().isEmpty()) {
      return members.list("projection");
    }
    members.mistake(
        "projection", "must be ALL, KEYS_ONLY, or a list of attributes, as in [title, year]");
    return Optional.empty();
  }

  private List<KeyAttribute> key(Members members, String name, int most) {
    List<KeyAttribute> key = new ArrayList<>();
    ModelNode value = members.find(name).orElse(null);
    if (value == null) {
      return key;
    }
    Members attributes = Members.of(value, members.path(name), mistakes);
    for (Map.Entry<String, ModelNode> attribute : attributes.all().entrySet()) {
      if (attribute.getValue() instanceof ModelNode.Text text && KEY_TYPES.contains(text.value())) {
        key.add(new KeyAttribute(attribute.getKey(), KeyType.valueOf(text.value())));
      } else {
        attributes.mistake(attribute.getKey(), "must be the type of the key attribute: S, N or B");
      }
    }
    int size = attributes.all().size();
    if (value instanceof ModelNode.Mapping && (size < 1 || size > most)) {
      members.mistake(
          name, "has " + size + " attributes; it must have 1 to " + most + ", as in {PK: S}");
    }
    return key;
  }

  private static CollectionModel collection(String name, Members members) {
    if (!members.has("table")) {
      members.missing("table", "table: shop");
    }
    return new CollectionModel(
        name,
        members.text("table").orElse(""),
        members.text("path"),
        members.texts("keys"),
        members.texts("type"),
        members.texts("generate"),
        members.flag("store", true),
        members.text("parent"));
  }
}
