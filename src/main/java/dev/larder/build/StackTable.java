package dev.larder.build;

import static dev.larder.build.YamlNodes.mapping;
import static dev.larder.build.YamlNodes.name;
import static dev.larder.build.YamlNodes.parse;
import static dev.larder.build.YamlNodes.quoted;

import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * A table of a model as a template has it.
 *
 * @param prefix the beginning of the names of its resources, parameters and outputs
 */
record StackTable(String prefix, TableModel model) {

  /** The throughput of a global index, which is that of its table. */
  private static final String THROUGHPUT =
      ", OnDemandThroughput: !If [HasMaximum,"
          + " {MaxReadRequestUnits: !If [HasMaxReads, !Ref MaxReadUnits, !Ref AWS::NoValue],"
          + " MaxWriteRequestUnits: !If [HasMaxWrites, !Ref MaxWriteUnits, !Ref AWS::NoValue]},"
          + " !Ref AWS::NoValue], WarmThroughput: !If [IsWarm,"
          + " {ReadUnitsPerSecond: !Ref WarmReadUnits, WriteUnitsPerSecond: !Ref WarmWriteUnits},"
          + " !Ref AWS::NoValue]";

  static StackTable of(TableModel model) {
    String prefix =
        Stream.of(model.id().split("[^a-zA-Z0-9]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return new StackTable(prefix, model);
  }

  /** Whether the stack creates the table. */
  boolean isOwn() {
    return model.name().isEmpty();
  }

  /** The name of the table's resource. */
  String resource() {
    return prefix + "Table";
  }

  /** The environment variable of the setting {@code larder.tables.<id>.name}. */
  String variable() {
    String id = model.id().replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    return "LARDER_TABLES_" + id + "_NAME";
  }

  /** Its name in metrics, in a text in which CloudFormation substitutes references. */
  String metricName() {
    return model
        .name()
        .map(name -> name.replaceFirst(".*/", ""))
        .orElseGet(() -> "${%s}".formatted(resource()));
  }

  /** Returns the YAML of its ARN, or of what is below it, as in {@code /stream/*}. */
  String arn(String below) {
    String arn = model.name().map(StackTable::arnOf).orElse("${%s.Arn}".formatted(resource()));
    return "!Sub " + quoted(arn + below);
  }

  private static String arnOf(String nameOrArn) {
    return nameOrArn.startsWith("arn:")
        ? nameOrArn
        : "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/" + nameOrArn;
  }

  /** Whether it has indexes, as far as the model says: it need not name those of other stacks. */
  boolean hasIndexes() {
    return !isOwn() || !model.indexes().isEmpty();
  }

  /** Returns the YAML of the ARNs of its indexes. */
  String indexArns() {
    return model.indexes().isEmpty()
        ? arn("/index/*")
        : model.indexes().stream()
            .map(index -> arn("/index/" + index.name()))
            .collect(Collectors.joining(", "));
  }

  /** Gives the resource of another table this one's key, indexes, TTL and stream. */
  void describe(MappingNode resource) {
    MappingNode properties = mapping(resource, "Properties");
    Map.of(
            "AttributeDefinitions", list(model.keyAttributes(), StackTable::definition),
            "KeySchema", keySchema(model.key().subList(0, 1), model.key().subList(1, size())),
            "GlobalSecondaryIndexes", indexes(false),
            "LocalSecondaryIndexes", indexes(true),
            "StreamSpecification", model.stream() ? "{StreamViewType: NEW_AND_OLD_IMAGES}" : "",
            "TimeToLiveSpecification",
                model
                    .ttl()
                    .map(
                        ttl ->
                            "{AttributeName: %s, Enabled: !Ref TtlEnabled}".formatted(quoted(ttl)))
                    .orElse(""))
        .forEach(
            (property, value) -> {
              if (value.isEmpty()) {
                properties.getValue().removeIf(each -> name(each).equals(property));
              } else {
                YamlNodes.set(properties, property, parse(value));
              }
            });
  }

  private int size() {
    return model.key().size();
  }

  private static String definition(KeyAttribute attribute) {
    return "{AttributeName: %s, AttributeType: %s}"
        .formatted(quoted(attribute.name()), attribute.type());
  }

  private static String keySchema(List<KeyAttribute> partition, List<KeyAttribute> sort) {
    return Stream.concat(
            partition.stream().map(attribute -> keyElement(attribute, "HASH")),
            sort.stream().map(attribute -> keyElement(attribute, "RANGE")))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String keyElement(KeyAttribute attribute, String type) {
    return "{AttributeName: %s, KeyType: %s}".formatted(quoted(attribute.name()), type);
  }

  private String indexes(boolean local) {
    List<IndexModel> indexes =
        model.indexes().stream().filter(index -> index.local() == local).toList();
    return indexes.isEmpty() ? "" : list(indexes, StackTable::index);
  }

  private static String index(IndexModel index) {
    return "{IndexName: %s, KeySchema: %s, Projection: %s%s}"
        .formatted(
            quoted(index.name()),
            keySchema(index.partition(), index.sort()),
            index.projected().map(StackTable::projection).orElse("{ProjectionType: ALL}"),
            index.local() ? "" : THROUGHPUT);
  }

  private static String projection(List<String> attributes) {
    return attributes.isEmpty()
        ? "{ProjectionType: KEYS_ONLY}"
        : "{ProjectionType: INCLUDE, NonKeyAttributes: %s}"
            .formatted(list(attributes.stream().sorted().toList(), YamlNodes::quoted));
  }

  private static <T> String list(List<T> elements, Function<T, String> toYaml) {
    return elements.stream().map(toYaml).collect(Collectors.joining(", ", "[", "]"));
  }
}
