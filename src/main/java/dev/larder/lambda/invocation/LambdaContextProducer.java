package dev.larder.lambda.invocation;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.runtime.InvocationContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Has Lambda's context injected in every invocation; the extension's own is for HTTP alone. */
@Singleton
class LambdaContextProducer {

  @Produces
  @RequestScoped
  @Alternative
  @Priority(1)
  Context context() {
    CurrentInvocation invocation = CurrentInvocation.get();
    return invocation == null
        ? new InvocationContext(null, null, 0, System.getenv())
        : invocation.context();
  }
}
