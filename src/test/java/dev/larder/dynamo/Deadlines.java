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

  /** Has time for the first call of a request of this test, for no second, for the next again. */
  public static void leaveEveryOtherCall() {
    QuarkusMock.installMockForType(
        new Deadline(20_000) {
          private boolean allows;

          @Override
          public boolean allowsCall() {
            allows = !allows;
            return allows;
          }
        },
        Deadline.class);
  }

  /** Has the requests of this test end so long from now. */
  public static void leave(Duration time) {
    QuarkusMock.installMockForType(in(time), Deadline.class);
  }
}
