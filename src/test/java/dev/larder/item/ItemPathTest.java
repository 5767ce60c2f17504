package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ItemPathTest {

  /** The expression for keys in the path of a method. */
  private static String expression(String method) {
    String path =
        Arrays.stream(ItemResource.class.getMethods())
            .filter(each -> each.getName().equals(method))
            .map((Method each) -> each.getAnnotation(Path.class).value())
            .findFirst()
            .orElseThrow();
    return path.substring(path.indexOf(':') + 1, path.lastIndexOf('}')).strip();
  }

  /** Counts the characters that a matcher reads. */
  private record Counted(String text, AtomicLong reads) implements CharSequence {
    @Override
    public char charAt(int index) {
      reads.incrementAndGet();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }
  }

  /** The router searches a path for the expression, from every character of it. */
  @Test
  void aSearchForTheKeyReadsEachCharacterOfALongPathAFewTimes() {
    String path = "/" + "a".repeat(5_000) + "/b/";
    for (String method : new String[] {"get", "put", "patch", "delete"}) {
      AtomicLong reads = new AtomicLong();
      Pattern key = Pattern.compile("(" + expression(method) + ")$");
      assertFalse(key.matcher(new Counted(path, reads)).find());
      assertTrue(reads.get() < 20L * path.length(), method + " reads " + reads);
    }
  }
}
