package dev.larder.table.model;

import java.util.Optional;

/** Compiles the model of the service where no build does it: in dev mode and tests. */
public interface ModelCompiler {
  /** The resource that has what was compiled when the function was built. */
  String COMPILED = "META-INF/larder/model.json";

  /**
   * The JSON of the model; empty if there is none.
   *
   * @param resources where its files are
   * @throws IllegalArgumentException with a line for each mistake
   */
  Optional<String> compile(ClassLoader resources);
}
