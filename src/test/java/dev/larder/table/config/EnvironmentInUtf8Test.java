package dev.larder.table.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentInUtf8Test {
  private static final Map<String, String> DAMAGED = Map.of("B", "\uFFFD\uFFFD=x");

  private static Map<String, String> corrected(String octets) {
    return EnvironmentInUtf8.corrected(DAMAGED, octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void damagedVariablesAreDecodedAgain() {
    assertEquals(Map.of("B", "é=x"), corrected("A=\u00E9\0B=\u00C3\u00A9=x\0BC=\u00C3\u00A9\0"));
    assertEquals(Map.of(), corrected("A=B\0"));
    assertEquals(Map.of(), corrected(""));
  }

  @Test
  void aVariableThatIsNotUtf8IsRefusedByName() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> corrected("A=\0B=\u00E9=x\0"));
    assertTrue(refused.getMessage().startsWith("B is not encoded in UTF-8"), refused.getMessage());
  }
}
