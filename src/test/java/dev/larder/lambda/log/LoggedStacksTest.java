package dev.larder.lambda.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoggedStacksTest {
  private final LoggedStacks stacks = new LoggedStacks();

  private static Throwable at(int line, Class<?> thrown, Throwable cause) throws Exception {
    Throwable made = (Throwable) thrown.getConstructor(String.class).newInstance("m" + line);
    made.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.java", line)});
    made.initCause(cause);
    return made;
  }

  @Test
  void itsFramesAndClassesAreWhatAStackIs() throws Exception {
    Class<?> state = IllegalStateException.class;
    assertTrue(stacks.add(at(1, state, null)));
    assertFalse(stacks.add(at(1, state, null)));
    assertTrue(stacks.add(at(2, state, null)), "another line");
    assertTrue(stacks.add(at(1, IllegalArgumentException.class, null)), "another class");
    assertTrue(stacks.add(at(1, state, at(3, state, null))), "a cause");
    assertTrue(stacks.add(at(1, state, at(4, state, null))), "another cause");
    assertFalse(stacks.add(at(1, state, at(4, state, null))));
  }

  @Test
  void howTheServerCameToOwnCodeIsNoPartOfIt() {
    Throwable first = of("java.net.Socket", "dev.larder.item.ItemService", "io.netty.A");
    assertTrue(stacks.add(first));
    assertFalse(
        stacks.add(of("java.net.Socket", "dev.larder.item.ItemService", "io.netty.B", "c.D")));
    assertFalse(
        stacks.add(
            of(
                "java.net.Socket",
                "dev.larder.item.ItemService",
                "io.netty.A",
                "dev.larder.lambda.gateway.UnreadMessages$Accepted",
                "io.netty.B")));
    assertTrue(stacks.add(of("java.net.Socket", "dev.larder.query.PageReader", "io.netty.A")));
    assertTrue(stacks.add(of("java.net.Other", "dev.larder.item.ItemService", "io.netty.A")));
  }

  private static Throwable of(String... classes) {
    Throwable made = new IllegalStateException();
    made.setStackTrace(
        Arrays.stream(classes)
            .map(name -> new StackTraceElement(name, "m", "File.java", 1))
            .toArray(StackTraceElement[]::new));
    return made;
  }

  @Test
  void causesMayGoRoundInACircle() {
    Throwable circular = new Circular();
    assertTrue(stacks.add(circular));
    assertFalse(stacks.add(circular));
  }

  private static final class Circular extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return this;
    }
  }

  @Test
  void thoseOfAVeryLongLifeAreForgotten() throws Exception {
    for (int i = 0; i < LoggedStacks.MAX_STACKS; i++) {
      assertTrue(stacks.add(at(i, IllegalStateException.class, null)));
    }
    assertTrue(stacks.add(at(-1, IllegalStateException.class, null)));
    assertTrue(stacks.add(at(0, IllegalStateException.class, null)));
  }
}
