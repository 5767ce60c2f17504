package dev.larder.lambda;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Compares the keys of an executable's resources in compiled code. GraalVM has a record for them,
 * whose {@code equals} it interprets, so that each look-up takes most of a millisecond and a start
 * makes a dozen. Other versions of GraalVM without that class keep their own code.
 */
@TargetClass(
    className = ResourceKeySubstitution.Present.KEY,
    onlyWith = ResourceKeySubstitution.Present.class)
final class ResourceKeySubstitution {
  @Alias private Module module;
  @Alias private String resource;

  private ResourceKeySubstitution() {}

  @Substitute
  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceKeySubstitution key
        && module == key.module
        && Objects.equals(resource, key.resource);
  }

  @Alias
  @Override
  public native int hashCode();

  /** Whether this GraalVM has the class. */
  static final class Present implements BooleanSupplier {
    static final String KEY = "com.oracle.svm.core.jdk.Resources$ModuleInstanceResourceKey";

    @Override
    public boolean getAsBoolean() {
      try {
        Class.forName(KEY, false, Present.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }
}
