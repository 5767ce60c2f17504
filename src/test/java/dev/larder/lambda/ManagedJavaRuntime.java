package dev.larder.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Lambda's managed Java runtimes start a function, done with another JDK and the published
 * runtime client.
 *
 * <p>As there, only the runtime client is on the class path; it loads the function by a class
 * loader of its own, from the working directory and then from the jars in its {@code lib}, sorted
 * by name.
 *
 * @param java the {@code java} executable
 * @param runtimeClient a folder with the jars of {@code aws-lambda-java-runtime-interface-client}
 *     and of what it depends on; its native library is unpacked there
 * @param flags the JVM's flags
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">Java
 *     start-up</a>
 */
public record ManagedJavaRuntime(Path java, Path runtimeClient, List<String> flags) {
  /** The memory that functions are told to have, in MB. */
  static final int MEMORY_MB = 1024;

  /**
   * The managed runtimes' flags for the on-demand case: the first compiler only, and 85 % of the
   * function's memory for the heap.
   */
  public static final List<String> DEFAULT_FLAGS =
      List.of(
          "-XX:MaxHeapSize=" + MEMORY_MB * 1024 * 85 / 100 + "k",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-XX:+TieredCompilation",
          "-XX:TieredStopAtLevel=1",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
          "-XX:+ErrorFileToStderr");

  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String NATIVE_LIBRARY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /** Copies the flags. */
  public ManagedJavaRuntime {
    flags = List.copyOf(flags);
  }

  /** A runtime of the JVM that this code runs in, with {@link #DEFAULT_FLAGS}. */
  public static ManagedJavaRuntime ofThisJvm(Path runtimeClient) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ManagedJavaRuntime(java, runtimeClient, DEFAULT_FLAGS);
  }

  /** The same runtime with these flags after its own, so that they prevail. */
  public ManagedJavaRuntime plusFlags(String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new ManagedJavaRuntime(java, runtimeClient, all);
  }

  /**
   * Returns the command that runs a function whose directory is the working directory.
   *
   * @param handler the handler's name, as {@code dev.larder.lambda.Entry::handle}
   */
  public List<String> command(String handler) {
    try {
      List<Path> jars = jars();
      List<String> command = new ArrayList<>();
      command.add(java.toString());
      command.addAll(flags);
      command.add("-D" + NATIVE_LIBRARY + "=" + nativeLibrary(jars));
      command.add("-classpath");
      command.add(
          jars.stream()
              .map(jar -> jar.toAbsolutePath().toString())
              .collect(Collectors.joining(File.pathSeparator)));
      command.add(MAIN);
      command.add(handler);
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException("The runtime client cannot be used: " + runtimeClient, e);
    }
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(runtimeClient)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /**
   * Left to itself, the client writes its library to one fixed place below {@code /tmp} at every
   * start: work that the managed runtime is spared, and a race between functions that start at
   * once.
   */
  private Path nativeLibrary(List<Path> jars) throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String name = "libaws-lambda-jni.linux-" + architecture + ".so";
    Path library = runtimeClient.resolve(name).toAbsolutePath();
    if (Files.exists(library)) {
      return library;
    }
    for (Path jar : jars) {
      try (JarFile content = new JarFile(jar.toFile())) {
        if (content.getEntry("jni/" + name) != null) {
          Path unpacked = Files.createTempFile(runtimeClient, name, null);
          try (InputStream bytes = content.getInputStream(content.getEntry("jni/" + name))) {
            Files.copy(bytes, unpacked, StandardCopyOption.REPLACE_EXISTING);
          }
          return Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    throw new IOException("No jar there has jni/" + name);
  }
}
