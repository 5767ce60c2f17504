package dev.larder;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Has every property try the same values in every run. {@code -Dseed} makes them others, and {@code
 * -Dfuzz.tries} so many times as many.
 */
public class FixedSeed implements AroundPropertyHook {
  private static final long SEED = Long.getLong("seed", 20260101L);
  private static final int TIMES = Integer.getInteger("fuzz.tries", 1);

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    context.attributes().setSeed(Long.toString(SEED));
    context.attributes().tries().ifPresent(tries -> context.attributes().setTries(tries * TIMES));
    return property.execute();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
