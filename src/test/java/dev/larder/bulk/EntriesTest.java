package dev.larder.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import dev.larder.TestConfig;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemText;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.dynamo.item.Literal;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is read of a body is what was written into it, in every form. */
class EntriesTest {
  private static final TableSchema SCHEMA = TableSchema.parse("id:S,at:N");
  private static final RequiredKey ANY_KEY = new RequiredKey(SCHEMA, List.of(), true);
  private static final Collection COLLECTION = TestConfig.collection(SCHEMA);

  private static List<Item> read(byte[] body, String type) {
    Entries entries =
        new BulkBody(body, type).entries(COLLECTION, ANY_KEY, TestConfig.LIMITS, () -> {});
    List<Item> items = new ArrayList<>();
    for (Optional<Entry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
      items.add(entry.get().content().get());
    }
    assertEquals(Optional.empty(), entries.next());
    return items;
  }

  private static ProblemException fails(byte[] body, String type) {
    return assertThrows(ProblemException.class, () -> read(body, type));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 300)
  void itemsComeBackFromCsv(
      @ForAll("items") List<Item> items,
      @ForAll("lineEnds") String lineEnd,
      @ForAll boolean quoted) {
    TreeSet<String> names = new TreeSet<>();
    items.forEach(item -> names.addAll(item.attributes().keySet()));
    StringBuilder csv = new StringBuilder();
    csv.append(names.stream().map(EntriesTest::quoted).collect(Collectors.joining(",")));
    for (Item item : items) {
      csv.append(lineEnd);
      csv.append(
          names.stream().map(name -> cell(name, item, quoted)).collect(Collectors.joining(",")));
    }
    assertEquals(items, read(utf8(csv.toString()), "text/csv"), csv::toString);
  }

