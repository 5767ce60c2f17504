package dev.larder.build;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page of the documentation that lists the deployed libraries by their licences. */
final class Licences {
  /** Under one of which every library must be: none of them asks for Larder's own source. */
  static final Set<String> ACCEPTED =
      Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0", "MIT", "MIT-0");

  /** Those that ask for nothing, or for their text, which is in the zip anyway, and no name. */
  static final Set<String> WITHOUT_NOTICE = Set.of("Apache-2.0", "MIT-0");

  private static final String HEAD =
      """
      # Licences

      The libraries in `function.zip`, by the licences that they are under, as SPDX has their names. \
      Where there are several, any of them does. The zip has the texts and notices of all libraries \
      that come with one, under `META-INF` of `lib/larder.jar`. Versions and checksums are in \
      `target/function.cdx.json`, which every build makes; `LicencesIT` compares the two.
      """;

  private Licences() {}

  static String page(List<Sbom.Library> libraries) {
    Map<String, Set<String>> byLicence = new TreeMap<>();
    for (Sbom.Library library : libraries) {
      byLicence
          .computeIfAbsent(String.join(" or ", library.licences()), none -> new TreeSet<>())
          .add(library.group() + ':' + library.name());
    }
    return byLicence.entrySet().stream()
        .map(
            each ->
                "\n## "
                    + each.getKey()
                    + "\n\n"
                    + each.getValue().stream()
                        .map(name -> "- `" + name + "`\n")
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("", HEAD, ""));
  }

  /** Returns those that are under no licence that is accepted. */
  static List<Sbom.Library> refused(List<Sbom.Library> libraries) {
    return libraries.stream()
        .filter(library -> library.licences().stream().noneMatch(ACCEPTED::contains))
        .toList();
  }
}
