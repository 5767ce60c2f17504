package dev.larder.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The function's classes and libraries as one jar: an AOT cache knows jars alone, and one is opened
 * faster than many. Its entries are not compressed, which spares time at the start, and makes the
 * zip around it smaller. The same function makes the same bytes.
 */
final class ApplicationJar {
  static final String NAME = "lib/larder.jar";
  static final String SETTINGS = "lib/settings.jar";

  /** What only builds and module paths read, and signatures, which do not hold for the whole. */
  private static final Pattern DROPPED =
      Pattern.compile(
          "META-INF/(maven|native-image|quarkus-config-doc)/.*|(.*/)?module-info\\.class"
              + "|META-INF/[^/]*\\.(SF|RSA|DSA|EC)|META-INF/(INDEX\\.LIST|MANIFEST\\.MF|DEPENDENCIES)"
              + "|META-INF/(jandex\\.idx|quarkus-(extension|javadoc|config-roots)\\..*)");

  /** Lists of which each library has its part. */
  private static final Pattern JOINED =
      Pattern.compile(
          "META-INF/(services/[^/]+|io\\.netty\\.versions\\.properties"
              + "|(LICENSE|NOTICE)(\\.txt|\\.md)?)");

  /** What Quarkus opens as a file system of its own, whose index of all of the jar takes long. */
  private static final Pattern READ_AS_FILES =
      Pattern.compile("(application|META-INF/microprofile-config)[^/]*\\.properties");

  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.*)");

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, String> origins = new TreeMap<>();
  private final Map<String, List<byte[]>> joined = new TreeMap<>();
  private final Manifest manifest = new Manifest();
  private final OptionalInt version;

  private ApplicationJar(OptionalInt version) {
    this.version = version;
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (version.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    }
  }

  /**
   * Reads an unpacked {@code function.zip}: its own files, then those of the jars in {@code lib} by
   * name, as Lambda's Java runtimes have it.
   *
   * @param version of Java that it is for, whose version of each file it has; else it has all
   * @throws BuildFailedException if two libraries have different files of one name
   */
  static ApplicationJar of(Path function, OptionalInt version) throws IOException {
    ApplicationJar jar = new ApplicationJar(version);
    Path lib = function.resolve("lib");
    try (Stream<Path> files = Files.walk(function)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(lib)) {
          String name = function.relativize(file).toString().replace('\\', '/');
          jar.add("function", name, Files.readAllBytes(file));
        }
      }
    }
    try (InputStream own = Files.newInputStream(function.resolve("META-INF/MANIFEST.MF"))) {
      Attributes main = new Manifest(own).getMainAttributes();
      main.remove(Attributes.Name.CLASS_PATH);
      jar.manifest.getMainAttributes().putAll(main);
    }
    try (Stream<Path> libraries = Files.list(lib)) {
      for (Path library : libraries.sorted().toList()) {
        jar.addLibrary(library);
      }
    }
    return jar;
  }

  /**
   * Adds a library, of a multi-release one each file in the version for the function's Java, or in
   * all of them.
   *
   * @throws BuildFailedException if it has another file of a name that is there
   */
  void addLibrary(Path library) throws IOException {
    try (JarFile content = new JarFile(library.toFile())) {
      Map<String, ZipEntry> files = new LinkedHashMap<>();
      Map<String, Integer> versions = new TreeMap<>();
      Enumeration<? extends ZipEntry> all = content.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        Matcher versioned = VERSIONED.matcher(entry.getName());
        if (entry.isDirectory()) {
          continue;
        }
        if (version.isEmpty() && content.isMultiRelease()) {
          files.put(entry.getName(), entry);
          continue;
        }
        if (!versioned.matches()) {
          if (!versions.containsKey(entry.getName())) {
            files.put(entry.getName(), entry);
          }
          continue;
        }
        int since = Integer.parseInt(versioned.group(1));
        String name = versioned.group(2);
        if (content.isMultiRelease()
            && since <= version.orElse(0)
            && since > versions.getOrDefault(name, 0)) {
          versions.put(name, since);
          files.put(name, entry);
        }
      }
      for (Map.Entry<String, ZipEntry> file : files.entrySet()) {
        try (InputStream bytes = content.getInputStream(file.getValue())) {
          add(library.getFileName().toString(), file.getKey(), bytes.readAllBytes());
        }
      }
    }
  }

  private void add(String origin, String name, byte[] bytes) {
    if (DROPPED.matcher(name).matches()) {
      return;
    }
    if (JOINED.matcher(name).matches()) {
      joined.computeIfAbsent(name, none -> new ArrayList<>()).add(bytes);
      return;
    }
    byte[] there = entries.putIfAbsent(name, bytes);
    if (there == null) {
      origins.put(name, origin);
    } else if (!Arrays.equals(there, bytes)) {
      throw new BuildFailedException(
          "%s and %s have different files %s: which one is to be in %s?"
              .formatted(origins.get(name), origin, name, NAME));
    }
  }

  /** Returns its files by name, without the manifest. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>(entries);
    joined.forEach((name, parts) -> files.put(name, join(parts)));
    return files;
  }

  /** Each part once, each on lines of its own. */
  private static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<String> written = new ArrayList<>();
    for (byte[] part : parts) {
      String text = new String(part, StandardCharsets.ISO_8859_1).strip();
      if (!written.contains(text)) {
        written.add(text);
        all.writeBytes((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return all.toByteArray();
  }

  /** Writes it, and the settings in a small jar beside it, which its manifest names. */
  void write(Path jar, Path settings) throws IOException {
    Files.createDirectories(jar.getParent());
    Manifest first = new Manifest(manifest);
    first.getMainAttributes().put(Attributes.Name.CLASS_PATH, settings.getFileName().toString());
    Map<String, byte[]> classes = files();
    Map<String, byte[]> others = new TreeMap<>(classes);
    others.keySet().removeIf(name -> !READ_AS_FILES.matcher(name).matches());
    classes.keySet().removeAll(others.keySet());
    write(settings, manifest, others);
    write(jar, first, classes);
  }

  private static void write(Path file, Manifest manifest, Map<String, byte[]> files)
      throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    manifest.write(first);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      write(zip, JarFile.MANIFEST_NAME, first.toByteArray());
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        write(zip, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void write(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(LocalDateTime.ofInstant(Folders.CHANGED.toInstant(), ZoneOffset.UTC));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
