package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.Model;
import dev.larder.table.model.ModelReader;
import dev.larder.table.schema.TableSchema;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionRegistryTest {

  /** Says of every table that its key is {@code id}, and remembers which it was asked for. */
  private static final class AnyTable extends TableRepository {
    private final List<String> asked = new ArrayList<>();

    AnyTable() {
      super(null);
    }

    @Override
    TableSchema schema(String table) {
      asked.add(table);
      if (table.equals("missing")) {
        throw new TableDescriptionException(
            table, "but there is none", false, new IllegalStateException("not there"));
      }
      if (asked.size() == 1 && table.equals("late")) {
        throw new ProblemException(ProblemType.UNAVAILABLE, "Not yet.");
      }
      return TableSchema.parse("id:S");
    }
  }

  private record Config(Map<String, CollectionConfig> collections) implements LarderConfig {
    @Override
    public Map<String, TableConfig> tables() {
      return Map.of();
    }

    @Override
    public Optional<String> model() {
      return Optional.empty();
    }

    @Override
    public Optional<String> systemTable() {
      return Optional.of("larder");
    }

    @Override
    public Optional<String> basePath() {
      return Optional.empty();
    }

    @Override
    public Limits limits() {
      return TestConfig.of(Map.of()).limits();
    }

    @Override
    public Publication publication() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean metrics() {
      return true;
    }

    @Override
    public Access access() {
      return Access.OPEN;
    }

    @Override
    public List<String> roleClaims() {
      return List.of();
    }
  }

  private record Table(Optional<String> table, Optional<String> key, Optional<String> owner)
      implements LarderConfig.CollectionConfig {
    @Override
    public Optional<String> ttlAttribute() {
      return Optional.empty();
    }

    @Override
    public boolean scan() {
      return false;
    }

    @Override
    public Optional<Double> readUnits() {
      return Optional.empty();
    }

    @Override
    public Optional<String> schema() {
      return Optional.empty();
    }

    @Override
    public Optional<List<String>> read() {
      return Optional.empty();
    }

    @Override
    public Optional<List<String>> write() {
      return Optional.empty();
    }

    @Override
    public Optional<List<String>> admin() {
      return Optional.empty();
    }

    @Override
    public Optional<String> rows() {
      return Optional.empty();
    }

    @Override
    public Optional<String> share() {
      return Optional.empty();
    }

    @Override
    public Optional<String> fields() {
      return Optional.empty();
    }
  }

  private final AnyTable tables = new AnyTable();
  private final Map<String, LarderConfig.CollectionConfig> configured = new HashMap<>();

  private static Collection collection(String name, String table, String key) {
    return new Collection(
        name,
        table,
        TableSchema.parse(key),
        new Expiry(Optional.empty()),
        false,
        128,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @Test
  void aCollectionIsItsTableUnderItsName() {
    configure("orders", "orders-table", null);
    configure("films", "films-table", "year:N,title:S");
    CollectionRegistry collections = collections();
    assertEquals(collection("orders", "orders-table", "id:S"), collections.get("orders"));
    assertEquals(collection("films", "films-table", "year:N,title:S"), collections.get("films"));
  }

  @Test
  void aTableIsAskedForItsSchemaOnceAndWhenItIsNeeded() {
    configure("orders", "orders-table", null);
    configure("films", "films-table", null);
    CollectionRegistry collections = collections();
    assertEquals(List.of(), tables.asked);
    assertSame(collections.get("orders"), collections.get("orders"));
    assertEquals(List.of("orders-table"), tables.asked);
  }

  @Test
  void aTableWhoseKeyIsConfiguredIsNeverAsked() {
    configure("films", "films-table", "year:N,title:S");
    assertEquals("year (N), title (S)", collections().get("films").schema().describeKey());
    assertEquals(List.of(), tables.asked);
  }

  @Test
  void aTableWhoseKeyIsConfiguredIsAskedOnceForItsIndexes() {
    configure("films", "films-table", "id:S");
    CollectionRegistry collections = collections();
    assertSame(collections.described("films"), collections.described("films"));
    assertNotSame(collections.get("films"), collections.described("films"));
    assertEquals(List.of("films-table"), tables.asked);
  }

  @Test
  void aKeyThatIsNotTheTablesIsFoundWhereItIsDescribed() {
    configure("films", "films-table", "year:N,title:S");
    CollectionRegistry collections = collections();
    MisconfiguredException e =
        assertThrows(MisconfiguredException.class, () -> collections.described("films"));
    assertEquals(ProblemType.INTERNAL, e.type());
    assertEquals(
        "larder.collections.films.key needs the key year (N), title (S), but the key of the table"
            + " films-table is id (S).",
        e.finding());
    assertFalse(e.getMessage().contains("films"), e.getMessage());
  }

  @Test
  void aTableThatIsNotThereIsFoundUnderTheSettingThatNamesIt() {
    configure("films", "missing", null);
    configure("items", "missing", null);
    CollectionRegistry collections = collections();
    for (int i = 0; i < 2; i++) {
      assertEquals(
          "larder.collections.films.table is missing, but there is none.",
          assertThrows(MisconfiguredException.class, () -> collections.get("films")).finding());
    }
    MisconfiguredException e =
        assertThrows(MisconfiguredException.class, () -> collections.get("items"));
    assertEquals(
        "larder.collections.items.table (TABLE_NAME) is missing, but there is none.", e.finding());
    assertEquals("not there", e.getCause().getCause().getMessage());
  }

  @Test
  void whatTheFirstRequestAsksForIsTheOnlyTableOrThatOfTheDefaultCollection() {
    configure("films", "films-table", null);
    assertEquals(Optional.of("films"), collections().likelyFirstCollection());
    configure("orders", "orders-table", null);
    assertEquals(Optional.empty(), collections().likelyFirstCollection());
    configure("items", "items-table", null);
    assertEquals(Optional.of("items"), collections().likelyFirstCollection());
    configure("items", "items-table", "id:S");
    assertEquals(Optional.empty(), collections().likelyFirstCollection());
  }

  @Test
  void oneTableHasOneKey() {
    configure("films", "films-table", "year:N,title:S");
    configure("movies", "films-table", "year:N,title:S");
    assertEquals(List.of("films", "movies"), names(collections()));
    configure(
        "movies", "arn:aws:dynamodb:eu-central-1:123456789012:table/films-table", "title:S,year:N");
    assertEquals(
        "larder.collections.films.key and larder.collections.movies.key differ, but both describe"
            + " the key of the table"
            + " arn:aws:dynamodb:eu-central-1:123456789012:table/films-table",
        assertThrows(IllegalArgumentException.class, this::collections).getMessage());
  }

  private CollectionRegistry ofTwo(String table, String setting, String value) {
    Map<String, String> config = new HashMap<>();
    config.put("larder.collections.films.table", "films-table");
    config.put("larder.collections.movies.table", table);
    config.put("larder.collections.movies." + setting, value);
    return of(config);
  }

  private CollectionRegistry of(Map<String, String> config) {
    return new CollectionRegistry(
        TestConfig.of(config), Model.NONE, tables, (key, schema) -> null, Clock.systemUTC());
  }

  @ParameterizedTest
  @CsvSource({
    "read, public",
    "write, editors",
    "admin, root",
    "owner, maker",
    "schema, film.schema.json"
  })
  void oneTableHasOneSetOfRules(String setting, String value) {
    for (String table :
        List.of("films-table", "arn:aws:dynamodb:eu-central-1:123456789012:table/films-table")) {
      assertEquals(
          "larder.collections.films and larder.collections.movies are both on the table "
              + table
              + ", but differ in "
              + setting
              + ". Each would read and write the other's items past the other's rules; give both"
              + " the same rules, or each a table of its own",
          assertThrows(IllegalArgumentException.class, () -> ofTwo(table, setting, value))
              .getMessage());
    }
    assertEquals(List.of("films", "movies"), names(ofTwo("movies-table", setting, value)));
  }

  @ParameterizedTest
  @CsvSource({"B, true", "A, false"})
  void rulesDifferOnlyWhereTheModelTellsTheItemsApart(String prefix, boolean toldApart) {
    Model model =
        ModelReader.read(
                """
                {"tables": {"shop": {"key": {"PK": "S"}}}, "collections": {
                  "films": {"table": "shop", "keys": {"PK": "A#{id}"}},
                  "movies": {"table": "shop", "keys": {"PK": "%s#{id}"}}}}
                """
                    .formatted(prefix),
                "model")
            .model();
    LarderConfig config =
        TestConfig.of(
            Map.of(
                "larder.collections.films.table", "shop",
                "larder.collections.movies.table", "shop",
                "larder.collections.movies.read", "critics"));
    Executable start =
        () ->
            new CollectionRegistry(config, model, tables, (key, schema) -> null, Clock.systemUTC());
    if (toldApart) {
      assertDoesNotThrow(start);
    } else {
      assertThrows(IllegalArgumentException.class, start);
    }
  }

  @Test
  void equalRulesOfOneTableMayBeInAnyOrder() {
    Map<String, String> config = new HashMap<>();
    for (String name : List.of("films", "movies")) {
      config.put("larder.collections." + name + ".table", "films-table");
      config.put("larder.collections." + name + ".owner", "maker");
      config.put("larder.collections." + name + ".scan", String.valueOf(name.equals("films")));
    }
    config.put("larder.collections.films.read", "a,b");
    config.put("larder.collections.movies.read", "b,a");
    assertEquals(List.of("films", "movies"), names(of(config)));
  }

  @Test
  void tablesOfTwoAccountsMayHaveOneName() {
    Map<String, String> config = new HashMap<>();
    config.put(
        "larder.collections.films.table",
        "arn:aws:dynamodb:eu-central-1:123456789012:table/films-table");
    config.put(
        "larder.collections.movies.table",
        "arn:aws:dynamodb:eu-central-1:210987654321:table/films-table");
    config.put("larder.collections.movies.read", "public");
    assertEquals(List.of("films", "movies"), names(of(config)));
  }

  @Test
  void itemsDoNotExpireByTheirVersion() {
    LarderConfig config =
        TestConfig.of(
            Map.of(
                "larder.collections.films.table", "films-table",
                "larder.collections.films.ttl-attribute", "_version"));
    String says =
        assertThrows(
                IllegalArgumentException.class,
                () -> new CollectionRegistry(config, Model.NONE, tables, null, null))
            .getMessage();
    assertTrue(says.startsWith("larder.collections.films.ttl-attribute is _version, "), says);
  }

  @Test
  void aTableThatDidNotAnswerIsAskedAgain() {
    configure("orders", "late", null);
    CollectionRegistry collections = collections();
    assertEquals(
        ProblemType.UNAVAILABLE,
        assertThrows(ProblemException.class, () -> collections.get("orders")).type());
    assertEquals("late", collections.get("orders").table().name());
    assertEquals(List.of("late", "late"), tables.asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Orders", "orders ", "order", "_jobs", "..", "orders-table"})
  void anUnknownNameIsToldTheKnownOnesInOrder(String name) {
    configure("orders", "orders-table", null);
    configure("films", "films-table", "id:S");
    configure("items", "items-table", null);
    CollectionRegistry collections = collections();
    ProblemException e = assertThrows(ProblemException.class, () -> collections.get(name));
    assertEquals(ProblemType.UNKNOWN_COLLECTION, e.type());
    assertEquals("The collections are films, items, orders.", e.getMessage());
    assertEquals(List.of(), tables.asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void withoutATableTheDefaultCollectionIsNoneAndSaysSo(String table) {
    configure("items", table, null);
    CollectionRegistry collections = collections();
    ProblemException e = assertThrows(ProblemException.class, () -> collections.get("items"));
    assertEquals(ProblemType.UNKNOWN_COLLECTION, e.type());
    assertEquals("No collection is configured. Set TABLE_NAME.", e.getMessage());
    assertEquals(List.of(), names(collections));
  }

  @Test
  void theDefaultCollectionMayBeMissingBesideOthers() {
    configure("items", null, null);
    configure("films", "films-table", null);
    CollectionRegistry collections = collections();
    assertEquals(List.of("films"), names(collections));
    assertEquals("films-table", collections.get("films").table().name());
  }

  @Test
  void aKeyOfTheDefaultCollectionNeedsItsTable() {
    configure("items", "", "id:S");
    assertEquals(
        "TABLE_NAME is not set, but other settings of larder.collections.items are, and they need"
            + " a table",
        assertThrows(IllegalArgumentException.class, this::collections).getMessage());
  }

  @Test
  void namesAreListedInOrder() {
    configure("orders", "a", null);
    configure("Films", "b", "id:S");
    configure("items", "c", null);
    assertEquals(List.of("Films", "items", "orders"), names(collections()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A", "7", "orders-2026_eu", "0-_"})
  void aNameHasLettersDigitsDashesAndUnderscores(String name) {
    configure(name, "t", null);
    assertEquals("t", collections().get(name).table().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "_jobs", "-a", "a b", "a/b", "a.b", "a%", "é", "a\n", "\na", "a;b"})
  void anyOtherNameIsRefusedAtStart(String name) {
    configure(name, "t", null);
    String says = assertThrows(IllegalArgumentException.class, this::collections).getMessage();
    assertEquals(
        "larder.collections."
            + name
            + ": the name of a collection must start with a letter or digit and have only"
            + " letters, digits, - and _",
        says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t"})
  void aCollectionWithoutATableIsRefusedAtStart(String table) {
    configure("films", table, "id:S");
    assertEquals(
        "larder.collections.films.table is not set; set it to the name or ARN of a table",
        assertThrows(IllegalArgumentException.class, this::collections).getMessage());
  }

  @Test
  void aKeyThatIsNoneIsRefusedAtStartUnderItsName() {
    configure("films", "films-table", "year:X");
    String says = assertThrows(IllegalArgumentException.class, this::collections).getMessage();
    assertTrue(says.startsWith("larder.collections.films.key is \"year:X\"; "), says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"larder", "arn:aws:dynamodb:eu-central-1:123456789012:table/larder"})
  void theSystemTableIsNoCollection(String table) {
    configure("records", table, "id:S");
    String says = assertThrows(IllegalArgumentException.class, this::collections).getMessage();
    assertTrue(
        says.startsWith("larder.collections.records.table is also larder.system-table"), says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema", "ttl-attribute", "read", "write", "admin", "owner"})
  void whatIsSaidOfTheDefaultCollectionNeedsItsTable(String setting) {
    LarderConfig config =
        TestConfig.of(
            Map.of(
                "larder.collections.items.table", "", "larder.collections.items." + setting, "a"));
    assertEquals(
        "TABLE_NAME is not set, but other settings of larder.collections.items are, and they need"
            + " a table",
        assertThrows(
                IllegalArgumentException.class,
                () -> new CollectionRegistry(config, Model.NONE, tables, null, null))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_version", "expires"})
  void anOwnerHasAnAttributeOfItsOwn(String owner) {
    LarderConfig config =
        TestConfig.of(
            Map.of(
                "larder.collections.films.table", "films-table",
                "larder.collections.films.ttl-attribute", "expires",
                "larder.collections.films.owner", owner));
    String says =
        assertThrows(
                IllegalArgumentException.class,
                () -> new CollectionRegistry(config, Model.NONE, tables, null, null))
            .getMessage();
    assertTrue(says.startsWith("larder.collections.films.owner is " + owner + ", "), says);
  }

  @Test
  void anOwnerIsAText() {
    configured.put(
        "films",
        new Table(Optional.of("films-table"), Optional.of("year:N,title:S"), Optional.of("year")));
    assertEquals(
        "larder.collections.films.owner is year, which is a key attribute of its table but not a"
            + " string; set it to an attribute of type S",
        assertThrows(IllegalArgumentException.class, this::collections).getMessage());
    configured.put(
        "films",
        new Table(Optional.of("films-table"), Optional.of("year:N,title:S"), Optional.of("title")));
    assertEquals("films-table", collections().get("films").table().name());
  }

  @Test
  void aSchemaNeedsSomethingThatReadsIt() {
    LarderConfig config =
        TestConfig.of(
            Map.of(
                "larder.collections.films.table", "films-table",
                "larder.collections.films.schema", "films.json"));
    assertEquals(
        "larder.collections.films.schema is set, but this function was built without JSON Schema;"
            + " remove the setting",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new CollectionRegistry(
                        config, Model.NONE, tables, new NoItemValidators(), null))
            .getMessage());
  }

  @Test
  void aTableIsDescribedAgainForOneOfManyThatFindItChanged() throws InterruptedException {
    configure("orders", "orders-table", null);
    CollectionRegistry collections = collections();
    Collection known = collections.described("orders");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(new Thread(() -> collections.describedAnew(known, Duration.ZERO)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2, tables.asked.size());
    assertNotSame(known.schema(), collections.described("orders").schema());
    assertSame(collections.described("orders").schema(), collections.get("orders").schema());
  }

  @Test
  void aNewDescriptionIsNotDoubted() {
    configure("orders", "orders-table", "id:S");
    CollectionRegistry collections = collections();
    Collection keyed = collections.get("orders");
    Collection known = collections.described("orders");
    assertSame(known, collections.describedAnew(known, Duration.ofHours(1)));
    assertEquals(1, tables.asked.size());
    assertNotSame(known, collections.describedAnew(known, Duration.ZERO));
    assertEquals(2, tables.asked.size());
    assertSame(keyed, collections.get("orders"));
  }

  @Test
  void aCollectionMayHaveABudgetOfItsOwn() {
    LarderConfig config =
        TestConfig.of(
            Map.of(
                "larder.limits.read-units", "64",
                "larder.collections.films.table", "films",
                "larder.collections.orders.table", "orders",
                "larder.collections.orders.read-units", "1000"));
    CollectionRegistry collections =
        new CollectionRegistry(
            config, Model.NONE, tables, new NoItemValidators(), Clock.systemUTC());
    assertEquals(64, collections.get("films").readUnits());
    assertEquals(1000, collections.get("orders").readUnits());
  }

  private void configure(String name, String table, String key) {
    configured.put(
        name, new Table(Optional.ofNullable(table), Optional.ofNullable(key), Optional.empty()));
  }

  private CollectionRegistry collections() {
    return new CollectionRegistry(
        new Config(configured), Model.NONE, tables, null, Clock.systemUTC());
  }

  private static List<String> names(CollectionRegistry collections) {
    List<String> names = new ArrayList<>();
    collections.names().forEach(names::add);
    return names;
  }
}
