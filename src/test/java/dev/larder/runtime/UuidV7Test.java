package dev.larder.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UuidV7Test {
  @Test
  void itIsAUuidOfVersion7() {
    UUID uuid = UUID.fromString(UuidV7.next());
    assertEquals(7, uuid.version());
    assertEquals(2, uuid.variant());
  }

  @Test
  void eachIsLaterThanAllBefore() {
    String last = "";
    for (int i = 0; i < 20_000; i++) {
      String next = UuidV7.next();
      assertTrue(next.compareTo(last) > 0, last + " " + next);
      last = next;
    }
  }

  /** Else two functions that were restored from one snapshot would go on alike. */
  @Test
  void whatIsRandomDoesNotFollowFromTheMomentBefore() {
    UUID last = UUID.fromString(UuidV7.next());
    UUID next = last;
    while (next.getMostSignificantBits() >>> 16 == last.getMostSignificantBits() >>> 16) {
      last = next;
      next = UUID.fromString(UuidV7.next());
    }
    long distance = next.getLeastSignificantBits() - last.getLeastSignificantBits();
    assertTrue(Math.abs(distance) > 1L << 32, last + " " + next);
  }

  @Test
  void noTwoThreadsGetTheSame() {
    ConcurrentSkipListSet<String> all = new ConcurrentSkipListSet<>();
    IntStream.range(0, 20_000).parallel().forEach(i -> all.add(UuidV7.next()));
    assertEquals(20_000, all.size());
  }
}
