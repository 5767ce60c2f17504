package dev.larder.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.table.config.LarderConfig;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {
  private static final String MODEL =
      """
      {"tables": {
         "shop": {
           "key": {"PK": "S", "SK": "S"},
           "indexes": {
             "GSI1": {"key": {"GSI1PK": "S", "GSI1SK": "S"}},
             "byKind": {"partition": {"tenant": "S", "kind": "S"},
                        "sort": {"day": "S", "number": "N"}, "projection": ["title"]},
             "byDay": {"key": {"PK": "S", "day": "S"}, "local": true, "projection": "KEYS_ONLY"}},
           "ttl": "expires", "stream": true},
         "stock": {"name": "arn:aws:dynamodb:eu-west-1:111122223333:table/stock", "key": {"id": "B"}}},
       "collections": {
         "orders": {
           "table": "shop", "path": "/customers/{customerId}/orders/{orderId}",
           "keys": {"PK": "CUSTOMER#{customerId}", "SK": "ORDER#{orderId}"},
           "type": {"entity": "Order"}, "schema": {"$ref": "#/$defs/a", "pattern": "\\\\$,${x}"},
           "generate": {"orderId": "uuidv7"}, "store": false, "parent": "customers",
           "scan": true, "read-units": 64.5,
           "access": {"read": ["a,b", "$c"], "write": "w", "admin": ["boss"], "owner": "$owner"}},
         "customers": {
           "table": "shop", "path": "/customers/{customerId}",
           "keys": {"PK": "CUSTOMER#{customerId}", "SK": "PROFILE"}},
         "stock": {"table": "stock"},
         "items": {"table": "shop", "type": {"entity": "Item"}}}}
      """;

  private static SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(LarderConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 250))
        .withSources(
            new PropertiesConfigSource(
                Map.of("larder.collections.items.table", "${TABLE_NAME:films}"), "default", 100))
        .withSources(new ModelSourceFactory())
        .build();
  }

  private static SmallRyeConfig config(String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("larder.model", escaped(MODEL)));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return config(all);
  }

  /** As a value of {@code application.properties}. */
  private static String escaped(String json) {
    return json.replace("$", "\\u0024");
  }

  @Test
  void whatSettingsExistForIsASetting() {
    LarderConfig config = config().getConfigMapping(LarderConfig.class);
    LarderConfig.CollectionConfig orders = config.collections().get("orders");
    assertEquals(Optional.of("shop"), orders.table());
    assertEquals(Optional.of("expires"), orders.ttlAttribute());
    assertEquals(
        Optional.of("{\"$ref\":\"#/$defs/a\",\"pattern\":\"\\\\$,${x}\"}".replace("$", "\\u0024")),
        orders.schema());
    assertTrue(orders.scan());
    assertEquals(Optional.of(64.5), orders.readUnits());
    assertEquals(Optional.of(List.of("a,b", "$c")), orders.read());
    assertEquals(Optional.of(List.of("w")), orders.write());
    assertEquals(Optional.of(List.of("boss")), orders.admin());
    assertEquals(Optional.of("$owner"), orders.owner());
    LarderConfig.CollectionConfig stock = config.collections().get("stock");
    assertEquals(Optional.of("arn:aws:dynamodb:eu-west-1:111122223333:table/stock"), stock.table());
    assertEquals(Optional.empty(), stock.read());
    assertEquals(Optional.of("shop"), config.collections().get("items").table());
  }

  @Test
  void theNameThatADeploymentGaveToATableIsThatOfItsCollections() {
    LarderConfig config =
        config("larder.tables.shop.name", "shop-1A2B").getConfigMapping(LarderConfig.class);
    assertEquals(Optional.of("shop-1A2B"), config.collections().get("orders").table());
    assertEquals(Optional.of("shop-1A2B"), config.collections().get("items").table());
  }

  @Test
  void settingsOverrideWhatTheModelDeclares() {
    LarderConfig config =
        config(
                "larder.collections.orders.read", "x",
                "larder.collections.orders.table", "other",
                "TABLE_NAME", "mine")
            .getConfigMapping(LarderConfig.class);
    assertEquals(Optional.of(List.of("x")), config.collections().get("orders").read());
    assertEquals(Optional.of("other"), config.collections().get("orders").table());
    assertEquals(Optional.of("mine"), config.collections().get("items").table());
  }

  @Test
  void theRestIsTheModel() {
    Model model = new ModelProducer().model(config());
    KeyAttribute pk = new KeyAttribute("PK", KeyType.S);
    assertEquals(
        new TableModel(
            "shop",
            Optional.empty(),
            List.of(pk, new KeyAttribute("SK", KeyType.S)),
            List.of(
                new IndexModel(
                    "GSI1",
                    false,
                    List.of(new KeyAttribute("GSI1PK", KeyType.S)),
                    List.of(new KeyAttribute("GSI1SK", KeyType.S)),
                    Optional.empty()),
                new IndexModel(
                    "byKind",
                    false,
                    List.of(
                        new KeyAttribute("tenant", KeyType.S), new KeyAttribute("kind", KeyType.S)),
                    List.of(
                        new KeyAttribute("day", KeyType.S), new KeyAttribute("number", KeyType.N)),
                    Optional.of(List.of("title"))),
                new IndexModel(
                    "byDay",
                    true,
                    List.of(pk),
                    List.of(new KeyAttribute("day", KeyType.S)),
                    Optional.of(List.of()))),
            Optional.of("expires"),
            true),
        model.tables().get("shop"));
    assertEquals(
        new CollectionModel(
            "orders",
            "shop",
            Optional.of("/customers/{customerId}/orders/{orderId}"),
            Map.of("PK", "CUSTOMER#{customerId}", "SK", "ORDER#{orderId}"),
            Map.of("entity", "Order"),
            Map.of("orderId", "uuidv7"),
            false,
            Optional.of("customers")),
        model.collections().get("orders"));
    assertEquals(
        new CollectionModel(
            "stock",
            "stock",
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            true,
            Optional.empty()),
        model.collections().get("stock"));
  }

  @Test
  void aModelCanBeInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.json"), MODEL);
    assertEquals(
        new ModelProducer().model(config()),
        new ModelProducer().model(config(Map.of("larder.model", file.toString()))));
  }

  @Test
  void aFileThatCannotBeReadIsRefused() {
    assertEquals(
        "LARDER_MODEL is \"missing.json\"; it must be JSON that starts with {, or the path of a"
            + " file that can be read",
        assertThrows(
                IllegalArgumentException.class,
                () -> config(Map.of("larder.model", "missing.json")))
            .getMessage());
  }

  @Test
  void noModelHasTheCollectionOfTableNameUnlessItDeclaresIt() {
    LarderConfig config = config(Map.of("larder.model", "{}")).getConfigMapping(LarderConfig.class);
    assertEquals(Optional.empty(), config.collections().get("items").table());
    LarderConfig named =
        config(Map.of("larder.model", "{}", "TABLE_NAME", "mine"))
            .getConfigMapping(LarderConfig.class);
    assertEquals(Optional.of("mine"), named.collections().get("items").table());
  }

  @Test
  void aModelWithMistakesIsRefused() {
    assertEquals(
        """
        LARDER_MODEL:1:21: tables.shop has no key; add it, as in key: {PK: S, SK: S}
        LARDER_MODEL:1:62: collections.orders.table is shpo, which is no table of the model; write\
         shop""",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    config(
                        Map.of(
                            "larder.model",
                            "{\"tables\": {\"shop\": {}}, \"collections\": {\"orders\": {\"table\":"
                                + " \"shpo\"}}}")))
            .getMessage());
  }

  /** What is declared with these files on the class path; empty for no model. */
  private static Optional<Model> builtIn(LaunchMode mode, Path folder) throws IOException {
    LaunchMode before = LaunchMode.current();
    LaunchMode.set(mode);
    try (URLClassLoader resources =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ModelSourceTest.class.getClassLoader())) {
      return ModelSource.read(Optional.empty(), resources).map(ModelSource::model);
    } finally {
      LaunchMode.set(before);
    }
  }

  @Test
  void aFunctionHasTheModelOfItsBuildAndDevModeAndTestsHaveTheFile(@TempDir Path folder)
      throws IOException {
    assertEquals(Optional.empty(), builtIn(LaunchMode.NORMAL, folder));
    assertEquals(Optional.empty(), builtIn(LaunchMode.DEVELOPMENT, folder));
    Files.writeString(folder.resolve("larder.yaml"), "tables: {now: {key: {id: S}}}");
    Path compiled = Files.createDirectories(folder.resolve("META-INF/larder"));
    Files.writeString(
        compiled.resolve("model.json"), "{\"tables\": {\"built\": {\"key\": {\"id\": \"S\"}}}}");
    assertEquals(
        Set.of("built"), builtIn(LaunchMode.NORMAL, folder).orElseThrow().tables().keySet());
    for (LaunchMode mode : List.of(LaunchMode.DEVELOPMENT, LaunchMode.TEST)) {
      assertEquals(Set.of("now"), builtIn(mode, folder).orElseThrow().tables().keySet());
    }
    Files.writeString(folder.resolve("larder.yaml"), "table: {}");
    assertEquals(
        "larder.yaml:1:1: a model has no member table; write tables",
        assertThrows(IllegalArgumentException.class, () -> builtIn(LaunchMode.DEVELOPMENT, folder))
            .getMessage());
  }

  @Test
  void withoutAModelThereIsNone() {
    assertSame(Model.NONE, new ModelProducer().model(config(Map.of())));
    assertSame(Model.NONE, new ModelProducer().model(config(Map.of("larder.model", " "))));
  }
}
