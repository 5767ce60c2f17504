package dev.larder.table.jsonschema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Keeps the validator's YAML parser out of native executables, since schemas are JSON. */
@TargetClass(className = "com.networknt.schema.serialization.YamlMapperFactory")
final class YamlSubstitution {
  private YamlSubstitution() {}

  @Substitute
  @SuppressWarnings("unused")
  public static ObjectMapper getInstance() {
    throw new UnsupportedOperationException("A schema must be JSON");
  }
}
