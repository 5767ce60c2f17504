package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.larder.TestConfig;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.dynamo.item.Literal;
import dev.larder.runtime.ResponseSize;
import dev.larder.table.Collection;
import dev.larder.table.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an export has can be read back, and fits into an answer. */
class ExportTest {
  private static final Page.Members NOTHING =
      new Page.Members(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private static final TableSchema SCHEMA = TableSchema.parse("id:S");

  private static CsvPage csv(int limit, Projection fields, boolean escapesFormulas) {
    CsvColumns columns = new CsvColumns(List.of("id"), Optional.empty(), fields, Optional.empty());
    return new CsvPage(limit, ResponseSize.MAX_BYTES, SCHEMA, columns, escapesFormulas);
  }

  @Property(tries = 100)
  void everyCellIsReadBackAsItsValue(@ForAll("items") List<Item> items) throws IOException {
    Page page = csv(1000, Projection.ALL, false);
    items.forEach(item -> assertTrue(page.add(item)));
    byte[] csv = page.finish(NOTHING);
    List<String[]> rows =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .<String[]>readValues(csv)
            .readAll();
    assertEquals(items.size(), rows.size() - 1);
    for (int i = 0; i < items.size(); i++) {
      Map<String, AttributeValue> read = new LinkedHashMap<>();
      for (int column = 0; column < rows.get(0).length; column++) {
        String name = rows.get(0)[column];
        String cell = rows.get(i + 1)[column];
        if (name.equals("_rest") && !cell.isEmpty()) {
          read.putAll(Literal.any(cell).m());
        } else if (!cell.isEmpty()) {
          read.put(name, name.equals("id") ? AttributeValue.fromS(cell) : Literal.any(cell));
        }
      }
      assertEquals(items.get(i), Item.of(read));
    }
  }

  @Provide
  Arbitrary<List<Item>> items() {
    // The library that reads takes a NUL for an escape; in cells it is escaped already.
    return ItemArbitraries.plain()
        .filter(item -> item.attributes().keySet().stream().noneMatch(name -> name.contains("\0")))
        .map(item -> item.with("id", "\"quoted\", and more"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  /** To the byte, so that a page is full. */
  @Property(tries = 100)
  void theSizeOfAPageIsKnown(@ForAll("items") List<Item> items) {
    Page page = csv(1000, Projection.ALL, false);
    AtomicInteger told = new AtomicInteger();
    page.onGrowth(told::set);
    items.forEach(page::add);
    byte[] body = page.finish(NOTHING);
    assertEquals(ResponseSize.jsonStringBytes(body), told.get());
  }

  @Example
  void attributesForWhichTheCursorHasNoRoomAreInTheRest() {
    CsvPage page = csv(Integer.MAX_VALUE, Projection.ALL, false);
    AtomicInteger told = new AtomicInteger();
    page.onGrowth(told::set);
    for (int i = 1000; i < 1500; i++) {
      page.add(Item.of(Map.of("column" + i, AttributeValue.fromN("1"))));
    }
    byte[] body = page.finish(NOTHING);
    assertEquals(ResponseSize.jsonStringBytes(body), told.get());
    List<String> columns = page.columns().orElseThrow();
    assertEquals(1024 / 12, columns.size());
    String csv = new String(body, StandardCharsets.UTF_8);
    assertTrue(csv.endsWith(",\"{\"\"column1499\"\":1}\"\r\n"), csv);
    assertTrue(Cursor.write("", Position.START, Optional.of(columns)).length() < 1500);
  }

  @Example
  void eachPageHasTheColumnsOfTheFirst() {
    Item other = Item.of(Map.of("id", AttributeValue.fromS("y"), "c", AttributeValue.fromN("1")));
    CsvColumns second =
        new CsvColumns(
            List.of("id"), Optional.empty(), Projection.ALL, Optional.of(List.of("b", "a")));
    assertEquals(Optional.of(List.of("a", "b")), second.carried());
    Page page = new CsvPage(1000, ResponseSize.MAX_BYTES, SCHEMA, second, false);
    page.add(other);
    assertEquals(
        "id,a,b,_rest\r\ny,,,\"{\"\"c\"\":1}\"\r\n",
        new String(page.finish(NOTHING), StandardCharsets.UTF_8));
    CsvColumns bySchema =
        new CsvColumns(
            List.of("id"),
            Optional.of(Set.of("z", "id", "b")),
            new Projection(Set.of(List.of("b"), List.of("z", "in")), true),
            Optional.of(List.of("a")));
    assertEquals(List.of("id", "_version", "z", "_rest"), bySchema.names());
    assertEquals(Optional.empty(), bySchema.carried());
    assertEquals(List.of(), bySchema.newOf(Set.of("c")));
  }

  @Example
  void whateverIsEscapedAnExportIsFullAndBelowTheLimit() {
    for (String text : List.of("\"", ",", "\n", "\u0001", "é", "x")) {
      for (Page page :
          List.of(
              csv(Integer.MAX_VALUE, Projection.ALL, false),
              new NdjsonPage(Integer.MAX_VALUE, ResponseSize.MAX_BYTES))) {
        Item item = Item.of(Map.of("id", AttributeValue.fromS(text.repeat(1000))));
        int items = 0;
        while (page.add(item)) {
          items++;
        }
        byte[] body = page.finish(NOTHING);
        assertTrue(items > 400, "an item at least");
        int bytes = ResponseSize.jsonStringBytes(body);
        assertTrue(bytes <= ResponseSize.MAX_BYTES + 100, () -> text);
        assertTrue(bytes > ResponseSize.MAX_BYTES - 8000, () -> text + " " + bytes);
        assertTrue(new String(body, StandardCharsets.UTF_8).contains("\n"));
      }
    }
  }

  private static String csv(Projection fields, boolean escapesFormulas, Item... items) {
    Page page = csv(1000, fields, escapesFormulas);
    for (Item item : items) {
      assertTrue(page.add(item));
    }
    return new String(page.finish(NOTHING), StandardCharsets.UTF_8);
  }

  @Example
  void theKeyIsTheFirstColumnAndTheOthersAreInOrder() {
    Item one = Item.of(Map.of("b", AttributeValue.fromN("1"), "id", AttributeValue.fromS("x")));
    Item other = Item.of(Map.of("id", AttributeValue.fromS("y"), "a", AttributeValue.fromS("z")));
    assertEquals("id,a,b,_rest\r\nx,,1,\r\ny,z,,\r\n", csv(Projection.ALL, false, one, other));
    assertEquals("id,_rest\r\n", csv(Projection.ALL, false));
    Projection fields = Projection.ofAttributes(List.of("b", "c"));
    assertEquals("b,c\r\n1,\r\n", csv(fields, false, fields.of(one)));
    assertEquals("b,c\r\n", csv(fields, false));
  }

  @Example
  void stringsThatLookLikeFormulasAreEscapedOnDemand() {
    Map<String, AttributeValue> cells = new LinkedHashMap<>();
    cells.put("id", AttributeValue.fromS("-1+1"));
    cells.put("a", AttributeValue.fromS("=HYPERLINK(A1)"));
    cells.put("b", AttributeValue.fromS("+x"));
    cells.put("c", AttributeValue.fromS("@x"));
    cells.put("d", AttributeValue.fromS("\tx"));
    cells.put("e", AttributeValue.fromS("\rx"));
    cells.put("f", AttributeValue.fromN("-1"));
    cells.put("g", AttributeValue.fromS("x=1"));
    cells.put("h", AttributeValue.fromS(""));
    cells.put("i", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-5, -17, -1})));
    Item item = Item.of(cells);
    assertEquals(
        "id,a,b,c,d,e,f,g,h,i,_rest\r\n"
            + "-1+1,=HYPERLINK(A1),+x,@x,\tx,\"\rx\",-1,x=1,\"\"\"\"\"\",++//,\r\n",
        csv(Projection.ALL, false, item));
    assertEquals(
        "id,a,b,c,d,e,f,g,h,i,_rest\r\n"
            + "'-1+1,'=HYPERLINK(A1),'+x,'@x,'\tx,\"'\rx\",-1,x=1,\"\"\"\"\"\",'++//,\r\n",
        csv(Projection.ALL, true, item));
    Item named = Item.of(Map.of("=a", AttributeValue.fromN("1")));
    assertEquals("id,'=a,_rest\r\n,1,\r\n", csv(Projection.ALL, true, named));
  }

  @Example
  void missingKeysAreAListOfPathsThatFitsIntoAHeader() {
    Collection items = TestConfig.collection(SCHEMA);
    List<Item> missing =
        Stream.of("a", "é\"", "x".repeat(2000), "y".repeat(2000), "z")
            .map(id -> Item.of(Map.of("id", AttributeValue.fromS(id))))
            .toList();
    assertEquals("\"/c/a\", \"/c/%C3%A9%22\"", MissingKeys.field(items, missing.subList(0, 2)));
    String cut = MissingKeys.field(items, missing);
    assertTrue(cut.length() < 4000 && cut.endsWith("x\", 2"), cut);
  }
}
