package dev.larder.table.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model declares of that for which settings exist, so that there is one place to read it and
 * the environment overrides it.
 */
final class ModelSettings {
  /** The collection whose table {@code TABLE_NAME} sets; no model has it unless it declares it. */
  private static final String DEFAULT = "items";

  private static final String TABLE_NAME = "TABLE_NAME";

  private final Map<String, String> settings = new LinkedHashMap<>(Map.of(TABLE_NAME, ""));

  Map<String, String> all() {
    return settings;
  }

  void add(TableModel table) {
    settings.put(nameOf(table.id()), value(table.name().orElse(table.id())));
  }

  private static String nameOf(String table) {
    return "larder.tables." + table + ".name";
  }

  void add(
      CollectionModel collection,
      Members members,
      Optional<Members> access,
      Optional<TableModel> table) {
    String prefix = "larder.collections." + collection.name() + ".";
    String name = "${" + nameOf(collection.table()) + "}";
    if (collection.name().equals(DEFAULT)) {
      settings.put(TABLE_NAME, name);
    } else {
      settings.put(prefix + "table", name);
    }
    put(prefix + "ttl-attribute", table.flatMap(TableModel::ttl).map(ModelSettings::value));
    put(prefix + "schema", schema(members));
    settings.put(prefix + "scan", String.valueOf(members.flag("scan", false)));
    put(prefix + "read-units", members.number("read-units").map(Object::toString));
    for (String right : List.of("read", "write", "admin")) {
      put(prefix + right, access.flatMap(rights -> rights.list(right)).map(ModelSettings::list));
    }
    put(prefix + "owner", access.flatMap(rights -> rights.text("owner")).map(ModelSettings::value));
  }

  private void put(String key, Optional<String> value) {
    value.ifPresent(text -> settings.put(key, text));
  }

  /** In JSON, {@code $} is only in strings. */
  private static Optional<String> schema(Members members) {
    return members
        .find("schema")
        .filter(ModelNode.Mapping.class::isInstance)
        .map(schema -> ModelJson.write(schema).replace("$", "\\u0024"))
        .or(() -> members.text("schema").map(ModelSettings::value));
  }

  /** Escapes what would begin a reference to another setting. */
  private static String value(String text) {
    return text.replace("$", "$$");
  }

  static String unescaped(String value) {
    return value.replace("$$", "$");
  }

  private static String list(List<String> texts) {
    return texts.stream()
        .map(text -> value(text).replace("\\", "\\\\").replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }
}
