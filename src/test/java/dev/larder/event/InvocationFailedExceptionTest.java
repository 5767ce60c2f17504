package dev.larder.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationFailedExceptionTest {

  @ParameterizedTest
  @ValueSource(strings = {"m", "\"", "\u0001", "é", "€", "😀"})
  void aMessageOfMegabytesIsCutAndSaysSo(String text) {
    String message = text.repeat(2_000_000);
    String kept = new RequestFailedException(message).getMessage();
    assertTrue(
        kept.endsWith("... (truncated from " + message.length() + " characters)"),
        kept.substring(kept.length() - 60));
    byte[] json = JsonStringEncoder.getInstance().quoteAsUTF8(kept);
    assertTrue(json.length <= InvocationFailedException.MAX_BYTES + 64, () -> "" + json.length);
    assertTrue(json.length > InvocationFailedException.MAX_BYTES / 5, () -> "" + json.length);
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(kept), "half of a surrogate pair");
  }

  @Test
  void aShortMessageIsKept() {
    String most = "m".repeat(InvocationFailedException.MAX_BYTES);
    assertEquals(most, new RequestRefusedException(most).getMessage());
    assertEquals("null", new RequestRefusedException(null).getMessage());
  }

  @Test
  void whatTheFunctionFailedWithIsNamedAndNotSent() {
    HandlerFailedException failed =
        new HandlerFailedException(
            new IllegalStateException("x".repeat(2_000_000), new RuntimeException("secret")));
    assertTrue(failed.getMessage().startsWith("java.lang.IllegalStateException: xxx"));
    assertTrue(failed.getMessage().length() < 40_000);
    assertNull(failed.getCause());
    assertEquals(0, failed.getStackTrace().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a"})
  void noCharacterIsCutApart(String before) {
    String kept = InvocationFailedException.bounded(before + "😀".repeat(40_000));
    assertTrue(kept.contains("... (truncated from "));
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(kept), "half of a surrogate pair");
  }
}
