package dev.larder.table.model;

import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.StoredTable;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the model lays out the items of a collection.
 *
 * @param schema the attributes of keys, and how the keys of the table and its indexes are composed
 * @param table stores the items
 * @param path of the items
 */
public record CollectionLayout(TableSchema schema, StoredTable table, ItemPath path) {
  /**
   * @param name the name of a collection of the model
   * @param tableName the name or ARN of its table
   * @param isNumber tells which of its attributes are numbers
   */
  public static CollectionLayout of(
      Model model, String name, String tableName, Predicate<String> isNumber) {
    CollectionModel collection = model.collections().get(name);
    List<CollectionModel> others =
        model.collections().values().stream()
            .filter(other -> other.table().equals(collection.table()) && other != collection)
            .toList();
    TableModel table = ofCollection(model.tables().get(collection.table()), collection, others);
    Optional<ItemPath> declared = collection.path().map(ItemPath::parse);
    TableSchema schema = new Templates(collection, table, isNumber).schema(declared);
    return new CollectionLayout(
        schema,
        schema.templates().isEmpty() && collection.type().isEmpty()
            ? new PlainTable(tableName)
            : modelled(tableName, schema, collection, table, others),
        declared.orElseGet(
            () -> ItemPath.of(name, schema.key().stream().map(KeyAttribute::name).toList())));
  }

  private static ModelledTable modelled(
      String tableName,
      TableSchema schema,
      CollectionModel collection,
      TableModel table,
      List<CollectionModel> others) {
    return new ModelledTable(
        tableName,
        schema,
        collection.type().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, type -> AttributeValue.fromS(type.getValue()))),
        collection.store(),
        !others.isEmpty(),
        others.stream()
            .filter(other -> !Distinction.areApart(collection.type(), other.type()))
            .map(other -> new Templates(other, table, any -> false).key())
            .toList());
  }

  /** The table without the indexes whose keys only other collections compose. */
  private static TableModel ofCollection(
      TableModel table, CollectionModel collection, List<CollectionModel> others) {
    Set<String> composed = new HashSet<>();
    others.forEach(other -> composed.addAll(other.keys().keySet()));
    composed.removeAll(collection.keys().keySet());
    return table.withIndexes(
        index -> index.key().stream().noneMatch(key -> composed.contains(key.name())));
  }

  /** The templates of one collection, for the keys of its table and of the table's indexes. */
  private static final class Templates {
    private final CollectionModel collection;
    private final TableModel table;
    private final Set<String> numbers = new HashSet<>();
    private final Predicate<String> isNumber;

    Templates(CollectionModel collection, TableModel table, Predicate<String> isNumber) {
      this.collection = collection;
      this.table = table;
      this.isNumber = isNumber;
      // An attribute that is a number in one key is one in all of them.
      table.keyAttributes().stream()
          .map(this::template)
          .flatMap(template -> template.variables().stream())
          .filter(variable -> variable.attribute().type() == KeyType.N)
          .forEach(variable -> numbers.add(variable.attribute().name()));
    }

    private KeyTemplate template(KeyAttribute stored) {
      String text = collection.keys().get(stored.name());
      return text == null
          ? KeyTemplate.of(stored)
          : KeyTemplate.parse(stored, text, name -> numbers.contains(name) || isNumber.test(name));
    }

    private List<KeyTemplate> templates(List<KeyAttribute> stored, int maxBytes) {
      return stored.stream().map(key -> template(key).withMaxBytes(maxBytes)).toList();
    }

    ModelledTable.KeyTemplates key() {
      return new ModelledTable.KeyTemplates(
          templates(table.key().subList(0, 1), TableSchema.MAX_PARTITION_BYTES).get(0),
          templates(table.key().subList(1, table.key().size()), TableSchema.MAX_SORT_BYTES).stream()
              .findFirst());
    }

    /**
     * @param path the declared one, whose order the attributes of the key have
     */
    TableSchema schema(Optional<ItemPath> path) {
      ModelledTable.KeyTemplates key = key();
      List<TableIndex> indexes = table.indexes().stream().map(this::index).toList();
      Map<String, KeyAttribute> attributes = new LinkedHashMap<>();
      key.templates().forEach(template -> addTo(attributes, template));
      List<KeyAttribute> ofPath =
          inOrder(path.map(ItemPath::variables).orElse(List.of()), attributes);
      Map<String, KeyAttribute> indexed = new LinkedHashMap<>();
      indexes.stream().flatMap(TableIndex::templates).forEach(each -> addTo(indexed, each));
      indexed.keySet().removeAll(attributes.keySet());
      return new TableSchema(
          ofPath, key.partition(), key.sort(), List.copyOf(indexed.values()), indexes, List.of());
    }

    private static void addTo(Map<String, KeyAttribute> attributes, KeyTemplate template) {
      template
          .variables()
          .forEach(variable -> attributes.put(variable.attribute().name(), variable.attribute()));
    }

    private static List<KeyAttribute> inOrder(
        List<String> first, Map<String, KeyAttribute> attributes) {
      Set<String> names = new LinkedHashSet<>(first);
      names.addAll(attributes.keySet());
      return names.stream().map(attributes::get).toList();
    }

    private TableIndex index(IndexModel index) {
      List<KeyTemplate> partition = templates(index.partition(), TableSchema.MAX_PARTITION_BYTES);
      List<KeyTemplate> sort = templates(index.sort(), TableSchema.MAX_SORT_BYTES);
      return new TableIndex(
          index.name(),
          !index.local(),
          partition,
          sort,
          index.projected().map(attributes -> projected(attributes, partition, sort)));
    }

    /** The attributes that can be read from the index, also those that are in keys alone. */
    private Set<String> projected(
        List<String> attributes, List<KeyTemplate> partition, List<KeyTemplate> sort) {
      Set<String> all = new HashSet<>(attributes);
      if (!collection.store()) {
        table.keyAttributes().stream()
            .filter(key -> collection.keys().containsKey(key.name()))
            .flatMap(key -> template(key).variables().stream())
            .forEach(variable -> all.remove(variable.attribute().name()));
      }
      Stream.of(key().templates(), partition.stream(), sort.stream())
          .flatMap(each -> each)
          .forEach(
              template -> {
                all.add(template.stored().name());
                template.variables().forEach(each -> all.add(each.attribute().name()));
              });
      return all;
    }
  }
}
