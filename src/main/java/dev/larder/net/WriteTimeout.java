package dev.larder.net;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose request is not sent in time. A write to a socket has no time-out of its
 * own, and blocks for as long as the server reads nothing.
 */
final class WriteTimeout {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, WriteTimeout::daemon);

  WriteTimeout() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "larder-watch");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Closes a connection after a time.
   *
   * @return a future whose cancellation keeps the connection open
   */
  Future<?> over(Connection connection, Duration time) {
    return timer.schedule(connection::close, time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
