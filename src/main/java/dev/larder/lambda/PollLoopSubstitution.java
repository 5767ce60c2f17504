package dev.larder.lambda;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;

/**
 * Removes the poll loop of quarkus-amazon-lambda from native executables. {@link LarderRuntime}
 * replaces it: it uses one connection, does not copy responses, and reports an init error to Lambda
 * if the application does not start.
 */
@TargetClass(AmazonLambdaRecorder.class)
final class PollLoopSubstitution {
  private PollLoopSubstitution() {}

  @Substitute
  @SuppressWarnings("unused")
  public void startPollLoop(ShutdownContext context, LaunchMode launchMode) {
    // LarderRuntime polls instead.
  }
}