  private static String cell(String name, Item item, boolean quoted) {
    AttributeValue value = item.attributes().get(name);
    if (value == null) {
      return "";
    }
    String text = name.equals("id") ? value.s() : Literal.text(value);
    boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return plain && !text.isBlank() && !quoted ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Property(tries = 200)
  void itemsComeBackFromNdjson(
      @ForAll("items") List<Item> items, @ForAll("blankLines") String lineEnd) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Item item : items) {
      body.writeBytes(ItemWriter.toBytes(item, ItemFormat.PLAIN));
      body.writeBytes(utf8(lineEnd));
    }
    assertEquals(items, read(body.toByteArray(), "application/x-ndjson"));
  }

  @Property(tries = 200)
  void itemsComeBackFromAnArray(@ForAll("items") List<Item> items, @ForAll boolean marked) {
    for (ItemFormat form : ItemFormat.values()) {
      String elements =
          items.stream()
              .map(item -> new String(ItemWriter.toBytes(item, form), StandardCharsets.UTF_8))
              .collect(Collectors.joining(" ,\n"));
      String body = (marked ? "\uFEFF" : "") + " [ " + elements + "]\n";
      assertEquals(items, read(utf8(body), form.mediaType()));
    }
  }

  @Property(tries = 200)
  void itemsOfAnExportOfDynamoDbKeepTheirTypes(
      @ForAll("typed") List<Item> items, @ForAll("lineEnds") String lineEnd) {
    List<String> lines =
        items.stream()
            .map(
                item ->
                    new String(ItemWriter.toBytes(item, ItemFormat.TYPED), StandardCharsets.UTF_8))
            .map(item -> " { \"Item\" :" + lineEnd.substring(1) + item + " }")
            .toList();
    assertEquals(items, read(utf8("[" + String.join(",", lines) + "]"), "application/json"));
    List<String> flat = lines.stream().map(line -> line.replaceAll("[\r\n]", "")).toList();
    assertEquals(items, read(utf8(String.join(lineEnd, flat)), "application/x-ndjson"));
  }

  @Provide
  Arbitrary<List<Item>> typed() {
    return ItemArbitraries.typed().list().ofMinSize(1).ofMaxSize(4);
  }

  @Example
  void onlyAnObjectThatIsAloneIsAnExportedItem() {
    for (String entry :
        List.of(
            "{\"Item\":1}",
            "{\"Item\":[{\"S\":\"a\"}]}",
            "{\"item\":{\"id\":{\"S\":\"a\"}}}",
            "{\"Item\":{\"id\":{\"S\":\"a\"}},\"b\":1}",
            "{\"a\":1,\"Item\":{\"id\":{\"S\":\"a\"}}}")) {
      assertEquals(
          List.of(ItemReader.read(text(entry), ItemFormat.PLAIN, ItemReader.DEPTH)),
          read(utf8(entry), "application/x-ndjson"));
    }
    for (String entry : List.of("{\"Item\":{\"id\":\"a\"}}", "{\"Item\":{\"id\":{\"X\":1}}}")) {
      ProblemException e = fails(utf8("\n" + entry), "application/x-ndjson");
      assertTrue(e.members().get("pointer").toString().startsWith("/id"), entry);
      assertTrue(e.getMessage().contains("typed form"), e.getMessage());
    }
    String twice = "{\"Item\":{\"id\":{\"S\":\"a\"},\"id\":{\"S\":\"b\"}}}";
    String complaint = fails(utf8("\n " + twice), "application/x-ndjson").getMessage();
    assertTrue(complaint.contains(", at column"), complaint);
    fails(utf8("{\"Item\":{\"id\":{\"S\":\"a\"}}} {}"), "application/x-ndjson");
    fails(utf8("{\"Item\":{\"id\":{\"S\":\"a\"}"), "application/x-ndjson");
  }

  private static ItemText text(String json) {
    return new ItemText(utf8(json), 0, utf8(json).length, 1, 1);
  }

  @Property(tries = 500)
  void whateverTheBytesEachEntryIsReadOrRefused(@ForAll("bodies") Body body) {
    try {
      BulkBody read = new BulkBody(body.bytes(), body.type());
      Entries entries = read.entries(COLLECTION, ANY_KEY, TestConfig.LIMITS, () -> {});
      int found = 0;
      for (Optional<Entry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
        found++;
        content(entry.get());
      }
      // Whoever counts them before they are read finds as many.
      if (found > 1) {
        RequestLimits fewer =
            new RequestLimits(
                TestConfig.of(Map.of("larder.limits.entries", String.valueOf(found - 1))));
        assertEquals(
            ProblemType.LIMIT_EXCEEDED,
            assertThrows(
                    ProblemException.class,
                    () -> read.entries(COLLECTION, ANY_KEY, fewer, () -> {}))
                .type());
      }
    } catch (ProblemException e) {
      assertEquals(ProblemType.MALFORMED_JSON, e.type(), e::toString);
    }
  }

  private static void content(Entry entry) {
    try {
      entry.content().get();
    } catch (ProblemException e) {
      assertTrue(e.type().status() < 500 && !e.getMessage().isBlank(), e::toString);
    }
  }

  record Body(byte[] bytes, String type) {}

  @Provide
  Arbitrary<Body> bodies() {
    Arbitrary<List<String>> lines =
        ItemArbitraries.plain()
            .map(
                item ->
                    new String(ItemWriter.toBytes(item, ItemFormat.PLAIN), StandardCharsets.UTF_8))
            .list()
            .ofMinSize(1)
            .ofMaxSize(4);
    Arbitrary<String> ndjson = lines.map(all -> String.join("\n", all));
    Arbitrary<String> array = lines.map(all -> '[' + String.join(",", all) + ']');
    Arbitrary<String> csv =
        lines.map(all -> "id,at,a\n\"x\",1," + quoted(all.get(0)) + "\r\ny,2\n");
    return Arbitraries.oneOf(
        Damaged.bytes(ndjson).map(bytes -> new Body(bytes, "application/x-ndjson")),
        Damaged.bytes(array).map(bytes -> new Body(bytes, "application/json")),
        Damaged.bytes(csv).map(bytes -> new Body(bytes, "text/csv")));
  }

  @Provide
  Arbitrary<List<Item>> items() {
    Arbitrary<String> ids = ItemArbitraries.texts().filter(text -> !text.isEmpty());
    return ItemArbitraries.plain()
        .flatMap(
            item ->
                ids.map(
                    id -> {
                      Map<String, AttributeValue> all = new LinkedHashMap<>(item.attributes());
                      all.put("id", AttributeValue.fromS(id));
                      all.put("at", AttributeValue.fromN("1.5"));
                      return Item.of(all);
                    }))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of("\n", "\r\n", "\n\n", "\r\n\r\n");
  }

  @Provide
  Arbitrary<String> blankLines() {
    return Arbitraries.of("\n", "\r\n", "\n\n", "\r\n \t\r\n");
  }

  @Example
  void rowsAreReadAcrossTheBoundsOfBuffers() {
    StringBuilder csv = new StringBuilder("id,at,text\n");
    for (int i = 0; i < 5000; i++) {
      csv.append("a").append(i).append(',').append(i).append(",\"é,\n\"\"😀\"\r\n\r\n");
    }
    List<Item> items = read(utf8(csv.toString()), "text/csv");
    assertEquals(5000, items.size());
    for (int i = 0; i < 5000; i++) {
      assertEquals(Optional.of("a" + i), items.get(i).string("id"));
      assertEquals(Optional.of("é,\n\"😀"), items.get(i).string("text"));
    }
  }

  @Example
  void textThatIsNotUtf8IsRefused() {
    byte[] csv = utf8("id,at\nx,é\n");
    csv[8] = 'x';
    assertTrue(fails(csv, "text/csv").getMessage().startsWith("The body is not valid UTF-8"));
    byte[] utf16 = "[{}]".getBytes(StandardCharsets.UTF_16LE);
    byte[] noUtf32 = {'[', 0, 0, 0, -1, -1, -1, 0x7F};
    for (byte[] array : List.of(utf16, noUtf32)) {
      String complaint = fails(array, "application/json").getMessage();
      assertTrue(complaint.startsWith("The body is not encoded in UTF-8"), complaint);
    }
    for (byte[] line :
        List.of(
            new byte[] {'{', '"', (byte) 0xE9, '"'},
            new byte[] {0, 0, '{', 0},
            new byte[] {0, 0, 0, '{', 0, 0x20, 0, 0})) {
      assertEquals(ProblemType.MALFORMED_JSON, fails(line, "application/x-ndjson").type());
    }
  }

  @Example
  void anArrayThatIsNestedTooDeepIsRefused() {
    byte[] deep = utf8("[".repeat(2000) + "]".repeat(2000));
    ProblemException e = fails(deep, "application/json");
    assertEquals(ProblemType.LIMIT_EXCEEDED, e.type());
    assertEquals("larder.limits.depth", e.members().get("setting"));
  }

  private static int count(Entries entries) {
    int count = 0;
    while (entries.next().isPresent()) {
      count++;
    }
    return count;
  }

  private static Entries three(String body, String type) {
    RequestLimits limits =
        new RequestLimits(
            TestConfig.of(Map.of("larder.limits.entries", "3", "larder.limits.depth", "2")));
    return new BulkBody(utf8(body), type).entries(COLLECTION, ANY_KEY, limits, () -> {});
  }

  @Example
  void soManyEntriesAreTakenAndNoMore() {
    String json = "application/json";
    String lines = "application/x-ndjson";
    String csv = "text/csv";
    assertEquals(3, count(three("[{},5,[[]]]", json)));
    assertEquals(3, count(three("\n{}\n\n5\n [{}] \n\n", lines)));
    assertEquals(3, count(three("a,b\r\n1,2\r\n\r\n\"1\n\n\n\n2\",3\r\n\r\n4,5", csv)));
    // What cannot be read is one entry.
    assertEquals(3, count(three("a\n1\n2\n\"3\n4\n5\n6", csv)));
    for (String[] four :
        List.of(
            new String[] {"[{},{},{},{\"a\":1}]", json},
            new String[] {"{}\n{}\n{}\n5", lines},
            new String[] {"a\n1\n2\n3\n4", csv},
            new String[] {"a\r1\r2\r3\r\"4\n", csv})) {
      ProblemException e = assertThrows(ProblemException.class, () -> three(four[0], four[1]));
      assertEquals(ProblemType.LIMIT_EXCEEDED, e.type(), four[0]);
      assertTrue(e.getMessage().startsWith("The body has 4 entries, "), e.getMessage());
      assertEquals(Map.of("limit", 3, "setting", "larder.limits.entries"), e.members());
    }
  }

  @Example
  void anEntryThatIsNestedTooDeepIsRefusedByItself() {
    for (String[] entries :
        List.of(
            new String[] {"[{\"a\":[]},{\"a\":[[]]}]", "application/json"},
            new String[] {"{\"a\":[]}\n{\"a\":[[]]}", "application/x-ndjson"},
            new String[] {"id,at,a\nx,1,[]\nx,1,\"{\"\"b\"\":{}}\"", "text/csv"})) {
      Entries read = three(entries[0], entries[1]);
      read.next().orElseThrow().content().get();
      Entry deep = read.next().orElseThrow();
      ProblemException e = assertThrows(ProblemException.class, () -> deep.content().get());
      assertEquals(ProblemType.LIMIT_EXCEEDED, e.type(), entries[1]);
      assertEquals(2, e.members().get("limit"));
    }
  }

  @Example
  void placesAreThoseOfTheWholeBody() {
    String complaint = fails(utf8("[{},\n {\"a\":\n1,\"a\":2}]"), "application/json").getMessage();
    assertTrue(complaint.endsWith("at line 3, column 8."), complaint);
    complaint = fails(utf8("[{},{\"a\":1,\"a\":2}]"), "application/json").getMessage();
    assertTrue(complaint.endsWith("at line 1, column 17."), complaint);
  }

  @Example
  void linesThatAreWrongAlikeHaveEqualProblems() {
    for (String line : List.of("{'id':1}", "{\"a\":1,\"a\":2}", "{} {}", "{\"Item\":{\"a\":{}}}")) {
      Entries entries =
          new BulkBody(utf8(line + "\n\n" + line), "application/x-ndjson")
              .entries(COLLECTION, ANY_KEY, TestConfig.LIMITS, () -> {});
      List<String> complaints = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Entry entry = entries.next().orElseThrow();
        complaints.add(
            assertThrows(ProblemException.class, () -> entry.content().get()).getMessage());
      }
      assertEquals(complaints.get(0), complaints.get(1));
    }
  }

  @Example
  void theCheckOfAWholeBodyEndsAtTheDeadline() {
    for (String[] body :
        List.of(
            new String[] {"[{}" + ",{}".repeat(600) + "] nonsense", "application/json"},
            new String[] {"{}\n".repeat(600), "application/x-ndjson"},
            new String[] {"id,at\n" + "a,1\n".repeat(600), "text/csv"})) {
      ProblemException over = new ProblemException(ProblemType.DEADLINE, "Over.");
      assertEquals(
          over,
          assertThrows(
              ProblemException.class,
              () ->
                  new BulkBody(utf8(body[0]), body[1])
                      .entries(
                          COLLECTION,
                          ANY_KEY,
                          TestConfig.LIMITS,
                          () -> {
                            throw over;
                          })));
    }
  }

  @Example
  void whatIsNotSaidToBeSomethingElseIsJson() {
    for (String type : new String[] {"application/json", "application/*", "*/*"}) {
      assertEquals(1, read(utf8("[{}]"), type).size());
    }
    assertTrue(new BulkBody(utf8("{}"), null).isSingleItem());
    assertTrue(new BulkBody(null, null).isSingleItem());
    assertTrue(!new BulkBody(utf8("\n["), null).isSingleItem());
    assertTrue(!new BulkBody(utf8("{}"), "application/x-ndjson").isSingleItem());
  }
}
