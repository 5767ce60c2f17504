package dev.larder.build.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.build.LarderYaml;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.table.model.CollectionLayout;
import dev.larder.table.model.Model;
import dev.larder.table.model.ModelReader;
import dev.larder.table.model.TableModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDraftTest {
  private static final Path MODELS = Path.of("src/test/resources/models");

  @TempDir Path folder;

  private String draft(String source) throws IOException {
    ModelDraft.run(source, folder.toString(), folder.resolve("data").toString(), "50");
    return Files.readString(folder.resolve("larder.yaml"));
  }

  private static Model model(String yaml) {
    String json = LarderYaml.compile(name -> Optional.of(yaml)).orElseThrow();
    return ModelReader.read(json, "larder.yaml").model();
  }

  private static Item item(String json) {
    try {
      return ItemReader.read(
          new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
          ItemFormat.PLAIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys and types of the collections that items in plain JSON suggest. */
  private static Map<String, String> collections(String yaml, String... items) {
    TableModel table = model(yaml).tables().values().iterator().next();
    TableSample sample =
        new TableSample(
            table, List.of(items).stream().map(ModelDraftTest::item).toList(), List.of());
    return ItemGroups.of(sample).stream()
        .collect(
            Collectors.toMap(
                draft -> draft.model().name(),
                draft -> draft.model().keys() + " " + draft.model().type()));
  }

  private static final String OVERLOADED =
      "tables: {t: {key: {PK: S, SK: S}, indexes: {GSI1: {key: {GSI1PK: S, GSI1SK: S}}}}}";

  @Test
  void aModelOfNoSqlWorkbenchIsDraftedWithItsItems() throws IOException {
    String yaml = draft(MODELS.resolve("DeviceStateLog.json").toString());
    assertEquals(
        """
        # A first draft, of DeviceStateLog.json. Read the comments, and correct it.
        tables:
          DeviceStateLog:
            key: {DeviceID: S, "State#Date": S}
            indexes:
              GSI1: {key: {Operator: S, Date: S}}
              GSI2: {key: {EscalatedTo: S, "State#Date": S}}
        collections:
          # Of 11 items
          device-state-log:
            table: DeviceStateLog
            keys: {"State#Date": "{State}#{Date}"}
        """,
        yaml);
    List<String> items = Files.readAllLines(folder.resolve("data/device-state-log.ndjson"));
    assertEquals(11, items.size());
    assertEquals(
        item(
            "{'DeviceID': 'd#12345', 'State': 'WARNING1', 'Date': '2020-04-24T14:40:00', 'Operator': 'Liz'}"),
        item(items.get(0)));
  }

  @Test
  void whatThereIsAlreadyIsLeftAsItIs() throws IOException {
    Files.writeString(folder.resolve("larder.yaml"), "mine");
    String source = MODELS.resolve("DeviceStateLog.json").toString();
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> draft(source))
            .getMessage()
            .contains("larder.yaml exists already"));
    assertEquals("mine", Files.readString(folder.resolve("larder.yaml")));
    Files.delete(folder.resolve("larder.yaml"));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/device-state-log.ndjson"), "mine");
    assertThrows(IllegalArgumentException.class, () -> draft(source));
    assertEquals("mine", Files.readString(folder.resolve("data/device-state-log.ndjson")));
    assertFalse(Files.exists(folder.resolve("larder.yaml")));
  }

  @Test
  void whatIsNoModelOfNoSqlWorkbenchIsRefused() throws IOException {
    Path file = folder.resolve("other.json");
    for (String text : List.of("{", "{}", "{\"DataModel\": [{}]}", "[]")) {
      Files.writeString(file, text);
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> draft(file.toString()))
              .getMessage()
              .startsWith(
                  file
                      + " cannot be read: it "
                          .replace(
                              "it ", text.contains("[{}]") ? "a part of its DataModel" : "it ")));
    }
    assertThrows(IllegalArgumentException.class, () -> draft("missing.json"));
    assertThrows(IllegalArgumentException.class, () -> draft(""));
  }

  @Test
  void theModelOfAShopIsFoundAgainInItsItems() throws IOException {
    Model shop =
        ModelReader.read(Files.readString(MODELS.resolve("store.json")), "store.json").model();
    Map<String, String> plain =
        Map.of(
            "customers", "'customerId': 'c%d', 'name': 'Ada %d'",
            "orders",
                "'orderId': 'o%d', 'customerId': 'c7', 'placed': '2026-11-0%d', 'status': 'paid'",
            "lines",
                "'orderId': 'o%d', 'line': %d, 'productId': 'p4', 'placed': '2026-11-01', 'quantity': 2",
            "invoices", "'orderId': 'o%d', 'invoiceId': 'R-1%d', 'total': 2.5",
            "shipments",
                "'orderId': 'o%d', 'shipmentId': 's%d', 'carrier': 'post', 'shipped': '2026-11-03'",
            "products", "'productId': 'p%d', 'name': 'Pen %d'",
            "stock", "'productId': 'p%d', 'warehouse': 'w%d', 'quantity': 3");
    List<Item> stored = new ArrayList<>();
    plain.forEach(
        (name, attributes) -> {
          CollectionLayout layout = CollectionLayout.of(shop, name, "store", any -> false);
          for (int i = 1; i < 8; i++) {
            stored.add(layout.table().stored(item("{" + attributes.formatted(i, 8 - i) + "}")));
          }
        });
    List<CollectionDraft> drafts =
        ItemGroups.of(new TableSample(shop.tables().get("store"), stored, List.of()));
    assertEquals(7, drafts.size());
    for (CollectionDraft draft : drafts) {
      String name = draft.model().name().replace("stocks", "stock");
      assertEquals(shop.collections().get(name).keys(), draft.model().keys());
      assertEquals(shop.collections().get(name).type(), draft.model().type());
    }
  }

  @Test
  void withoutATypeTheTextsOfTheKeysTellTheItems() {
    assertEquals(
        Map.of(
            "users", "{PK=USER#{userId}, SK=PROFILE} {}",
            "posts", "{PK=USER#{author}, SK=POST#{postId}, GSI1PK=POSTS, GSI1SK={postId}} {}"),
        collections(
            OVERLOADED,
            "{'PK': 'USER#1', 'SK': 'PROFILE', 'name': 'Ada'}",
            "{'PK': 'USER#2', 'SK': 'PROFILE', 'name': 'Bob'}",
            "{'PK': 'USER#1', 'SK': 'POST#x', 'author': '1', 'GSI1PK': 'POSTS', 'GSI1SK': 'x', 'postId': 'x'}",
            "{'PK': 'USER#2', 'SK': 'POST#y', 'author': '2', 'GSI1PK': 'POSTS', 'GSI1SK': 'y', 'postId': 'y'}"));
  }

  @Test
  void theConventionsOfElectroDbAndOneTableAreRead() {
    assertEquals(
        Map.of(
            "tasks", "{PK=$app#team_{team}, SK=$tasks_1#id_{id}} {__edb_e__=tasks}",
            "offices",
                "{PK=$app#country_{country}, SK=$offices_1#name_{name}} {__edb_e__=offices}"),
        collections(
            OVERLOADED,
            "{'PK': '$app#team_red', 'SK': '$tasks_1#id_7', 'team': 'red', 'id': '7', '__edb_e__': 'tasks', '__edb_v__': '1'}",
            "{'PK': '$app#team_blue', 'SK': '$tasks_1#id_8', 'team': 'blue', 'id': '8', '__edb_e__': 'tasks', '__edb_v__': '1'}",
            "{'PK': '$app#country_no', 'SK': '$offices_1#name_oslo', 'country': 'no', 'name': 'oslo', '__edb_e__': 'offices', '__edb_v__': '1'}",
            "{'PK': '$app#country_it', 'SK': '$offices_1#name_rome', 'country': 'it', 'name': 'rome', '__edb_e__': 'offices', '__edb_v__': '1'}"));
    assertEquals(
        Map.of(
            "accounts", "{PK=account#{id}, SK=account#} {_type=Account}",
            "users", "{PK=account#{accountId}, SK=user#{email}} {_type=User}"),
        collections(
            OVERLOADED,
            "{'PK': 'account#a1', 'SK': 'account#', 'id': 'a1', '_type': 'Account'}",
            "{'PK': 'account#a2', 'SK': 'account#', 'id': 'a2', '_type': 'Account'}",
            "{'PK': 'account#a1', 'SK': 'user#ada@x.org', 'accountId': 'a1', 'email': 'ada@x.org', '_type': 'User'}",
            "{'PK': 'account#a2', 'SK': 'user#bob@x.org', 'accountId': 'a2', 'email': 'bob@x.org', '_type': 'User'}"));
  }

  @Test
  void aKeyThatIsAnAttributeStaysOne() {
    assertEquals(
        Map.of("t", "{} {}"),
        collections(
            "tables: {t: {key: {year: N, title: S}, indexes: {byKind: {key: {kind: S, year: N}}}}}",
            "{'year': 1970, 'title': 'Airport', 'kind': 'film', 'code': 'film'}",
            "{'year': 1971, 'title': 'Klute', 'kind': 'film', 'code': 'film'}"));
  }

  @Test
  void whatCouldNotBeToldIsSaid() {
    TableModel table = model(OVERLOADED).tables().get("t");
    List<Item> items =
        List.of(
            item("{'PK': 'ORDER#1', 'SK': 'a', 'id': '1', 'number': '1', 'status': 'x'}"),
            item("{'PK': 'ORDER#2', 'SK': 'b-7', 'id': '2', 'number': '2', 'status': 'y'}"),
            item(
                "{'PK': 'ORDER#3', 'SK': 'c', 'id': '3', 'number': '3', 'status': 'z', 'GSI1PK': 'z', 'GSI1SK': 'E#9'}"));
    List<CollectionDraft> drafts = ItemGroups.of(new TableSample(table, items, List.of()));
    assertEquals(
        List.of(
            "PK could as well be \"ORDER#{number}\"",
            "eId is a name for what GSI1SK has in its place; no attribute has that value",
            "SK has values whose parts could not be told"),
        drafts.get(0).notes());
  }
}
