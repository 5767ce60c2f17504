package dev.larder.lambda;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;

/**
 * Takes the extension's poll loop out of native executables, where {@link LarderRuntime} does its
 * work: over one connection, without a copy of the answer, and with an init error to Lambda where
 * the application does not start.
 */
@TargetClass(AmazonLambdaRecorder.class)
final class NoPollLoop {
  private NoPollLoop() {}

  @Substitute
  @SuppressWarnings("unused")
  public void startPollLoop(ShutdownContext context, LaunchMode launchMode) {
    // Nothing
  }
}
