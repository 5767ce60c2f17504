package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private long now = 7;

  @Test
  void saysEveryTenSecondsHowFarItIs() {
    List<String> lines = new ArrayList<>();
    Progress progress = new Progress("histories", 5_000, () -> now, lines::add);
    for (int step = 1; step <= 60; step++) {
      now += Duration.ofMillis(500).toNanos();
      progress.step();
    }
    progress.at(4_999);
    assertEquals(
        List.of(
            "histories: 20 of 5,000 after 10 s",
            "histories: 40 of 5,000 after 20 s",
            "histories: 60 of 5,000 after 30 s"),
        lines);
  }
}
