package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void aPauseIsOfAnyLengthUpToTheMost() {
    Set<Long> seen = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      long pause = Backoff.upTo(3);
      assertTrue(pause >= 0 && pause <= 3, () -> "a pause of " + pause);
      seen.add(pause);
    }
    assertEquals(Set.of(0L, 1L, 2L, 3L), seen);
    assertEquals(0, Backoff.upTo(0));
  }
}
