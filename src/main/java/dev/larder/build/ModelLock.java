package dev.larder.build;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.larder.table.model.Model;
import dev.larder.table.model.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file with what the last build stored where, which a team keeps with its sources. A build
 * whose model would take items out of service fails, until somebody accepts that for each table and
 * collection by its name.
 */
final class ModelLock {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  /** What of a model matters to items that are stored. */
  record Locked(Map<String, TableModel> tables, Map<String, StoredItems> collections) {
    static Locked of(Model model) {
      Map<String, StoredItems> collections = new TreeMap<>();
      model
          .collections()
          .forEach((name, collection) -> collections.put(name, StoredItems.of(collection)));
      return new Locked(new TreeMap<>(model.tables()), collections);
    }
  }

  private final Path file;

  ModelLock(Path file) {
    this.file = file;
  }

  /**
   * Compares the model of this build with that of the last one, and keeps it in the file.
   *
   * @param accepted the tables and collections whose harmful changes are accepted
   * @throws IllegalStateException with the changes that are not, or if a name is accepted for
   *     nothing
   */
  void renew(Model model, Set<String> accepted) throws IOException {
    Locked before = read();
    Locked after = Locked.of(model);
    Map<String, List<String>> changes = changes(before, after);
    Set<String> harmed = new TreeSet<>(changes.keySet());
    harmed.removeAll(accepted);
    if (!harmed.isEmpty()) {
      throw new IllegalStateException(report(changes, harmed));
    }
    Set<String> needless = new TreeSet<>(accepted);
    needless.removeAll(changes.keySet());
    if (!needless.isEmpty()) {
      throw new IllegalStateException(
          "larder.accept names %s, of which no change must be accepted: leave it out"
              .formatted(String.join(", ", needless)));
    }
    if (!before.equals(after)) {
      write(after);
    }
  }

  private Locked read() throws IOException {
    if (!Files.exists(file)) {
      return Locked.of(Model.NONE);
    }
    try {
      return JSON.readValue(Files.readString(file), Locked.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s:%d: %s. Restore it from version control, or delete it if nothing is deployed yet"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  /** Returns the harmful changes of each table and collection that has any, by its name. */
  private static Map<String, List<String>> changes(Locked before, Locked after) {
    Map<String, List<String>> changes = new TreeMap<>();
    before
        .tables()
        .forEach(
            (id, table) ->
                add(changes, "table", id, TableChanges.between(table, after.tables().get(id))));
    before
        .collections()
        .forEach(
            (name, items) -> {
              StoredItems now = after.collections().get(name);
              TableModel table = before.tables().get(items.table());
              TableModel then = after.tables().get(items.table());
              // With another key it is another table, which the change of the table says.
              boolean isSame = then == null || then.key().equals(table.key());
              if (now != null && isSame) {
                add(changes, "collection", name, items.harmsOf(now, table));
              }
            });
    return changes;
  }

  private static void add(
      Map<String, List<String>> changes, String kind, String name, List<String> found) {
    for (String change : found) {
      changes
          .computeIfAbsent(name, none -> new ArrayList<>())
          .add("%s %s: %s".formatted(kind, name, change));
    }
  }

  private String report(Map<String, List<String>> changes, Set<String> harmed) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The model differs from that of the last build in %s. Deployed, this would happen:"
            .formatted(file));
    harmed.forEach(name -> changes.get(name).forEach(change -> lines.add("  " + change)));
    lines.add("To accept it: ./mvnw package -Dlarder.accept=" + String.join(",", changes.keySet()));
    lines.add("If nothing is deployed yet, delete %s instead".formatted(file));
    return String.join(System.lineSeparator(), lines);
  }

  private void write(Locked model) throws IOException {
    if (model.tables().isEmpty()) {
      Files.delete(file);
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(model) + '\n');
    System.out.println(file + " has the model of this build: commit it with larder.yaml");
  }
}
