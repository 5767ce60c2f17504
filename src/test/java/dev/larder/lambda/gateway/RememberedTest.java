package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final List<String> asked = new ArrayList<>();
  private final Remembered lengths =
      new Remembered(
          text -> {
            asked.add(text);
            return text.isEmpty() ? null : String.valueOf(text.length());
          });

  @Test
  void itAsksOnceForEachText() {
    for (int i = 0; i < 3; i++) {
      assertEquals("3", lengths.of("abc"));
      assertNull(lengths.of(""));
    }
    assertEquals(List.of("abc", ""), asked);
  }

  @Test
  void itRemembersNoLongText() {
    String text = "a".repeat(Remembered.MAX_LENGTH + 1);
    assertEquals(String.valueOf(text.length()), lengths.of(text));
    assertEquals(String.valueOf(text.length()), lengths.of(text));
    assertEquals(2, asked.size());
  }

  @Test
  void itRemembersAsManyTextsAsItMay() {
    for (int i = 0; i <= Remembered.MAX_TEXTS; i++) {
      lengths.of("text " + i);
    }
    asked.clear();
    lengths.of("text 0");
    assertEquals(List.of(), asked);
    lengths.of("text " + Remembered.MAX_TEXTS);
    assertEquals(List.of("text " + Remembered.MAX_TEXTS), asked);
  }
}
