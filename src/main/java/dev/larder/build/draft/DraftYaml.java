package dev.larder.build.draft;

import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a {@code larder.yaml}, with notes as comments. */
final class DraftYaml {
  /** What YAML reads as a text without quotes, by any of its versions. */
  private static final Pattern PLAIN =
      Pattern.compile("(?i)(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z_][A-Za-z0-9_-]*");

  private final StringBuilder text = new StringBuilder();

  void comment(String line) {
    text.append("# ").append(line.replaceAll("\\s+", " ")).append('\n');
  }

  void line(String line) {
    text.append(line).append('\n');
  }

  private void comment(int indent, String line) {
    text.append(" ".repeat(indent));
    comment(line);
  }

  void table(TableSample sample) {
    TableModel table = sample.table();
    sample.notes().forEach(note -> comment(2, note));
    line("  " + quoted(table.id()) + ":");
    table.name().ifPresent(name -> line("    name: " + quoted(name)));
    line("    key: " + key(table.key()));
    if (!table.indexes().isEmpty()) {
      line("    indexes:");
      table.indexes().forEach(this::index);
    }
    table.ttl().ifPresent(ttl -> line("    ttl: " + quoted(ttl)));
    if (table.stream()) {
      line("    stream: true");
    }
  }

  private void index(IndexModel index) {
    StringBuilder members = new StringBuilder();
    if (index.partition().size() == 1 && index.sort().size() <= 1) {
      List<KeyAttribute> key =
          index.sort().isEmpty()
              ? index.partition()
              : List.of(index.partition().get(0), index.sort().get(0));
      members.append("key: ").append(key(key));
    } else {
      members.append("partition: ").append(key(index.partition()));
      if (!index.sort().isEmpty()) {
        members.append(", sort: ").append(key(index.sort()));
      }
    }
    index
        .projected()
        .ifPresent(
            attributes ->
                members
                    .append(", projection: ")
                    .append(
                        attributes.isEmpty()
                            ? "KEYS_ONLY"
                            : attributes.stream()
                                .map(DraftYaml::quoted)
                                .collect(Collectors.joining(", ", "[", "]"))));
    if (index.local()) {
      members.append(", local: true");
    }
    line("      " + quoted(index.name()) + ": {" + members + "}");
  }

  void collection(CollectionDraft draft) {
    CollectionModel collection = draft.model();
    int size = draft.items().size();
    comment(2, size == 1 ? "Of one item" : "Of " + size + " items");
    draft.notes().forEach(note -> comment(2, note));
    line("  " + quoted(collection.name()) + ":");
    line("    table: " + quoted(collection.table()));
    if (!collection.keys().isEmpty()) {
      line("    keys: " + mapping(collection.keys()));
    }
    if (!collection.type().isEmpty()) {
      line("    type: " + mapping(collection.type()));
    }
    if (!draft.numbers().isEmpty()) {
      line(
          "    schema: {type: object, properties: "
              + draft.numbers().stream()
                  .map(name -> quoted(name) + ": {type: number}")
                  .collect(Collectors.joining(", ", "{", "}"))
              + "}");
    }
  }

  private static String key(List<KeyAttribute> attributes) {
    return attributes.stream()
        .map(each -> quoted(each.name()) + ": " + each.type().name())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String mapping(Map<String, String> members) {
    return members.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ": " + quoted(each.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String quoted(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  String text() {
    return text.toString();
  }
}
