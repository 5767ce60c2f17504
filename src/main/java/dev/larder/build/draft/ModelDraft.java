package dev.larder.build.draft;

import dev.larder.build.LarderYaml;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.table.model.CollectionLayout;
import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.Model;
import dev.larder.table.model.ModelReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Makes a first {@code larder.yaml}.
 *
 * <p>Arguments: the file of a NoSQL Workbench model, or the name or ARN of a table; the folder of
 * {@code larder.yaml}; the folder of the items in the file, as NDJSON; the read units that a sample
 * of a table's items may take.
 */
public final class ModelDraft {
  private static final String YAML = "larder.yaml";

  private final String source;
  private final List<TableSample> tables;
  private final List<CollectionDraft> collections = new ArrayList<>();

  private ModelDraft(String source, List<TableSample> tables) {
    this.source = source;
    this.tables = tables;
  }

  /** Ends with status 1 and a message if there is nothing to make, or no place for it. */
  public static void main(String... arguments) throws IOException {
    try {
      run(arguments).forEach(System.out::println);
    } catch (IllegalArgumentException | SdkException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * @return a line for each file
   * @throws IllegalArgumentException if the source cannot be read, or a file exists already
   */
  static List<String> run(String... arguments) throws IOException {
    if (arguments[0].isBlank() || arguments[0].startsWith("${")) {
      throw new IllegalArgumentException(
          "Say of what: -Dlarder.from=TABLE, or -Dlarder.from=MODEL.json of NoSQL Workbench.");
    }
    Path yaml = Path.of(arguments[1], YAML);
    refuseExisting(yaml);
    Path file = Path.of(arguments[0]);
    if (!Files.isRegularFile(file)) {
      if (arguments[0].endsWith(".json")) {
        throw new IllegalArgumentException("There is no file " + arguments[0] + ".");
      }
      return ofTable(arguments[0], Double.parseDouble(arguments[3])).write(yaml, Optional.empty());
    }
    try {
      return new ModelDraft(
              file.getFileName().toString(), WorkbenchFile.read(Files.readString(file)))
          .write(yaml, Optional.of(Path.of(arguments[2])));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(arguments[0] + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static ModelDraft ofTable(String table, double units) {
    try (DynamoDbClient client = DynamoDbClient.create()) {
      return new ModelDraft(
          "the table " + table, List.of(new DynamoDbTable(client, table).sample(units)));
    }
  }

  private static void refuseExisting(Path file) {
    if (Files.exists(file)) {
      throw new IllegalArgumentException(
          file
              + " exists already, and is left as it is. Move it away, or write elsewhere with"
              + " -Dlarder.to=FOLDER.");
    }
  }

  private List<String> write(Path yaml, Optional<Path> data) throws IOException {
    tables.forEach(table -> collections.addAll(named(ItemGroups.of(table))));
    String text = yaml();
    Map<String, byte[]> items = new LinkedHashMap<>();
    Optional<Model> model = Optional.empty();
    try {
      model = Optional.of(model(text));
    } catch (IllegalArgumentException e) {
      text += "\n" + refused(e.getMessage());
    }
    if (model.isPresent()) {
      for (CollectionDraft draft : collections) {
        List<Item> served = served(model.get(), draft);
        text += unserved(draft, served.size());
        items.put(draft.model().name(), ndjson(served));
      }
    }
    List<String> lines = new ArrayList<>();
    if (data.isPresent()) {
      items.keySet().forEach(name -> refuseExisting(data.get().resolve(name + ".ndjson")));
      Files.createDirectories(data.get());
      for (Map.Entry<String, byte[]> each : items.entrySet()) {
        Path file = data.get().resolve(each.getKey() + ".ndjson");
        Files.write(file, each.getValue());
        lines.add(file + ": items of " + each.getKey());
      }
    }
    Files.createDirectories(yaml.toAbsolutePath().getParent());
    Files.writeString(yaml, text);
    lines.add(0, yaml + ": " + String.join(", ", items.keySet()));
    return lines;
  }

  /** Collections with names that no other has. */
  private List<CollectionDraft> named(List<CollectionDraft> drafts) {
    Set<String> taken = new HashSet<>();
    collections.forEach(each -> taken.add(each.model().name()));
    List<CollectionDraft> named = new ArrayList<>();
    for (CollectionDraft draft : drafts) {
      CollectionModel model = draft.model();
      String name = model.name();
      for (int i = 2; !taken.add(name); i++) {
        name = model.name() + "-" + i;
      }
      named.add(
          new CollectionDraft(
              new CollectionModel(
                  name,
                  model.table(),
                  model.path(),
                  model.keys(),
                  model.type(),
                  model.generate(),
                  model.store(),
                  model.parent()),
              draft.items(),
              draft.numbers(),
              draft.notes(),
              draft.score()));
    }
    return named;
  }

  private String yaml() {
    DraftYaml yaml = new DraftYaml();
    yaml.comment("A first draft, of " + source + ". Read the comments, and correct it.");
    yaml.line("tables:");
    tables.forEach(yaml::table);
    yaml.line("collections:");
    collections.forEach(yaml::collection);
    return yaml.text();
  }

  private static Model model(String yaml) {
    String json =
        LarderYaml.compile(name -> name.equals(YAML) ? Optional.of(yaml) : Optional.empty())
            .orElseThrow();
    return ModelReader.read(json, YAML).model();
  }

  private static String refused(String mistakes) {
    DraftYaml yaml = new DraftYaml();
    yaml.comment("The build refuses this until it is corrected:");
    mistakes.lines().forEach(yaml::comment);
    return yaml.text();
  }

  private static List<Item> served(Model model, CollectionDraft draft) {
    CollectionLayout layout =
        CollectionLayout.of(
            model, draft.model().name(), draft.model().table(), draft.numbers()::contains);
    return draft.items().stream().flatMap(item -> layout.table().shown(item).stream()).toList();
  }

  private static String unserved(CollectionDraft draft, int served) {
    DraftYaml yaml = new DraftYaml();
    if (served < draft.items().size()) {
      yaml.comment(
          "%s would not show %d of its %d items, whose keys are other ones"
              .formatted(
                  draft.model().name(), draft.items().size() - served, draft.items().size()));
    }
    return yaml.text();
  }

  private static byte[] ndjson(List<Item> items) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Item item : items) {
      ItemWriter.write(item, ItemFormat.PLAIN, lines);
      lines.write("\n".getBytes(StandardCharsets.UTF_8));
    }
    return lines.toByteArray();
  }
}
