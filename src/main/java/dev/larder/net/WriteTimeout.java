package dev.larder.net;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which a request is not sent in time: a write to a socket has no time-out of
 * its own, and waits for as long as the server reads nothing.
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

  /** Closes a connection after a time, unless that is cancelled before. */
  Future<?> over(Connection connection, Duration time) {
    return timer.schedule(connection::close, time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
