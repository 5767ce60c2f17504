package dev.larder.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** The ways in which Larder is deployed, each with a zip of its own. */
enum Flavour {
  /** On the managed Java runtime. */
  JVM(BenchOptions::function),

  /** On a custom runtime, as a native executable. */
  NATIVE(BenchOptions::functionNative);

  private final Function<BenchOptions, Path> zip;

  Flavour(Function<BenchOptions, Path> zip) {
    this.zip = zip;
  }

  Path zip(BenchOptions options) {
    return zip.apply(options);
  }

  String suffix() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "Larder " + suffix();
  }
}
