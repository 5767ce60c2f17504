package dev.larder.bulk;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs tasks concurrently: at most {@link #MAX} at a time, and never two with a common key, so that
 * tasks of one key run in the order in which they were started.
 */
final class KeyedExecutor {
  static final int MAX = 8;

  private final Executor executor;
  private final Lock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<Object> keys = new HashSet<>();
  private int pieces;
  private volatile Error error;

  KeyedExecutor(Executor executor) {
    this.executor = executor;
  }

  /**
   * Starts a task as soon as fewer than {@link #MAX} tasks, and none with one of these keys, are
   * running.
   */
  void start(Set<?> of, Runnable work) {
    lock.lock();
    try {
      while (pieces == MAX || !Collections.disjoint(keys, of)) {
        ended.awaitUninterruptibly();
      }
      pieces++;
      keys.addAll(of);
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (Error e) {
              error = e;
              throw e;
            } finally {
              end(of);
            }
          });
    } catch (RejectedExecutionException e) {
      end(of);
      throw e;
    }
  }

  private void end(Set<?> of) {
    lock.lock();
    try {
      pieces--;
      keys.removeAll(of);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all tasks have ended.
   *
   * @throws Error if a task threw one
   */
  void await() {
    lock.lock();
    try {
      while (pieces > 0) {
        ended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    if (error != null) {
      throw error;
    }
  }
}
