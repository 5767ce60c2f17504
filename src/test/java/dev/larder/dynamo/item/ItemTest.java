package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemTest {

  private static Item item(String json) {
    byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      return ItemReader.read(new ByteArrayInputStream(text), ItemFormat.PLAIN);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void attributesAreFoundByTheirNames() {
    Item item = item("{'a':'x','n':1}");
    assertTrue(item.has("a"));
    assertFalse(item.has("b"));
    assertEquals(Optional.of("x"), item.string("a"));
    assertEquals(Optional.empty(), item.string("n"));
    assertEquals(Optional.empty(), item.string("b"));
  }

  @Test
  void aChangeMakesAnother() {
    Item item = item("{'a':'x','n':1}");
    assertEquals(item("{'a':'y','n':1}"), item.with("a", "y"));
    assertEquals(item("{'a':'y','n':1,'b':2}"), item.with(item("{'a':'y','b':2}")));
    assertEquals(item("{'n':1}"), item.without("a"));
    assertSame(item, item.without("b"));
    assertEquals(item("{'n':1}"), item.select(List.of("n", "b")));
    assertEquals(item("{'a':'x','n':1}"), item);
    assertThrows(UnsupportedOperationException.class, () -> item.attributes().clear());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | 1",
        "{'a':1} | 1",
        "{'a':[]} | 2",
        "{'a':{}} | 2",
        "{'a':[{'b':[1]}],'c':{}} | 4",
        "{'c':[],'a':{'b':{'c':{}}}} | 4"
      })
  void itsDepthIsThatOfItsListsAndMaps(String json, int depth) {
    assertEquals(depth, item(json).depth());
  }

  @Test
  void itIsEqualByWhatItHolds() {
    assertEquals(item("{'a':1,'b':2}"), item("{'b':2,'a':1}"));
    assertEquals(item("{'a':1,'b':2}").hashCode(), item("{'b':2,'a':1}").hashCode());
    assertNotEquals(item("{'a':1}").hashCode(), item("{'a':2}").hashCode());
    assertNotEquals(item("{'a':1}"), item("{'a':'1'}"));
  }

  @Test
  void itsValuesAreNotInALog() {
    assertEquals("Item[a, b]", item("{'a':'secret','b':2}").toString());
  }
}
