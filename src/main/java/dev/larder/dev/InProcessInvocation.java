package dev.larder.dev;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.concurrent.TimeUnit;

/** Lambda's context of an invocation that Lambda knows nothing of. */
final class InProcessInvocation implements Context {
  /** As the template has it. */
  private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(300);

  private static final String NAME = "larder";

  private final long start = System.nanoTime();
  private final String requestId;
  private final String arn;

  InProcessInvocation(String requestId, String arn) {
    this.requestId = requestId;
    this.arn = arn;
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return NAME;
  }

  @Override
  public String getLogStreamName() {
    return NAME;
  }

  @Override
  public String getFunctionName() {
    return NAME;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return arn;
  }

  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) (TIMEOUT_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  @Override
  public int getMemoryLimitInMB() {
    return (int) (Runtime.getRuntime().maxMemory() >> 20);
  }

  @Override
  public LambdaLogger getLogger() {
    return null;
  }
}
