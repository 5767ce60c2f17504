package dev.larder.dynamo;

import io.quarkus.test.junit.QuarkusMock;
import java.time.Duration;

/** The time that requests have, which Lambda would tell. */
public final class Deadlines {
  private Deadlines() {}

  /** One that is over so long from now. */
  public static Deadline in(Duration time) {
    return new Deadline((int) time.plus(Deadline.RESERVE).toMillis());
  }

  /** Has the requests of this test end so long from now. */
  public static void leave(Duration time) {
    QuarkusMock.installMockForType(in(time), Deadline.class);
  }
}
