package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {

  @Test
  void itsTextIsThatOfTheHeaderField() {
    assertEquals("\"a-1\"", EntityTag.strong("a-1").toString());
    assertEquals("W/\"a-1\"", new EntityTag(true, "a-1").toString());
    assertEquals("\"\"", EntityTag.strong("").toString());
  }

  /** The table of RFC 9110, section 8.8.3.2, both ways round. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "W/\"1\", W/\"1\", false, true",
        "W/\"1\", W/\"2\", false, false",
        "W/\"1\",   \"1\", false, true",
        "  \"1\", W/\"1\", false, true",
        "  \"1\",   \"1\", true,  true",
        "  \"1\",   \"2\", false, false",
        "  \"a\",   \"A\", false, false"
      })
  void comparesAsTheRfcTables(String one, String other, boolean strongly, boolean weakly) {
    EntityTag tag = tag(one);
    assertEquals(strongly, tag.matchesStrongly(tag(other)));
    assertEquals(weakly, tag.matchesWeakly(tag(other)));
  }

  @Test
  void itsCharactersAreThoseOfTheGrammar() {
    for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
      boolean etagc = c == 0x21 || (c >= 0x23 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
      assertEquals(etagc, EntityTag.isTagCharacter((char) c), Integer.toHexString(c));
    }
  }

  private static EntityTag tag(String text) {
    return EntityTagList.parse("If-Match", text).tags().get(0);
  }
}
