package dev.larder.build;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.larder.table.model.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file with the tables of the last build, which a team keeps with its sources. A build that
 * would harm one of them fails, until somebody accepts that for each table by its name.
 */
final class TableRecord {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private static final TypeReference<TreeMap<String, TableModel>> TABLES = new TypeReference<>() {};

  private final Path file;

  TableRecord(Path file) {
    this.file = file;
  }

  /**
   * Compares the tables of this build with those of the last one, and keeps them in the file.
   *
   * @param accepted the tables whose harmful changes are accepted
   * @throws IllegalStateException with the changes that are not, or if a table is accepted for
   *     nothing
   */
  void renew(Map<String, TableModel> tables, Set<String> accepted) throws IOException {
    Map<String, TableModel> recorded = read();
    Map<String, List<String>> changes = TableChanges.between(recorded, tables);
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
    if (!recorded.equals(tables)) {
      write(tables);
    }
  }

  private String report(Map<String, List<String>> changes, Set<String> harmed) {
    StringBuilder report =
        new StringBuilder(
            "The tables differ from those of the last build in %s. Deployed, this would happen:%n"
                .formatted(file));
    for (String table : harmed) {
      changes
          .get(table)
          .forEach(change -> report.append("  table %s: %s%n".formatted(table, change)));
    }
    return report
        .append("To accept it: ./mvnw package -Dlarder.accept=")
        .append(String.join(",", changes.keySet()))
        .append(System.lineSeparator())
        .append("If no stack has these tables yet, delete ")
        .append(file)
        .append(" instead")
        .toString();
  }

  private Map<String, TableModel> read() throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return JSON.readValue(Files.readString(file), TABLES);
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

  private void write(Map<String, TableModel> tables) throws IOException {
    if (tables.isEmpty()) {
      Files.delete(file);
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(new TreeMap<>(tables)) + '\n');
    System.out.println(file + " has the tables of this build: commit it with the model");
  }
}
