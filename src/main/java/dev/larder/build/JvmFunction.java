package dev.larder.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes {@code function.zip} of what Quarkus has built: one jar of the classes and libraries, and
 * one of the settings. The zip takes a third less than Quarkus's, since it compresses all classes
 * together, and Lambda's runtime opens two jars faster than many. The same files make the same
 * bytes.
 */
final class JvmFunction {
  /** The jar of classes and libraries, in the zip. */
  static final String JAR = "lib/larder.jar";

  /** The jar of the settings, in the zip. */
  static final String SETTINGS = "lib/settings.jar";

  private static final LocalDateTime CHANGED = LocalDateTime.of(2020, 1, 1, 0, 0);

  /**
   * What only dev mode, builds and module paths read, and signatures, which do not hold for the
   * whole.
   */
  private static final Pattern DROPPED =
      Pattern.compile(
          "larder\\.yaml|META-INF/services/dev\\.larder\\..*|dev/larder/(build|dev)/.*|META-INF/(maven|native-image|quarkus-config-doc)/.*|(.*/)?(module|package)-info\\.class"
              + "|META-INF/[^/]*\\.(SF|RSA|DSA|EC)|META-INF/(INDEX\\.LIST|MANIFEST\\.MF|DEPENDENCIES)"
              + "|META-INF/(jandex\\.idx|quarkus-(extension|javadoc|config-roots)\\..*)");

  /** Lists of which each library has its part. */
  private static final Pattern JOINED =
      Pattern.compile(
          "META-INF/(services/[^/]+|io\\.netty\\.versions\\.properties"
              + "|(LICENSE|NOTICE)(\\.txt|\\.md)?)");

  /** What Quarkus opens as a file system, whose index of the jar around it takes long. */
  private static final Pattern READ_AS_FILES =
      Pattern.compile("(application|META-INF/microprofile-config)[^/]*\\.properties");

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> origins = new TreeMap<>();
  private final Map<String, Set<String>> joined = new TreeMap<>();
  private final Manifest manifest;

  private JvmFunction(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * Makes the function.
   *
   * @param unpacked Quarkus's zip, unpacked
   * @param folder for what is in the new zip
   * @throws IllegalStateException if two libraries have different files of one name
   */
  static void make(Path unpacked, Path folder, Path zip) throws IOException {
    Map<String, byte[]> jars = read(unpacked).jars();
    for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
      Path file = folder.resolve(jar.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, jar.getValue());
    }
    Files.write(zip, archive(ZipOutputStream.DEFLATED, jars));
  }

  /** Its own files come before those of libraries, as on the class path of Lambda's runtimes. */
  private static JvmFunction read(Path unpacked) throws IOException {
    Path lib = unpacked.resolve("lib");
    JvmFunction function;
    try (InputStream manifest = Files.newInputStream(unpacked.resolve(JarFile.MANIFEST_NAME))) {
      function = new JvmFunction(new Manifest(manifest));
    }
    try (Stream<Path> all = Files.walk(unpacked)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(lib)) {
          String name = unpacked.relativize(file).toString().replace('\\', '/');
          function.add("function", name, Files.readAllBytes(file));
        }
      }
    }
    try (Stream<Path> libraries = Files.list(lib)) {
      for (Path library : libraries.sorted().toList()) {
        function.addLibrary(library);
      }
    }
    return function;
  }

  /** Adds all versions of each class: the Java that runs them is chosen at the deployment. */
  private void addLibrary(Path library) throws IOException {
    try (JarFile content = new JarFile(library.toFile())) {
      for (JarEntry entry : Collections.list(content.entries())) {
        boolean unread =
            entry.getName().startsWith("META-INF/versions/") && !content.isMultiRelease();
        if (!entry.isDirectory() && !unread) {
          try (InputStream bytes = content.getInputStream(entry)) {
            add(library.getFileName().toString(), entry.getName(), bytes.readAllBytes());
          }
        }
      }
    }
  }

  private void add(String origin, String name, byte[] bytes) {
    if (DROPPED.matcher(name).matches()) {
      return;
    }
    if (JOINED.matcher(name).matches()) {
      String part = new String(bytes, StandardCharsets.ISO_8859_1).strip();
      joined.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(part);
      return;
    }
    byte[] there = files.putIfAbsent(name, bytes);
    if (there == null) {
      origins.put(name, origin);
    } else if (!Arrays.equals(there, bytes)) {
      throw new IllegalStateException(
          "%s and %s have different files %s: which one is to be in %s?"
              .formatted(origins.get(name), origin, name, JAR));
    }
  }

  private Map<String, byte[]> jars() throws IOException {
    Map<String, byte[]> settings = new TreeMap<>(files);
    settings.keySet().removeIf(name -> !READ_AS_FILES.matcher(name).matches());
    Map<String, byte[]> others = new TreeMap<>(files);
    others.keySet().removeAll(settings.keySet());
    joined.forEach(
        (name, parts) ->
            others.put(
                name, (String.join("\n", parts) + "\n").getBytes(StandardCharsets.ISO_8859_1)));
    Map<String, byte[]> classes = new LinkedHashMap<>();
    classes.put(JarFile.MANIFEST_NAME, manifest());
    classes.putAll(others);
    Map<String, byte[]> jars = new LinkedHashMap<>();
    jars.put(JAR, archive(ZipOutputStream.STORED, classes));
    jars.put(SETTINGS, archive(ZipOutputStream.STORED, settings));
    return jars;
  }

  private byte[] manifest() throws IOException {
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MULTI_RELEASE, "true");
    main.put(Attributes.Name.CLASS_PATH, Path.of(SETTINGS).getFileName().toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static byte[] archive(int method, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(method);
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(file.getValue());
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setCrc(checksum.getValue());
        // By the clock on the wall, which is what a zip has, whatever the time zone of the build.
        entry.setTimeLocal(CHANGED);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
