package dev.larder.dev;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.job.JobQueue;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Replaces Lambda's queue of asynchronous invocations in dev mode and tests. Like Lambda, it
 * delivers a failed event twice more with the same request id. It then logs the failure, where
 * Lambda would send the event to the failure destination.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Singleton
class InProcessJobQueue implements JobQueue {
  private static final Logger LOG = Logger.getLogger(InProcessJobQueue.class);

  private static final int MAX_ATTEMPTS = 3;

  /** The pause before the second attempt; Lambda's pauses are one minute and two minutes. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

  private final RequestStreamHandler function;
  private final Context lambda;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(InProcessJobQueue::thread);

  InProcessJobQueue(RequestStreamHandler function, Context lambda) {
    this.function = function;
    this.lambda = lambda;
  }

  @Override
  public boolean enqueue(String job, byte[] event) {
    String arn = lambda.getInvokedFunctionArn();
    ClassLoader application = Thread.currentThread().getContextClassLoader();
    worker.execute(
        () -> {
          Thread.currentThread().setContextClassLoader(application);
          deliver(job, event, arn);
        });
    return true;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "asynchronous-invocations");
    thread.setDaemon(true);
    return thread;
  }

  private void deliver(String job, byte[] event, String arn) {
    String requestId = UUID.randomUUID().toString();
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        function.handleRequest(
            new ByteArrayInputStream(event),
            OutputStream.nullOutputStream(),
            InvokeEndpoint.context(requestId, arn));
        return;
      } catch (IOException | RuntimeException e) {
        LOG.debugf(e, "Attempt %d of the job %s failed", attempt, job);
      }
      if (attempt < MAX_ATTEMPTS && !paused(attempt)) {
        return;
      }
    }
    LOG.errorf(
        "The job %s failed after its last attempt (request %s); in a deployment, its event would"
            + " go to the failure queue",
        job, requestId);
  }

  /** Waits before the next attempt. Returns false if the application is shutting down. */
  private boolean paused(int attempt) {
    try {
      Thread.sleep(FIRST_PAUSE.multipliedBy(attempt).toMillis());
      return !worker.isShutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    worker.shutdownNow();
    if (!worker.awaitTermination(LONGEST_SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
      LOG.warn("An asynchronous invocation is still running");
    }
  }
}
