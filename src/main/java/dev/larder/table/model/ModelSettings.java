package dev.larder.table.model;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

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
    return String.join(".", "larder.tables", table, "name");
  }

  /**
   * @param table the collection's; null if there is none
   */
  void add(CollectionModel collection, Members members, Members access, TableModel table) {
    String prefix = String.join(".", "larder.collections", collection.name(), "");
    String name = String.join("", "${", nameOf(collection.table()), "}");
    if (collection.name().equals(DEFAULT)) {
      settings.put(TABLE_NAME, name);
    } else {
      settings.put(prefix.concat("table"), name);
    }
    if (table != null && table.ttl().isPresent()) {
      settings.put(prefix.concat("ttl-attribute"), value(table.ttl().get()));
    }
    addSchema(prefix.concat("schema"), members);
    settings.put(prefix.concat("scan"), String.valueOf(members.flag("scan", false)));
    Optional<BigDecimal> readUnits = members.number("read-units");
    if (readUnits.isPresent()) {
      settings.put(prefix.concat("read-units"), readUnits.get().toString());
    }
    for (String right : List.of("read", "write", "admin")) {
      Optional<List<String>> roles = access.list(right);
      if (roles.isPresent()) {
        settings.put(prefix.concat(right), list(roles.get()));
      }
    }
    for (String attribute : List.of("owner", "share")) {
      Optional<String> text = access.text(attribute);
      if (text.isPresent()) {
        settings.put(prefix.concat(attribute), value(text.get()));
      }
    }
    for (String rules : List.of("rows", "fields")) {
      Optional<ModelNode> found = access.find(rules);
      if (found.isPresent()) {
        settings.put(prefix.concat(rules), json(found.get()));
      }
    }
  }

  private static String json(ModelNode node) {
    // In JSON, $ is only in strings.
    return ModelJson.write(node).replace("$", "\\u0024");
  }

  private void addSchema(String key, Members members) {
    ModelNode schema = members.find("schema").orElse(null);
    if (schema instanceof ModelNode.Mapping) {
      settings.put(key, json(schema));
    } else if (schema != null) {
      Optional<String> file = members.text("schema");
      if (file.isPresent()) {
        settings.put(key, value(file.get()));
      }
    }
  }

  /** Escapes what would begin a reference to another setting. */
  private static String value(String text) {
    return text.replace("$", "$$");
  }

  static String unescaped(String value) {
    return value.replace("$$", "$");
  }

  private static String list(List<String> texts) {
    StringJoiner list = new StringJoiner(",");
    for (String text : texts) {
      list.add(value(text).replace("\\", "\\\\").replace(",", "\\,"));
    }
    return list.toString();
  }
}
